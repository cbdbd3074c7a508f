/**
 * Trials in threads say what `npm test chapter-NN` says in processes, and faults of graders are
 * told in words that say what to change.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadChapters } from '../../course/chapters.ts';
import { coverageTrials } from '../../course/grading/calibration-coverage.ts';
import { faultOfStubs, faultOfVariant } from '../../course/grading/calibration-faults.ts';
import { graderFiles } from '../../course/grading/grader-files.ts';
import { type KeptVariant, loadVariants } from '../../course/grading/kept-variants.ts';
import { runGraders } from '../../course/grading/run-graders.ts';
import { TrialPool } from '../../course/grading/trial-pool.ts';
import { filesOfVariant } from '../../course/grading/variant.ts';
import { type ChapterVerdict, judge } from '../../course/grading/verdict.ts';
import { writeTree } from '../../course/grading/write-tree.ts';
import { root, type View } from '../../course/view.ts';

const [chapter] = await loadChapters();
if (chapter === undefined) throw new Error('there is no chapter');
const variants = await loadVariants(chapter);

const statesOf = ({ tasks }: ChapterVerdict) =>
  tasks.flatMap(({ behaviours }) =>
    behaviours.map(({ behaviour, state }) => `${behaviour.id} ${state}`),
  );

test('a trial in a thread has the verdict of a run in a process of its own', async () => {
  const kept = variants.find(({ kind, task }) => kind === 'wrong' && task === '0.2');
  if (kept === undefined) throw new Error('there is no wrong solution of 0.2');
  const files = filesOfVariant(kept.variant);
  mkdirSync(join(root, '.gregor'), { recursive: true });
  const learnerTree = mkdtempSync(join(root, '.gregor', 'calibration-test-'));
  const pool = new TrialPool(1);
  try {
    writeTree(learnerTree, files);
    const view: View = { name: 'chapter', learnerTree, learnerFiles: [...files.keys()] };
    const graders = graderFiles(chapter).map(({ file }) => join(root, file));
    const apart = await pool.run({ chapter, view, graders, apart: true });
    const sharing = await pool.run({ chapter, view, graders });
    const expected = statesOf(judge(chapter, await runGraders(chapter, view)));
    expect(statesOf(judge(chapter, apart))).toEqual(expected);
    expect(statesOf(judge(chapter, sharing))).toEqual(expected);
    expect(expected.filter((one) => !one.endsWith(' passed')).length).toBeGreaterThan(0);
  } finally {
    await pool.close();
    rmSync(learnerTree, { recursive: true, force: true });
  }
}, 120_000);

/** A verdict in which these behaviours have failed, these were not run, and all others passed. */
function verdictWith(failed: readonly string[], notRun: readonly string[] = []): ChapterVerdict {
  const ids = chapter?.tasks.flatMap(({ behaviours }) => behaviours.map(({ id }) => id)) ?? [];
  const error = { name: 'ExpectationFailed', message: 'the bytes of 300', stack: '' };
  const ran = ids.filter((id) => !notRun.includes(id));
  const happenings = ran.map((id) =>
    failed.includes(id)
      ? ({ id, state: 'failed', error } as const)
      : ({ id, state: 'passed' } as const),
  );
  return judge(chapter as NonNullable<typeof chapter>, { happenings });
}

const [first = '', second = ''] = chapter.tasks[0]?.behaviours.map(({ id }) => id) ?? [];
const wrong = (breaks: readonly string[]): KeptVariant => ({
  task: '0.1',
  kind: 'wrong',
  variant: { name: 'is wrong', breaks, change: {} },
  slug: 'wrong-0.1-is-wrong',
});

test('a wrong solution that breaks other behaviours than it names gets the list to copy', () => {
  const all = verdictWith([]);
  expect(faultOfVariant(wrong([first]), verdictWith([first]), all)).toBeUndefined();
  expect(faultOfVariant(wrong([first]), verdictWith([first, second]), all)).toBe(
    `${second} is not named: it is failed; ExpectationFailed: the bytes of 300\n` +
      `breaks: ['${first}', '${second}'],`,
  );
  expect(faultOfVariant(wrong([first]), all, all)).toContain(`${first} should fail, and passes`);
});

test('what was not run is a complaint, and counts neither as broken nor as passed', () => {
  const all = verdictWith([]);
  const broken = faultOfVariant(wrong([first]), verdictWith([], [first]), all);
  expect(broken).toBe(`${first} was not run`);
  const more = faultOfVariant(wrong([first]), verdictWith([first], [second]), all);
  expect(more).toBe(`${second} was not run`);
  const right: KeptVariant = { ...wrong([]), kind: 'right' };
  expect(faultOfVariant(right, verdictWith([], [second]), all)).toBe(`${second} was not run`);
});

test('a stub of which a behaviour was not run is a complaint', () => {
  const [task] = chapter.tasks;
  const error = { name: 'NotImplemented', message: '', stack: '' };
  const stateOf = (notRun: readonly string[]) => {
    const ids = chapter.tasks.flatMap(({ behaviours }) => behaviours.map(({ id }) => id));
    const ran = ids.filter((id) => !notRun.includes(id));
    const happenings = ran.map((id) => ({ id, state: 'failed', error }) as const);
    return faultOfStubs(judge(chapter, { happenings }));
  };
  expect(stateOf([])).toBeUndefined();
  expect(stateOf([first])).toContain(`task ${task?.id} should be not started`);
  expect(stateOf([first])).toContain(`${first} was not run`);
});

test('a right solution must pass all that the reference passes', () => {
  const right: KeptVariant = { ...wrong([]), kind: 'right' };
  expect(faultOfVariant(right, verdictWith([first]), verdictWith([first]))).toBeUndefined();
  expect(faultOfVariant(right, verdictWith([first]), verdictWith([]))).toContain(
    `${first} should pass`,
  );
});

test('a task needs three wrong solutions and a right one, and one for each behaviour', () => {
  const [trial] = coverageTrials(chapter, [wrong([first])], ['0.1']);
  expect(trial?.complaint).toContain('it has 1 wrong ones, not 3');
  expect(trial?.complaint).toContain('it has 0 right ones, not 1');
  expect(trial?.complaint).toMatch(new RegExp(`nothing breaks ${second}, `));
});
