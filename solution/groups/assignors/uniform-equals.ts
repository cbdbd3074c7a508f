/**
 * The uniform assignment of members that all subscribe to the same topics.
 *
 *     11 partitions, 4 members: 2 each, and 3 of them get one more
 *
 *     a 0 1 2 3 4 ──► a 0 1 2        keeps what it may have, gives up the rest
 *     b 5 6           b 5 6 7        had less, is filled up with what is free
 *     c 8 9           c 8 9 3
 *     d               d 4 10
 *
 * Who has one more already keeps it, as long as there are such places; the last members of all take
 * those that nobody had. So no more is moved than balance needs: a partition moves only to fill a
 * member up to its number.
 */
import {
  type AssignmentQuestion,
  type GroupShares,
  partitionCountOf,
} from '#groups/assignors/assignor.ts';
import type { PartitionsByTopic } from '#groups/consumer-group/partitions-by-topic.ts';

interface Partition {
  readonly topicId: string;
  readonly partition: number;
}

/** A member that is to get more. */
interface Unfilled {
  readonly memberId: string;
  readonly kept: PartitionsByTopic;
  readonly room: number;
}

export function assignToEquals(question: AssignmentQuestion): GroupShares {
  return new UniformEquals(question).run();
}

class UniformEquals {
  readonly #question: AssignmentQuestion;
  readonly #topicIds: ReadonlySet<string>;
  /** What nobody has, or has any longer. */
  readonly #free: Partition[] = [];
  readonly #unfilled: Unfilled[] = [];
  readonly #shares: GroupShares = new Map();
  /** What every member gets at least. */
  readonly #least: number;
  /** How many of those that are left to look at may get one more. */
  #extras: number;

  constructor(question: AssignmentQuestion) {
    const { members, partitionCounts } = question;
    const [first] = members.values();
    this.#question = question;
    this.#topicIds = first?.topicIds ?? new Set();
    let total = 0;
    for (const topicId of this.#topicIds) total += partitionCountOf(partitionCounts, topicId);
    this.#least = Math.floor(total / members.size);
    this.#extras = total % members.size;
  }

  run(): GroupShares {
    this.#findUnassigned();
    let left = this.#question.members.size;
    for (const [memberId, { target }] of this.#question.members) {
      this.#keep(memberId, target, left);
      left--;
    }
    this.#fill();
    return this.#shares;
  }

  #findUnassigned(): void {
    const { members, partitionCounts } = this.#question;
    const owned = new Map<string, Set<number>>();
    for (const topicId of this.#topicIds) owned.set(topicId, new Set());
    for (const { target } of members.values()) {
      for (const [topicId, partitions] of target) {
        const ofTopic = owned.get(topicId);
        for (const partition of partitions) ofTopic?.add(partition);
      }
    }
    for (const [topicId, ofTopic] of owned) {
      const count = partitionCountOf(partitionCounts, topicId);
      for (let partition = 0; partition < count; partition++) {
        if (!ofTopic.has(partition)) this.#free.push({ topicId, partition });
      }
    }
  }

  /** Leaves a member what it may keep. `left` members are to be looked at, this one among them. */
  #keep(memberId: string, target: PartitionsByTopic, left: number): void {
    let hasExtra = this.#extras > 0;
    const { kept, room: unused } = this.#cutDown(target, this.#least + (hasExtra ? 1 : 0));
    let room = unused;
    // A member that is short leaves the one more to others that may have it already. There must
    // remain members enough to take them all.
    if (room > 0 && hasExtra && left > this.#extras) {
      room--;
      hasExtra = false;
    }
    if (room > 0) this.#unfilled.push({ memberId, kept, room });
    if (hasExtra) this.#extras--;
    this.#shares.set(memberId, kept);
  }

  /** At most `quota` partitions of subscribed topics out of a share, and how many are missing. */
  #cutDown(
    share: PartitionsByTopic,
    quota: number,
  ): { readonly kept: PartitionsByTopic; readonly room: number } {
    const kept = new Map<string, ReadonlySet<number>>();
    let room = quota;
    let isWhole = true;
    for (const [topicId, partitions] of share) {
      if (this.#topicIds.has(topicId) && partitions.size <= room) {
        kept.set(topicId, partitions);
        room -= partitions.size;
        continue;
      }
      isWhole = false;
      if (!this.#topicIds.has(topicId)) continue;
      if (room > 0) kept.set(topicId, new Set([...partitions].slice(0, room)));
      for (const partition of [...partitions].slice(room)) this.#free.push({ topicId, partition });
      room = 0;
    }
    return { kept: isWhole ? share : kept, room };
  }

  #fill(): void {
    let next = 0;
    for (const { memberId, kept, room } of this.#unfilled) {
      this.#shares.set(memberId, withPartitions(kept, this.#free.slice(next, next + room)));
      next += room;
    }
  }
}

function withPartitions(share: PartitionsByTopic, added: readonly Partition[]): PartitionsByTopic {
  const larger = new Map<string, Set<number>>();
  for (const [topicId, partitions] of share) larger.set(topicId, new Set(partitions));
  for (const { topicId, partition } of added) {
    const ofTopic = larger.get(topicId);
    if (ofTopic === undefined) larger.set(topicId, new Set([partition]));
    else ofTopic.add(partition);
  }
  return larger;
}
