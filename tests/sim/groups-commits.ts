/**
 * What must hold of the offsets that a group commits: `forward`, `covered`, `durable`, `honest` of
 * groups-promises.ts, each of a partition at a time.
 */

/** Ends the run with the violation where `holds` is false. */
export type Expect = (holds: boolean, violation: () => string) => void;

/** What the coordinator has in memory for a partition; undefined where it can't be asked now. */
export type Remembered = ((partition: number) => number | undefined) | undefined;

/** By partition. */
export type Offsets = ReadonlyMap<number, number>;

/** What was committed when somebody asked. */
export interface Moment {
  readonly age: number;
  readonly setBack: number;
  readonly committed: Offsets;
}

export class CommitPromises {
  /** What the log says. */
  readonly #committed = new Map<number, number>();
  /** Every offset that was ever committed. */
  readonly #ever = new Map<number, Set<number>>();
  readonly #acknowledged = new Map<number, number>();
  readonly #processed = new Map<number, Set<number>>();
  /** All before it has been worked off. */
  readonly #processedTo = new Map<number, number>();
  readonly #resets = new Map<number, number>();
  /** How often an offset was set back, or power was lost. */
  #setBack = 0;
  readonly #expect: Expect;

  constructor(expect: Expect) {
    this.#expect = expect;
  }

  committed(partition: number): number {
    return this.#committed.get(partition) ?? 0;
  }

  processedTo(partition: number): number {
    return this.#processedTo.get(partition) ?? 0;
  }

  /** What is committed now, for somebody who is about to ask. */
  moment(age: number): Moment {
    return { age, setBack: this.#setBack, committed: new Map(this.#committed) };
  }

  /** Whether no offset was set back since, and no power lost. */
  isSame({ setBack }: Moment): boolean {
    return setBack === this.#setBack;
  }

  /** A record of the log: an offset, or that there is none. */
  take(partition: number, offset: number | undefined): void {
    const before = this.committed(partition);
    this.#expect(offset !== undefined, () => `forward: the offset of ${partition} was deleted`);
    if (offset === undefined) return;
    this.#committed.set(partition, offset);
    setOf(this.#ever, partition).add(offset);
    if (offset < before) this.#wentBack(partition, before, offset);
    const worked = this.processedTo(partition);
    this.#expect(offset <= worked, () => {
      return `covered: ${offset} is committed in ${partition}; ${worked} is not worked off`;
    });
  }

  /** The log was cut: this is what is left in it. */
  restore(left: Offsets): void {
    this.#setBack += 1;
    this.#committed.clear();
    for (const [partition, offset] of left) this.#committed.set(partition, offset);
    for (const [partition, offset] of this.#acknowledged) {
      this.#acknowledged.set(partition, Math.min(offset, this.committed(partition)));
    }
  }

  processed(partition: number, offset: number): void {
    const done = setOf(this.#processed, partition);
    done.add(offset);
    let next = this.processedTo(partition);
    while (done.has(next)) next++;
    this.#processedTo.set(partition, next);
  }

  /** An administrator is about to set an offset back. */
  expectReset(partition: number, offset: number): void {
    this.#resets.set(partition, offset);
  }

  /** Somebody was told that the offsets are committed. */
  acknowledge(who: string, offsets: Offsets): void {
    for (const [partition, offset] of offsets) {
      this.#expect(this.wasCommitted(partition, offset), () => {
        return `durable: ${who} was told that ${offset} is committed in ${partition}; it is not`;
      });
      const least = Math.max(offset, this.#acknowledged.get(partition) ?? 0);
      this.#acknowledged.set(partition, least);
    }
    this.checkAcknowledged();
  }

  wasCommitted(partition: number, offset: number): boolean {
    return this.#ever.get(partition)?.has(offset) === true;
  }

  /** Somebody who asked was told what is committed, -1 for nothing. */
  told(before: Moment, found: Offsets): void {
    for (const [partition, offset] of found) {
      const least = before.committed.get(partition) ?? -1;
      const most = this.#committed.get(partition) ?? -1;
      this.#expect(least <= offset && offset <= most, () => {
        return `honest: ${offset} is said to be committed in ${partition}: ${least} to ${most} was`;
      });
    }
  }

  /** Compares the coordinator's memory with the log. */
  checkMemory(remembered: (partition: number) => number | undefined): void {
    for (const [partition, offset] of this.#committed) {
      const known = remembered(partition);
      this.#expect(known === offset, () => {
        return `honest: the coordinator has ${known} for partition ${partition}, the log ${offset}`;
      });
    }
  }

  checkAcknowledged(): void {
    for (const [partition, offset] of this.#acknowledged) {
      const has = this.committed(partition);
      this.#expect(has >= offset, () => {
        return `durable: ${offset} was acknowledged in ${partition}; committed is ${has}`;
      });
    }
  }

  #wentBack(partition: number, before: number, offset: number): void {
    this.#expect(this.#resets.get(partition) === offset, () => {
      return `forward: partition ${partition} was committed to ${before}, and now to ${offset}`;
    });
    this.#resets.delete(partition);
    this.#setBack += 1;
    this.#acknowledged.set(partition, offset);
  }
}

function setOf(map: Map<number, Set<number>>, key: number): Set<number> {
  const known = map.get(key) ?? new Set<number>();
  map.set(key, known);
  return known;
}
