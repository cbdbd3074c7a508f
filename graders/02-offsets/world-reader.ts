/**
 * One reader in a world of readers (reader-world.ts): a consumer, and the application around it.
 *
 *     poll ──► commit if it is time ──► give records ──► work on one after the other ──► poll ...
 *
 * It may crash at any record, in the middle of its work. A commit takes its time on the way; it may
 * arrive when its sender is dead, or not at all.
 */
import { AutoCommit } from '#clients/consumer/auto-commit.ts';
import type { OffsetToCommit } from '#clients/consumer/committed-offset.ts';
import type { ReaderWorld } from './reader-world.ts';

const INTERVAL_MS = 2000;
const BACKOFF_MS = 100;
const TOPIC = 't';

export class WorldReader {
  readonly name: string;
  readonly #world: ReaderWorld;
  readonly #autoCommit: AutoCommit;
  /** Of the partitions that it has. */
  readonly #positions = new Map<number, number>();
  #generation = 0;
  #isAlive = true;
  /** When the last commit on the way arrives: they don't overtake each other. */
  #arrivesMs = 0;

  constructor(world: ReaderWorld, name: string) {
    this.name = name;
    this.#world = world;
    const settings = { autoCommitIntervalMs: INTERVAL_MS, retryBackoffMs: BACKOFF_MS };
    this.#autoCommit = new AutoCommit(settings, () => this.#consumed(), world.nowMs);
  }

  start(): void {
    this.#world.after(this.#world.below(50), () => this.#poll());
  }

  /** The group takes partitions away; the application may be at work. */
  revoke(): void {
    if (!this.#isAlive) return;
    const offsets = this.#autoCommit.revoking();
    if (offsets.length > 0) this.#world.store(this.name, { offsets, generation: this.#generation });
  }

  /** These partitions are its own from now on. */
  take(partitions: readonly number[]): void {
    if (!this.#isAlive) return;
    const world = this.#world;
    this.#generation = world.generation;
    const owned = partitions.map((partition) => ({ topic: TOPIC, partition }));
    this.#autoCommit.assigned(owned, world.nowMs);
    for (const partition of [...this.#positions.keys()]) {
      if (!partitions.includes(partition)) this.#positions.delete(partition);
    }
    for (const partition of partitions) {
      if (this.#positions.has(partition)) continue;
      const offset = world.begin(partition);
      this.#positions.set(partition, offset);
      world.tell(`${this.name} begins t-${partition} at ${offset}`);
    }
  }

  #poll(): void {
    if (!this.#isAlive) return;
    const world = this.#world;
    const due = this.#autoCommit.polled(world.nowMs);
    if (due.length > 0) this.#send(due);
    const given = this.#give(1 + world.below(5));
    this.#work(given, 0);
  }

  /** Takes records of one partition after the other, and moves the positions behind them. */
  #give(most: number): { partition: number; offset: number }[] {
    const given: { partition: number; offset: number }[] = [];
    for (const [partition, position] of this.#positions) {
      const { offsets, next } = this.#world.fetch(partition, position, most);
      this.#positions.set(partition, next);
      given.push(...offsets.map((offset) => ({ partition, offset })));
    }
    if (given.length > 0) {
      const what = given.map(({ partition, offset }) => `t-${partition}@${offset}`).join(' ');
      this.#world.tell(`${this.name} is given ${what}`);
    }
    return given;
  }

  /** One record after the other; then it polls again, or closes. */
  #work(given: readonly { partition: number; offset: number }[], at: number): void {
    const world = this.#world;
    if (!this.#isAlive) return;
    if (world.maybe(0.01)) {
      this.#crash();
      return;
    }
    const record = given[at];
    if (record !== undefined) {
      const stallMs = world.maybe(0.03) ? 3000 : 0;
      world.after(stallMs + 10 + world.below(150), () => {
        if (this.#isAlive) world.do(record.partition, record.offset);
        this.#work(given, at + 1);
      });
    } else if (world.maybe(0.03)) {
      this.#close();
    } else {
      world.after(given.length === 0 ? 500 : 1, () => this.#poll());
    }
  }

  #crash(): void {
    this.#world.tell(`${this.name} crashes`);
    this.#isAlive = false;
    this.#world.goes(this, false);
  }

  #close(): void {
    const world = this.#world;
    const offsets = this.#autoCommit.closing();
    world.tell(`${this.name} closes`);
    if (offsets.length > 0) world.store(this.name, { offsets, generation: this.#generation });
    this.#isAlive = false;
    world.goes(this, true);
  }

  /** A commit on its way: it arrives, is refused, or is lost with its sender. */
  #send(offsets: readonly OffsetToCommit[]): void {
    const world = this.#world;
    const commit = { offsets: [...offsets], generation: this.#generation };
    if (world.maybe(0.1)) {
      world.tell(`${this.name} can't commit now: the coordinator is loading`);
      this.#autoCommit.failed(true, world.nowMs);
      return;
    }
    this.#arrivesMs = Math.max(this.#arrivesMs, world.nowMs + world.below(30));
    world.after(this.#arrivesMs - world.nowMs, () => {
      if (!this.#isAlive && world.below(2) === 0) return;
      const isStored = world.store(this.name, commit);
      if (!isStored && this.#isAlive) this.#autoCommit.failed(false, world.nowMs);
    });
  }

  #consumed(): OffsetToCommit[] {
    return [...this.#positions].map(([partition, offset]) => ({ topic: TOPIC, partition, offset }));
  }
}
