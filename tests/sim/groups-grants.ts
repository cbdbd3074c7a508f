/**
 * Whom the log of `__consumer_offsets` gives which partitions, in a group of either kind.
 *
 *     classic     one record has a generation, with all its members and their assignments
 *     consumer    a record for each member has its epoch, what it may own, and what it is to give up
 *                 and may own until it has said so
 *
 * A group may turn from one kind into the other while members change over, and then its numbers go on.
 * If it was without members, the other kind begins anew, and so do the numbers.
 */
import { readAssignment } from '#clients/consumer-assignment.ts';
import type { CoordinatorRecord } from '#groups/coordinator-record.ts';

interface Grant {
  /** The generations, or epochs, that the member may believe in. */
  readonly generations: readonly number[];
  readonly partitions: ReadonlySet<number>;
}

type Of<K extends CoordinatorRecord['kind']> = Extract<CoordinatorRecord, { kind: K }>;

export class Grants {
  /** The newest generation, or epoch, of the group. */
  #generation = 0;
  readonly #byMember = new Map<string, Grant>();
  /** A group of one kind has gone: one of the other kind may follow. */
  #isGone = false;
  /** Of the batch that is being read. */
  #hasRestarted = false;
  #complaint: string | undefined;
  #told: string[] = [];

  /** Reads a batch; gives it in words, what is wrong, and whether generations are counted anew. */
  take(records: readonly CoordinatorRecord[]) {
    this.#hasRestarted = false;
    this.#complaint = undefined;
    this.#told = [];
    for (const record of records) {
      if (record.kind === 'group') this.#takeClassic(record);
      else if (record.kind === 'consumer-group-metadata') this.#takeEpoch(record);
      else if (record.kind === 'consumer-group-current-member-assignment') this.#takeOwned(record);
    }
    const complaint = this.#complaint ?? this.#twice();
    return { hasRestarted: this.#hasRestarted, told: this.#told.join(', '), complaint };
  }

  /** What a member may own that believes in a generation; undefined if that is not of now. */
  of(memberId: string, generation: number): ReadonlySet<number> | undefined {
    const grant = this.#byMember.get(memberId);
    return grant?.generations.includes(generation) ? grant.partitions : undefined;
  }

  clear(): void {
    this.#generation = 0;
    this.#byMember.clear();
  }

  #takeClassic({ value }: Of<'group'>): void {
    this.#byMember.clear();
    if (value === undefined) {
      this.#isGone = true;
      this.#told.push('no classic group');
      return;
    }
    this.#told.push(`generation ${value.generation}`);
    this.#count(value.generation);
    for (const { memberId, assignment } of value.members) {
      const partitions = readAssignment(assignment).map(({ partition }) => partition);
      const grant = { generations: [value.generation], partitions: new Set(partitions) };
      this.#byMember.set(memberId, grant);
    }
  }

  #takeEpoch({ value }: Of<'consumer-group-metadata'>): void {
    this.#told.push(value === undefined ? 'no consumer group' : `group epoch ${value.epoch}`);
    if (value === undefined) this.#isGone = true;
    else this.#count(value.epoch);
  }

  #takeOwned({ memberId, value }: Of<'consumer-group-current-member-assignment'>): void {
    if (value === undefined) {
      this.#byMember.delete(memberId);
      this.#told.push(`${memberId} is gone`);
      return;
    }
    const own = value.assignedPartitions.flatMap(({ partitions }) => partitions);
    this.#told.push(`${memberId} has ${own} in epoch ${value.memberEpoch}, state ${value.state}`);
    const topics = [...value.assignedPartitions, ...value.partitionsPendingRevocation];
    this.#byMember.set(memberId, {
      generations: [value.memberEpoch, value.previousMemberEpoch],
      partitions: new Set(topics.flatMap(({ partitions }) => partitions)),
    });
  }

  #count(generation: number): void {
    if (generation < this.#generation && this.#isGone) this.#hasRestarted = true;
    else if (generation < this.#generation) {
      this.#complaint = `generation ${generation} comes after ${this.#generation}`;
    }
    this.#generation = generation;
    this.#isGone = false;
  }

  #twice(): string | undefined {
    const owners = new Map<number, string>();
    for (const [memberId, { partitions }] of this.#byMember) {
      for (const partition of partitions) {
        const other = owners.get(partition);
        if (other !== undefined) return `${partition} is given to both ${other} and ${memberId}`;
        owners.set(partition, memberId);
      }
    }
    return undefined;
  }
}
