/**
 * The one next thing to do: where several are open, the first task that waits for nothing else.
 */
import { chapterName } from '../../chapter.ts';
import { learnerPath } from '../../learner-views.ts';
import type { View } from '../../view.ts';
import type { ChapterVerdict, TaskVerdict } from '../verdict.ts';

/** The task that is next: the first with a mistake of its own, else the first to be written. */
export function nextOpen(tasks: readonly TaskVerdict[]): TaskVerdict | undefined {
  const open = tasks.filter(({ state }) => state !== 'passed' && state !== 'not run');
  return (
    open.find(({ state }) => state === 'failed') ??
    open.find(({ state }) => state !== 'waits') ??
    open[0]
  );
}

export function nextStep(
  { chapter, tasks }: ChapterVerdict,
  view: View,
  only?: readonly string[],
): string[] {
  const name = chapterName(chapter);
  const next = nextOpen(only === undefined ? tasks : fromAskedOn(tasks, only));
  if (next !== undefined) return [`Next: ${whatToDo(next, view)}`];
  if (only !== undefined) return [`Next: all of it: npm test ${name}`];
  if (view.learnerFiles.length === 0) return [];
  if (view.name === 'integrated') return ['Next: run it: npm run broker'];
  return ['Next: see it at work: npm run broker. Then: npm run next'];
}

/** Who begins in the middle goes on from there: tasks from the first that was asked for on. */
function fromAskedOn(tasks: readonly TaskVerdict[], only: readonly string[]): TaskVerdict[] {
  const first = tasks.findIndex(({ behaviours }) =>
    behaviours.some(({ behaviour }) => only.includes(behaviour.id)),
  );
  return [...tasks.slice(Math.max(first, 0)), ...tasks.slice(0, Math.max(first, 0))];
}

function whatToDo({ task, state, waitsFor }: TaskVerdict, view: View): string {
  const title = `${task.id} ${task.title}`;
  if (waitsFor !== undefined) return `${title} waits for ${waitsFor}: npm run hint ${waitsFor}`;
  const [file] = task.files;
  if (state === 'not started' && file !== undefined) {
    return `${title}: read npm run lesson ${task.id}, write ${learnerPath(view, file.file)}`;
  }
  const what = state === 'begun' ? 'go on with it' : 'mend it';
  return `${title}: ${what}; npm run hint ${task.id} helps`;
}
