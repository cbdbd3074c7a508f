/**
 * Readers of one topic that come, crash, stall, close and hand over their partitions, in a world
 * that its seed decides. They commit by the graded AutoCommit and begin by the graded functions.
 *
 *     first minute    all of that; after every commit: is each record before it done by somebody,
 *                     and has no offset gone back?
 *     from then on    no more faults: all records get done, and all of it gets committed
 *
 * The group is told in few words here: it takes a commit of the current generation only, as Kafka
 * does, and shares the partitions out again whenever a reader comes or goes. Partitions are taken
 * away while applications are at work, which is harsher than Kafka usually is, but what happens to
 * one that does not poll in time.
 */
import { SimRandom } from 'reference:env/sim/sim-random.ts';
import type { CommittedOffset, OffsetToCommit } from '#clients/consumer/committed-offset.ts';
import { EARLIEST } from '#clients/consumer/offset-reset.ts';
import {
  afterOutOfRange,
  foundByReset,
  resetTimestamp,
  type StartingOffset,
  startingOffset,
} from '#clients/consumer/starting-offsets.ts';
import { expectEqual, expectTrue, withSeed, withTrace } from '../../course/grading/expect.ts';
import { WorldReader } from './world-reader.ts';

const FAULTS_END_MS = 60_000;
const HEALED_MS = 120_000;
const SESSION_MS = 4000;
const LOG_END = 60;
const EARLIEST_TIMESTAMP = -2;

/** Lets readers live in worlds of the seeds 1, 2, 3 … */
export function inReaderWorlds(count: number): void {
  for (let seed = 1; seed <= count; seed++) {
    withSeed(seed, () => {
      const world = new ReaderWorld(seed);
      withTrace(
        () => world.story,
        () => world.run(),
      );
    });
  }
}

export interface Commit {
  readonly offsets: readonly OffsetToCommit[];
  readonly generation: number;
}

export class ReaderWorld {
  readonly story: string[] = [];
  readonly partitionCount: number;
  nowMs = 0;
  generation = 0;
  readonly #random: SimRandom;
  readonly #agenda: { readonly atMs: number; readonly run: () => void }[] = [];
  readonly #readers: WorldReader[] = [];
  readonly #committed = new Map<number, CommittedOffset>();
  /** How often each record was done, by partition and offset. */
  readonly #done: number[][];
  readonly #logStart: number[];
  #names = 0;

  constructor(seed: number) {
    this.#random = new SimRandom(seed);
    this.partitionCount = 2 + this.below(3);
    this.#done = Array.from({ length: this.partitionCount }, () => Array(LOG_END).fill(0));
    this.#logStart = Array(this.partitionCount).fill(0);
  }

  get isFaulty(): boolean {
    return this.nowMs < FAULTS_END_MS;
  }

  run(): void {
    const count = 1 + this.below(3);
    for (let n = 0; n < count; n++) this.after(this.below(3000), () => this.#comes());
    this.after(this.below(20_000), () => this.#retention());
    this.#runUntil(FAULTS_END_MS);
    this.tell('from here on nothing goes wrong any more');
    this.#comes();
    this.#runUntil(HEALED_MS);
    this.#expectAllDone();
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    return this.#random.nextInt(limit);
  }

  /** Whether something of that probability happens; once all is healed, nothing does. */
  maybe(probability: number): boolean {
    const draw = this.#random.nextFloat();
    return this.isFaulty && draw < probability;
  }

  after(delayMs: number, run: () => void): void {
    const atMs = this.nowMs + delayMs;
    const place = this.#agenda.findIndex((due) => due.atMs > atMs);
    this.#agenda.splice(place < 0 ? this.#agenda.length : place, 0, { atMs, run });
  }

  tell(what: string): void {
    this.story.push(`${String(this.nowMs).padStart(6)} ms  ${what}`);
  }

  /** Where a reader begins with a partition: by the graded functions, with the leader's answers. */
  begin(partition: number): number {
    const start = startingOffset(this.#committed.get(partition), EARLIEST);
    return this.#settle(start, partition);
  }

  /** The records from `offset` on, `most` at most; or where to go on if the log has it no longer. */
  fetch(partition: number, offset: number, most: number): { offsets: number[]; next: number } {
    const logStart = this.#logStart[partition] as number;
    if (offset < logStart || offset > LOG_END) {
      this.tell(`the log of t-${partition} has no offset ${offset}`);
      const position = { offset, leaderEpoch: 0 };
      const next = this.#settle(afterOutOfRange(position, offset, EARLIEST), partition);
      return { offsets: [], next };
    }
    const next = Math.min(LOG_END, offset + most);
    return { offsets: Array.from({ length: next - offset }, (_, n) => offset + n), next };
  }

  /** An application has done with a record. */
  do(partition: number, offset: number): void {
    const done = this.#done[partition] as number[];
    done[offset] = (done[offset] ?? 0) + 1;
  }

  /** A commit has arrived; false if it is of a generation that is over. */
  store(who: string, { offsets, generation }: Commit): boolean {
    const what = offsets.map(({ partition, offset }) => `t-${partition}=${offset}`).join(' ');
    if (generation !== this.generation) {
      this.tell(`${who} commits ${what} in generation ${generation}: refused`);
      return false;
    }
    this.tell(`${who} commits ${what}`);
    for (const one of offsets) this.#storeOne(who, one);
    return true;
  }

  /** A reader goes; `isHeard`: the group knows at once, else when its session is over. */
  goes(reader: WorldReader, isHeard: boolean): void {
    const leave = () => {
      this.#readers.splice(this.#readers.indexOf(reader), 1);
      this.#rebalance();
    };
    if (isHeard) leave();
    else this.after(SESSION_MS, leave);
    this.after(this.below(8000), () => this.#comes());
  }

  #comes(): void {
    const reader = new WorldReader(this, `reader ${++this.#names}`);
    this.#readers.push(reader);
    this.tell(`${reader.name} joins`);
    this.#rebalance();
    reader.start();
  }

  /** All commit what is done, in the generation that ends; then each has its share of the next. */
  #rebalance(): void {
    for (const reader of this.#readers) reader.revoke();
    this.generation++;
    const shares = this.#readers.map((): number[] => []);
    for (let partition = 0; partition < this.partitionCount && shares.length > 0; partition++) {
      shares[(partition + this.generation) % shares.length]?.push(partition);
    }
    this.#readers.forEach((reader, n) => {
      reader.take(shares[n] ?? []);
    });
  }

  /** The oldest records go, read or not. */
  #retention(): void {
    const partition = this.below(this.partitionCount);
    const logStart = Math.min(LOG_END, (this.#logStart[partition] as number) + this.below(12));
    this.#logStart[partition] = logStart;
    this.tell(`the log of t-${partition} begins at ${logStart} now`);
    if (this.isFaulty) this.after(5000 + this.below(20_000), () => this.#retention());
  }

  #settle(start: StartingOffset, partition: number): number {
    if (start.kind === 'position') return start.position.offset;
    expectEqual(start.kind, 'reset', 'where to begin with auto.offset.reset=earliest');
    if (start.kind !== 'reset') return 0;
    const timestamp = resetTimestamp(start.reset, this.nowMs);
    expectEqual(timestamp, EARLIEST_TIMESTAMP, 'the time that the leader is asked for');
    const found = { offset: this.#logStart[partition] as number, leaderEpoch: 0 };
    const begun = foundByReset(found);
    return begun.kind === 'position' ? begun.position.offset : LOG_END;
  }

  #storeOne(who: string, { topic, partition, offset, leaderEpoch = -1 }: OffsetToCommit): void {
    const before = this.#committed.get(partition)?.offset ?? 0;
    expectTrue(
      offset >= before,
      `the committed offset of t-${partition} goes back from ${before} to ${offset}, by ${who}`,
    );
    const missed = this.#firstNotDone(partition, offset);
    expectEqual(
      missed,
      undefined,
      `the record of t-${partition} that nobody has done when ${who} commits ${offset}`,
    );
    this.#committed.set(partition, { topic, partition, offset, leaderEpoch, metadata: '' });
  }

  #firstNotDone(partition: number, before: number): number | undefined {
    for (let offset = this.#logStart[partition] as number; offset < before; offset++) {
      if (this.#done[partition]?.[offset] === 0) return offset;
    }
    return undefined;
  }

  #runUntil(untilMs: number): void {
    for (;;) {
      const due = this.#agenda[0];
      if (due === undefined || due.atMs > untilMs) break;
      this.#agenda.shift();
      this.nowMs = due.atMs;
      due.run();
    }
    this.nowMs = untilMs;
  }

  #expectAllDone(): void {
    for (let partition = 0; partition < this.partitionCount; partition++) {
      const missed = this.#firstNotDone(partition, LOG_END);
      expectEqual(missed, undefined, `a record of t-${partition} that was never done`);
      const committed = this.#committed.get(partition)?.offset;
      expectEqual(committed, LOG_END, `what is committed of t-${partition} when all is done`);
    }
  }
}
