/**
 * From what happened under a grader to a verdict.
 */
import { describe, expect, test } from 'vitest';
import { defineChapter } from '../../course/chapter.ts';
import { findChapter, loadChapters } from '../../course/chapters.ts';
import type { Happening } from '../../course/grading/happening.ts';
import { judge } from '../../course/grading/verdict.ts';
import { failed, madeChapter, passed, unwritten } from './verdicts.ts';

const chapter = madeChapter([
  { behaviours: ['one', 'two'], file: 'protocol/varint.ts' },
  { behaviours: ['three'], file: 'protocol/reader.ts', buildsOn: ['0.1'] },
  { behaviours: ['four'], file: 'protocol/writer.ts' },
  { behaviours: ['all'], buildsOn: ['0.2'] },
]);

function states(happenings: readonly Happening[], unbegun: readonly string[] = []) {
  const { tasks } = judge(chapter, { happenings, unbegun });
  return Object.fromEntries(
    tasks.flatMap(({ behaviours }) =>
      behaviours.map(({ behaviour, state, waitsFor }) => [
        behaviour.id,
        waitsFor === undefined ? state : `waits for ${waitsFor}`,
      ]),
    ),
  );
}

const othersPassed = passed('three', 'four', 'all');

describe('a verdict', () => {
  test('is full points when every behaviour passed', () => {
    const verdict = judge(chapter, { happenings: passed('one', 'two', 'three', 'four', 'all') });
    expect(verdict.tasks.map(({ state }) => state)).toEqual(Array(4).fill('passed'));
    expect([verdict.points, verdict.ofPoints]).toEqual([5, 5]);
  });

  test('is the points of what passed when something failed', () => {
    const happenings = [...passed('one'), ...failed('two'), ...othersPassed];
    const { tasks, points } = judge(chapter, { happenings });
    expect([tasks[0]?.state, tasks[0]?.points, points]).toEqual(['failed', 1, 4]);
  });

  test('is "not started", not "wrong", where every behaviour met an unwritten body', () => {
    const happenings = [...unwritten('one', '0.1'), ...unwritten('two', '0.1')];
    expect(judge(chapter, { happenings }).tasks[0]?.state).toBe('not started');
  });

  test('knows an unwritten body also where the code swallowed its error', () => {
    const swallowed = failed('one', { unwritten: [{ task: '0.1', symbol: 'readVarint' }] });
    expect(states(swallowed).one).toBe('not started');
  });

  test('waits for an earlier task whose body is unwritten', () => {
    expect(states([...passed('one', 'two'), ...unwritten('four', '0.2')]).four).toBe(
      'waits for 0.2',
    );
  });

  test('is "begun" where something of the task is written, though nothing passes yet', () => {
    const happenings = [...unwritten('one', '0.1'), ...unwritten('two', '0.1')];
    expect(judge(chapter, { happenings, unbegun: [] }).tasks[0]?.state).toBe('begun');
    expect(judge(chapter, { happenings, unbegun: ['0.1'] }).tasks[0]?.state).toBe('not started');
  });

  test('is "not started" where nothing of the task is written, whatever it tripped over', () => {
    expect(states(unwritten('four', '0.1'), ['0.1', '0.3']).four).toBe('not started');
  });

  test('blames no later task for a failure of its own', () => {
    const other = failed('one', { unwritten: [{ task: '0.3', symbol: 'readVarint' }] });
    expect(states(other).one).toBe('failed');
  });

  test('waits for a task that it builds on, also by way of another', () => {
    const happenings = [...failed('one'), ...passed('two', 'four'), ...failed('three')];
    expect(states([...happenings, ...failed('all')])).toEqual({
      one: 'failed',
      two: 'passed',
      three: 'waits for 0.1',
      four: 'passed',
      all: 'waits for 0.1',
    });
  });

  test('is its own mistake where it fails over the reference, too; else it waits', () => {
    const happenings = [...failed('one'), ...passed('two', 'four'), ...failed('three')];
    const secondLook = (...again: Happening[]) => {
      const all = [...happenings, ...failed('all')];
      const { tasks } = judge(chapter, {
        happenings: all,
        secondLook: { happenings: again, without: ['0.1'] },
      });
      return tasks.flatMap(({ behaviours }) =>
        behaviours.map(({ state, waitsFor, mayComeFrom }) => [state, waitsFor ?? mayComeFrom]),
      );
    };
    const first = [
      ['failed', undefined],
      ['passed', undefined],
    ];
    expect(secondLook(...failed('three'), ...passed('all'))).toEqual([
      ...first,
      ['failed', undefined],
      ['passed', undefined],
      ['waits', '0.1'],
    ]);
    expect(secondLook(...failed('three'), ...failed('all')).at(-1)).toEqual(['failed', '0.2']);
    expect(secondLook(...passed('three')).slice(2)).toEqual([
      ['waits', '0.1'],
      ['passed', undefined],
      ['failed', '0.1'],
    ]);
  });

  test('is begun where something holds, and nothing is wrong', () => {
    const { tasks } = judge(chapter, {
      happenings: [...passed('one'), ...unwritten('two', '0.1')],
    });
    expect(tasks[0]?.state).toBe('begun');
  });

  test('waits as a whole where some of it holds and the rest waits', () => {
    const two = madeChapter([
      { behaviours: ['one'], file: 'protocol/varint.ts' },
      { behaviours: ['two', 'three'], file: 'protocol/reader.ts', buildsOn: ['0.1'] },
    ]);
    const happenings = [...failed('one'), ...passed('two'), ...failed('three')];
    expect(judge(two, { happenings }).tasks[1]).toMatchObject({ state: 'waits', points: 1 });
  });

  test('is failed where what it builds on was not run', () => {
    expect(states(failed('three')).three).toBe('failed');
  });

  test('waits for the earlier task in whose file an error was thrown', () => {
    const place = { file: 'protocol/varint.ts', line: 9 };
    const happenings = [...failed('one'), ...failed('four', { name: 'TypeError', place })];
    expect(states(happenings).four).toBe('waits for 0.1');
  });

  test('calls endless what never came back, by itself or by our hand', () => {
    expect(states([{ id: 'one', state: 'started' }]).one).toBe('hung');
    for (const name of ['EndlessLoop', 'NeverSettled', 'OutOfMemory', 'Hung']) {
      expect(states(failed('one', { name })).one).toBe('hung');
    }
  });

  test('fails all behaviours of a grader that could not be loaded', () => {
    const error = { name: 'SyntaxError', message: 'no', stack: '' };
    const behaviours = ['one', 'two'];
    expect(states([{ file: 'x.grader.ts', state: 'unloaded', error, behaviours }])).toMatchObject({
      one: 'failed',
      two: 'failed',
      three: 'not run',
    });
  });

  test('keeps what the code printed, and how much was cut', () => {
    const happenings: Happening[] = [
      { id: 'one', state: 'printed', lines: ['a'] },
      { id: 'one', state: 'printed', lines: ['b'], more: 7 },
      ...passed('one'),
    ];
    const [first] = judge(chapter, { happenings }).tasks[0]!.behaviours;
    expect(first?.output).toEqual({ lines: ['a', 'b'], more: 7 });
  });
});

describe('chapters', () => {
  test('are found by number, name and folder', async () => {
    const chapters = await loadChapters();
    for (const name of ['chapter-00', '00', '00-wire']) {
      expect(findChapter(chapters, name).folder).toBe('00-wire');
    }
  });

  test('that do not exist are answered with those that do', async () => {
    const chapters = await loadChapters();
    expect(() => findChapter(chapters, 'chapter-99')).toThrow('There are chapter-00');
  });

  test('with a behaviour about a symbol that no task asks for are refused', () => {
    const [task] = chapter.tasks;
    const other = { ...task!, files: [{ file: 'protocol/varint.ts', symbols: ['writeVarint'] }] };
    expect(() => defineChapter({ ...chapter, tasks: [other] })).toThrow(
      'does not ask for readVarint',
    );
  });
});
