/**
 * Whoever skips a task borrows it: what nobody has begun, the reference does, and so a later task
 * can be written, run and graded before an earlier one.
 *
 *     1.1 ○   1.2 ○   1.3 ✔   1.4 …        1.3 and 1.4 over the reference's 1.1 and 1.2
 *     ○   ○   ○   ○                        nothing is begun: nothing is borrowed
 *
 * A file that a begun task shares with one that is not begun stays the learner's.
 *
 * Invariant: what is borrowed earns no points; nor does a milestone, which is the whole chapter at
 * work, while any of it is borrowed.
 */
import type { Chapter, Task } from '../chapter.ts';
import type { View } from '../view.ts';
import { unbegunTasks } from './unbegun-tasks.ts';

export interface Borrowing {
  /** The view without the files that the reference lends. */
  readonly view: View;
  /** The tasks that are borrowed, by id, in the chapter's order. */
  readonly tasks: readonly string[];
  /** The behaviours that are worth running: those of the other tasks. */
  readonly behaviours: readonly string[];
}

/** What a grading borrows; undefined where that is nothing. */
export function borrowing(chapter: Chapter, view: View): Borrowing | undefined {
  if (view.name === 'solution') return undefined;
  const unbegun = new Set(unbegunTasks(chapter, view));
  const withFiles = chapter.tasks.filter(({ files }) => files.length > 0);
  const begun = withFiles.filter((task) => !unbegun.has(task.id) && hasOwnFile(task, view));
  const borrowed = withFiles.filter((task) => !begun.includes(task));
  const isAllUntouched = begun.length === 0 && view.name === 'chapter';
  if (borrowed.length === 0 || isAllUntouched) return undefined;
  const kept = new Set(begun.flatMap(filesOfTask));
  const lent = new Set(borrowed.flatMap(filesOfTask).filter((file) => !kept.has(file)));
  return {
    view: { ...view, learnerFiles: view.learnerFiles.filter((file) => !lent.has(file)) },
    tasks: borrowed.map(({ id }) => id),
    behaviours: begun.flatMap(({ behaviours }) => behaviours.map(({ id }) => id)),
  };
}

/** In the integrated view, a task that nobody touched has none. */
function hasOwnFile(task: Task, { learnerFiles }: View): boolean {
  return filesOfTask(task).some((file) => learnerFiles.includes(file));
}

function filesOfTask({ files }: Task): string[] {
  return files.map(({ file }) => file);
}
