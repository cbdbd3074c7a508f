/**
 * One short line on a run: for the terminal, and for the page's foot.
 *
 *     ✔ 1.4 Offset index: 9 of 9 points, 0.6 s
 *     ✘ 1.5 Time index: 2 of 4 behaviours, 0.4 s
 *     ✘ chapter-01: 61 of 100 points, 5.2 s
 */
import { type Chapter, chapterName } from '../../chapter.ts';
import type { Run } from '../../grading/run-queue.ts';
import type { ChapterVerdict, TaskVerdict } from '../../grading/verdict.ts';

/** The tasks of a run, in order; none for a whole chapter. */
export function tasksOf({ chapter, only }: Run): string[] {
  if (only === undefined) return [];
  return chapter.tasks
    .filter(({ behaviours }) => behaviours.some(({ id }) => only.includes(id)))
    .map(({ id }) => id);
}

export function runLine(run: Run, verdict: ChapterVerdict, tookMs: number): string {
  const seconds = `${(tookMs / 1_000).toFixed(1)} s`;
  const ran = verdict.tasks.filter(({ task }) => tasksOf(run).includes(task.id));
  const [only] = ran;
  if (run.only === undefined || only === undefined) return wholeLine(run.chapter, verdict, seconds);
  if (ran.length === 1) return `${signFor([only])} ${taskLine(only)}, ${seconds}`;
  const good = ran.filter(({ state }) => state === 'passed').length;
  const ids = `${only.task.id} to ${ran.at(-1)?.task.id}`;
  return `${signFor(ran)} ${ids}: ${good} of ${ran.length} tasks right, ${seconds}`;
}

function wholeLine(chapter: Chapter, { tasks, points, ofPoints }: ChapterVerdict, seconds: string) {
  return `${signFor(tasks)} ${chapterName(chapter)}: ${points} of ${ofPoints} points, ${seconds}`;
}

function taskLine({ task, state, waitsFor, points, ofPoints, behaviours }: TaskVerdict): string {
  const title = `${task.id} ${task.title}`;
  if (state === 'not started') return `${title}: not started`;
  if (state === 'waits') return `${title}: waits for ${waitsFor}`;
  if (state === 'passed') return `${title}: ${points} of ${ofPoints} points`;
  const hold = behaviours.filter((one) => one.state === 'passed').length;
  return `${title}: ${hold} of ${behaviours.length} behaviours`;
}

function signFor(tasks: readonly TaskVerdict[]): '✔' | '✘' | '○' {
  if (tasks.every(({ state }) => state === 'passed')) return '✔';
  return tasks.some(({ state }) => state === 'failed') ? '✘' : '○';
}
