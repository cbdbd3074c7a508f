/**
 * Who asks for one task alone may look for its mistake where it is not: in an earlier task of
 * their own that this one builds on, and that nobody graded in this run. A line says so.
 */
import { builtOn, type TaskVerdict } from '../verdict.ts';

export interface Known {
  /** Files that are no untouched stubs. */
  readonly touched?: readonly string[];
  /** The tasks, by id, that had full points when they were last graded. */
  readonly passedBefore?: readonly string[];
}

/** A line for each task that is not right and stands on some that were not graded. */
export function standsOnUngraded(
  tasks: readonly TaskVerdict[],
  { touched = [], passedBefore = [] }: Known,
): string[] {
  const isOpen = ({ task, state }: TaskVerdict) =>
    state === 'not run' &&
    !passedBefore.includes(task.id) &&
    task.files.some(({ file }) => touched.includes(file));
  return tasks.flatMap(({ task, state }, at) => {
    if (state !== 'failed' && state !== 'waits') return [];
    const base = builtOn(task, tasks.slice(0, at));
    const open = tasks.filter((one) => base.has(one.task.id) && isOpen(one));
    if (open.length === 0) return [];
    const ids = open.map((one) => one.task.id);
    const were = ids.length === 1 ? 'which was' : 'which were';
    const command = `npm test ${[...ids, task.id].join(' ')}`;
    return [
      `${task.id} stands on your ${ids.join(', ')}, ${were} not graded in this run: ${command}`,
    ];
  });
}
