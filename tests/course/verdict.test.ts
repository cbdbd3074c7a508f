/**
 * From what happened under a grader to a verdict.
 */
import { describe, expect, test } from 'vitest';
import { type Chapter, defineChapter } from '../../course/chapter.ts';
import { findChapter, loadChapters } from '../../course/chapters.ts';
import type { Happening } from '../../course/grading/happening.ts';
import { judge } from '../../course/grading/verdict.ts';

const chapter: Chapter = defineChapter({
  folder: '00-wire',
  title: 'The wire',
  tasks: [
    {
      id: '0.1',
      title: 'Varints',
      outcome: 'Numbers take as many bytes as they need.',
      section: 'varints',
      minutes: 30,
      hints: ['A nudge about the numbers.', 'Nearly the answer about them.'],
      files: [{ file: 'protocol/varint.ts', symbols: ['readVarint'] }],
      behaviours: [
        {
          id: 'one',
          says: 'reads the number one',
          points: 40,
          hint: 'A hint about the number one.',
          symbol: 'readVarint',
        },
        {
          id: 'two',
          says: 'reads the number two',
          points: 60,
          hint: 'A hint about the number two.',
          symbol: 'readVarint',
        },
      ],
    },
  ],
});

const passed = (id: string): Happening[] => [
  { id, state: 'started' },
  { id, state: 'passed' },
];
const failed = (id: string, name: string): Happening[] => [
  { id, state: 'started' },
  {
    id,
    state: 'failed',
    error: { name, message: 'the number: expected', stack: '', expected: '2', actual: '3' },
  },
];

function judged(...happenings: Happening[]) {
  return judge(chapter, { happenings });
}

describe('a verdict', () => {
  test('is full points when every behaviour passed', () => {
    const verdict = judged(...passed('one'), ...passed('two'));
    expect([verdict.tasks[0]?.state, verdict.points, verdict.ofPoints]).toEqual([
      'passed',
      100,
      100,
    ]);
  });

  test('is the points of what passed when something failed', () => {
    const verdict = judged(...passed('one'), ...failed('two', 'AssertionError'));
    expect([verdict.tasks[0]?.state, verdict.points]).toEqual(['failed', 40]);
  });

  test('is "not started", not "wrong", when every behaviour met an unwritten body', () => {
    const verdict = judged(...failed('one', 'NotImplemented'), ...failed('two', 'NotImplemented'));
    expect(verdict.tasks[0]?.state).toBe('not started');
  });

  test('names the behaviour that never came back, and those that had no chance', () => {
    const verdict = judged({ id: 'one', state: 'started' });
    expect(verdict.tasks[0]?.behaviours.map(({ state }) => state)).toEqual(['hung', 'not run']);
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
