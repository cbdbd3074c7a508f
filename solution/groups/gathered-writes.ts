/**
 * Gathers what a shard has to write: what comes in one turn of the event loop goes to the log together.
 *
 *     commit  commit  commit   ──►  | one batch: all their records |   ──►  log
 *     done    done    done     ◄──  durable, or refused
 *
 * An append costs a system call and a checksum, however little it holds; so when a hundred consumers
 * commit at once it is a small part of that for each. Nobody waits for it: the batch goes when
 * everything that has arrived has been looked at. Kafka's coordinator gathers too
 * (`group.coordinator.append.linger.ms`), and waits for more.
 *
 * Invariant: writes reach the log in the order in which they were added, each with all of its records in
 * one batch. A group is under way from `add` on until the last of its writes is told what became of it.
 */
import type { Clock } from '#env/clock.ts';
import type { CoordinatorRecord } from '#groups/coordinator-record.ts';
import { ErrorCode } from '#protocol/errors.ts';

type Done = (errorCode: number) => void;
type Append = (records: readonly CoordinatorRecord[], done: Done) => void;

interface Write {
  readonly records: readonly CoordinatorRecord[];
  readonly done: Done;
}

/** Somebody who waits for the writes that are not done yet. */
interface Watcher {
  readonly awaited: Set<Write>;
  readonly tell: () => void;
}

/** With more than that, a batch saves nothing more, and might become too large for the topic. */
const MOST_RECORDS = 500;

export class GatheredWrites {
  readonly #clock: Clock;
  readonly #append: Append;
  #gathered: Write[] = [];
  #records = 0;
  /** How many writes that are not done have records of a group, by its id. */
  readonly #underWay = new Map<string, number>();
  readonly #open = new Set<Write>();
  readonly #watchers = new Set<Watcher>();

  /** `append` writes records as one batch. */
  constructor(clock: Clock, append: Append) {
    this.#clock = clock;
    this.#append = append;
  }

  /** Writes records with the next batch: all of them or none. */
  add(records: readonly CoordinatorRecord[], done: Done): void {
    if (this.#records + records.length > MOST_RECORDS) this.flush();
    if (this.#gathered.length === 0) this.#clock.defer(() => this.flush());
    const groupIds = new Set(records.map(({ groupId }) => groupId));
    for (const groupId of groupIds) this.#count(groupId, 1);
    const whenDone = (errorCode: number) => {
      for (const groupId of groupIds) this.#count(groupId, -1);
      done(errorCode);
      this.#settle(write);
    };
    const write: Write = { records, done: whenDone };
    this.#open.add(write);
    this.#gathered.push(write);
    this.#records += records.length;
  }

  /** Whether records of the group are gathered, or in the log and not durable yet. */
  isUnderWay(groupId: string): boolean {
    return this.#underWay.has(groupId);
  }

  /** Writes what is gathered now, for somebody who must not go before it. */
  flush(): void {
    const writes = this.#gathered;
    if (writes.length === 0) return;
    this.#gathered = [];
    this.#records = 0;
    const all = writes.flatMap(({ records }) => records);
    this.#append(all, (errorCode) => {
      if (isTooLarge(errorCode) && writes.length > 1) this.#appendOneByOne(writes);
      else for (const { done } of writes) done(errorCode);
    });
  }

  /** Comes when all that was added up to now is durable or refused, whatever is added meanwhile. */
  settled(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    return new Promise((tell) => this.#watchers.add({ awaited: new Set(this.#open), tell }));
  }

  #settle(write: Write): void {
    this.#open.delete(write);
    for (const watcher of this.#watchers) {
      watcher.awaited.delete(write);
      if (watcher.awaited.size > 0) continue;
      this.#watchers.delete(watcher);
      watcher.tell();
    }
  }

  #count(groupId: string, change: number): void {
    const count = (this.#underWay.get(groupId) ?? 0) + change;
    if (count === 0) this.#underWay.delete(groupId);
    else this.#underWay.set(groupId, count);
  }

  /** Together they were too large; nobody shall suffer for what others have written. */
  #appendOneByOne(writes: readonly Write[]): void {
    for (const { records, done } of writes) this.#append(records, done);
  }
}

function isTooLarge(errorCode: number): boolean {
  return errorCode === ErrorCode.MESSAGE_TOO_LARGE || errorCode === ErrorCode.RECORD_LIST_TOO_LARGE;
}
