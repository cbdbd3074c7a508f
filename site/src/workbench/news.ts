/**
 * All that the page knows, as it is now: a snapshot, and the changes since.
 */
import type { Change, Snapshot, TaskNews } from '../../../course/workbench/messages.ts';

/** As many lines of the broker's log as the workbench itself keeps. */
const MOST_LOG_LINES = 500;

export type Heard =
  | { readonly snapshot: Snapshot; readonly change?: undefined }
  | { readonly change: Change; readonly snapshot?: undefined };

/** @param change what is new; undefined where all of it is. */
export type NewsListener = (now: Snapshot, change: Change | undefined) => void;

export class News {
  readonly #listeners: NewsListener[] = [];
  #now: Snapshot | undefined;

  listen(listener: NewsListener): void {
    this.#listeners.push(listener);
  }

  take({ snapshot, change }: Heard): void {
    if (snapshot !== undefined) this.#now = snapshot;
    else if (this.#now !== undefined) this.#now = changed(this.#now, change);
    const now = this.#now;
    if (now !== undefined) for (const listener of this.#listeners) listener(now, change);
  }
}

/** A snapshot with a change in it. */
export function changed(before: Snapshot, change: Change): Snapshot {
  const { tasks = [], brokerLog, ...rest } = change;
  const byId = new Map(tasks.map((task) => [task.id, task]));
  return {
    ...before,
    ...rest,
    tasks: before.tasks.map((task): TaskNews => byId.get(task.id) ?? task),
    brokerLog: logAfter(before.brokerLog, brokerLog),
  };
}

function logAfter(
  before: readonly string[],
  more: readonly string[] | null | undefined,
): readonly string[] {
  if (more === null) return [];
  return more === undefined ? before : [...before, ...more].slice(-MOST_LOG_LINES);
}
