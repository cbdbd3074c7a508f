/**
 * The reading half of the scripted consumers: what one owns, and how far it has got in each partition.
 */
import type { Clock } from '#env/clock.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type { Delivered, GroupConsumerOptions } from './groups-consumer.ts';
import type { GroupRequests, Offsets } from './groups-requests.ts';

export class Reading {
  owned: readonly number[] = [];
  /** Where to read on: after what was returned last; missing until the committed offset is known. */
  readonly positions = new Map<number, number>();
  readonly #clock: Clock;
  readonly #requests: GroupRequests;
  readonly #options: GroupConsumerOptions;

  constructor(clock: Clock, requests: GroupRequests, options: GroupConsumerOptions) {
    this.#clock = clock;
    this.#requests = requests;
    this.#options = options;
  }

  /** What it owns and has no position in yet. */
  get unplaced(): number[] {
    return this.owned.filter((partition) => !this.positions.has(partition));
  }

  /** Begins where something is committed, else at 0; partitions may be gone again by now. */
  place(committed: Offsets): void {
    for (const [partition, offset] of committed) {
      if (this.owned.includes(partition)) this.positions.set(partition, Math.max(0, offset));
    }
  }

  giveUp(partitions: readonly number[]): void {
    this.owned = this.owned.filter((partition) => !partitions.includes(partition));
    for (const partition of partitions) this.positions.delete(partition);
  }

  /** The next records; or the code of an error. */
  async fetch(maxWaitMs: number): Promise<readonly Delivered[] | number> {
    if (this.positions.size === 0) {
      await this.#clock.sleep(maxWaitMs);
      return [];
    }
    const delivered: Delivered[] = [];
    for (const fetched of await this.#requests.fetch(this.positions, maxWaitMs)) {
      const { partition, errorCode, offsets } = fetched;
      if (errorCode !== ErrorCode.NONE) return errorCode;
      const position = this.positions.get(partition) ?? 0;
      const room = this.#options.maxPollRecords - delivered.length;
      const fresh = offsets.filter((offset) => offset >= position).slice(0, room);
      for (const offset of fresh) delivered.push({ partition, offset });
      this.positions.set(partition, (fresh.at(-1) ?? position - 1) + 1);
    }
    return delivered;
  }
}
