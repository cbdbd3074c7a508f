/**
 * Which of the type check's complaints a task's card shows.
 */
import type { Snapshot, TaskNews, TypeComplaint } from '../../../course/workbench/messages.ts';

/** Those of the task's own files, and of files that the learner has added to no task's. */
export function complaintsFor({ types, tasks }: Snapshot, { files }: TaskNews): TypeComplaint[] {
  const asked = new Set(tasks.flatMap((task) => task.files));
  return types.filter(({ file }) => files.includes(file) || !asked.has(file));
}
