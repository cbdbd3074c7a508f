/**
 * The range assignor: of each topic, each subscriber gets a run of neighbouring partitions.
 *
 *     8 partitions, 3 members      a 0 1 2    b 3 4 5    c 6 7      the first 8 mod 3 get one more
 *
 * Topics with as many partitions and the same subscribers are cut at the same places: whoever owns
 * partition 5 of one owns 5 of the other, so records of one key can be joined. The price is that
 * the first members get the one more of every topic.
 *
 * Static members come first, by their names: whoever comes and goes beside them moves them least.
 */
import {
  type AssignedMember,
  type AssignmentQuestion,
  type GroupShares,
  type PartitionAssignor,
  partitionCountOf,
} from '#groups/assignors/assignor.ts';

type Entry = readonly [memberId: string, member: AssignedMember];

export const rangeAssignor: PartitionAssignor = { name: 'range', assign };

function assign({ members, partitionCounts }: AssignmentQuestion): GroupShares {
  const inOrder = [...members].sort(byName);
  const subscribers = countSubscribers(members.values());
  const cuts = new Map<string, RangeCut>();
  for (const [topicId, count] of subscribers) {
    cuts.set(topicId, new RangeCut(partitionCountOf(partitionCounts, topicId), count));
  }
  const shares: GroupShares = new Map();
  for (const [memberId, { topicIds }] of inOrder) {
    const share = new Map<string, ReadonlySet<number>>();
    for (const topicId of topicIds) {
      const partitions = cuts.get(topicId)?.next();
      if (partitions !== undefined && partitions.size > 0) share.set(topicId, partitions);
    }
    shares.set(memberId, share);
  }
  return shares;
}

/** Static members by their static names, then the others by their ids. */
function byName([idOne, one]: Entry, [idOther, other]: Entry): number {
  if (one.instanceId === null && other.instanceId === null) return compare(idOne, idOther);
  if (one.instanceId === null) return 1;
  if (other.instanceId === null) return -1;
  return compare(one.instanceId, other.instanceId);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function countSubscribers(members: Iterable<AssignedMember>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { topicIds } of members) {
    for (const topicId of topicIds) counts.set(topicId, (counts.get(topicId) ?? 0) + 1);
  }
  return counts;
}

/** A topic's partitions, cut into one run for each subscriber, the longer ones first. */
class RangeCut {
  readonly #least: number;
  #longer: number;
  #position = 0;

  constructor(partitions: number, subscribers: number) {
    this.#least = Math.floor(partitions / subscribers);
    this.#longer = partitions % subscribers;
  }

  next(): ReadonlySet<number> {
    const length = this.#longer > 0 ? this.#least + 1 : this.#least;
    this.#longer--;
    const run = new Set<number>();
    for (const end = this.#position + length; this.#position < end; this.#position++) {
      run.add(this.#position);
    }
    return run;
  }
}
