/**
 * The uniform assignment of members that subscribe to different topics.
 *
 *     1. members keep what they have, unless they have unsubscribed from it
 *     2. what is free goes, topic by topic, to the subscriber that has fewest
 *     3. topic by topic, partitions go from the subscriber that has most to the one that has fewest,
 *        until those differ by one at most; again, until a whole round has moved nothing
 *
 * Topics with many partitions for few subscribers come first: those with a choice of members can
 * level out what they have made uneven.
 *
 * Members are numbered, and a topic's owners are an array by partition: it is the only state, and the
 * shares are read from it at the end.
 */
import {
  type AssignmentQuestion,
  type GroupShares,
  partitionCountOf,
} from '#groups/assignors/assignor.ts';
import { MemberLevels } from '#groups/assignors/member-levels.ts';
import {
  type PartitionsByTopic,
  samePartitions,
} from '#groups/consumer-group/partitions-by-topic.ts';

/**
 * One round is enough where all subscribers of a topic have the same subscriptions. Where they overlap
 * in part, a round about halves what is uneven, and at some point it is not worth going on.
 */
const MOST_ROUNDS = 16;
const NOBODY = -1;

interface Topic {
  readonly id: string;
  /** The number of the member that owns the partition, by partition. */
  readonly owners: Int32Array;
  /** The numbers of the members that subscribe, ascending. */
  readonly subscribers: number[];
}

export function assignToDifferent(question: AssignmentQuestion): GroupShares {
  return new UniformDifferent(question).run();
}

class UniformDifferent {
  readonly #question: AssignmentQuestion;
  readonly #topics = new Map<string, Topic>();
  /** How many partitions each member has. */
  readonly #sizes: Int32Array;
  readonly #levels: MemberLevels;

  constructor(question: AssignmentQuestion) {
    this.#question = question;
    this.#sizes = new Int32Array(question.members.size);
    this.#levels = new MemberLevels(this.#sizes);
  }

  run(): GroupShares {
    this.#noteSubscribers();
    this.#keep();
    const topics = [...this.#topics.values()].sort(byPartitionsPerSubscriber);
    for (const topic of topics) this.#handOut(topic);
    this.#balance(topics.filter(({ subscribers }) => subscribers.length > 1));
    return this.#shares();
  }

  #noteSubscribers(): void {
    const { members, partitionCounts } = this.#question;
    let number = 0;
    for (const { topicIds } of members.values()) {
      for (const id of topicIds) {
        const owners = () => new Int32Array(partitionCountOf(partitionCounts, id)).fill(NOBODY);
        const topic = this.#topics.get(id) ?? { id, owners: owners(), subscribers: [] };
        topic.subscribers.push(number);
        this.#topics.set(id, topic);
      }
      number++;
    }
  }

  #keep(): void {
    let number = 0;
    for (const { topicIds, target } of this.#question.members.values()) {
      for (const [topicId, partitions] of target) {
        const topic = topicIds.has(topicId) ? this.#topics.get(topicId) : undefined;
        if (topic === undefined) continue;
        for (const partition of partitions) this.#give(topic, partition, number);
      }
      number++;
    }
  }

  #give({ owners }: Topic, partition: number, member: number): void {
    const before = owners[partition] ?? NOBODY;
    if (before !== NOBODY) this.#sizes[before] = this.#sizeOf(before) - 1;
    owners[partition] = member;
    this.#sizes[member] = this.#sizeOf(member) + 1;
  }

  #sizeOf(member: number): number {
    return this.#sizes[member] ?? 0;
  }

  /** Gives what is free to whoever has fewest. */
  #handOut(topic: Topic): void {
    if (!topic.owners.includes(NOBODY)) return;
    this.#levels.start(topic.subscribers);
    topic.owners.forEach((owner, partition) => {
      if (owner === NOBODY) this.#give(topic, partition, this.#levels.nextLeast());
    });
  }

  /** Goes round until no topic has moved anything since it was looked at last. */
  #balance(topics: readonly Topic[]): void {
    let unmoved = 0;
    for (let looks = 0; looks < topics.length * MOST_ROUNDS; looks++) {
      if (unmoved === topics.length) return;
      const moved = this.#balanceTopic(topics[looks % topics.length] as Topic);
      unmoved = moved ? 1 : unmoved + 1;
    }
  }

  /** Moves partitions of a topic from who has most to who has fewest; says whether it moved any. */
  #balanceTopic(topic: Topic): boolean {
    const levels = this.#levels;
    if (levels.start(topic.subscribers) <= 1) return false;
    const owned = partitionsByOwner(topic.owners);
    let moved = false;
    for (;;) {
      const partition = this.#takeFromMost(owned);
      if (partition === undefined) return moved;
      const least = levels.nextLeast();
      if (levels.areEven) return moved;
      this.#give(topic, partition, least);
      moved = true;
    }
  }

  /** The last partition of the member that has most; whoever has none of the topic is passed over. */
  #takeFromMost(owned: ReadonlyMap<number, number[]>): number | undefined {
    for (;;) {
      const most = this.#levels.nextMost();
      if (most === undefined) return undefined;
      const partition = owned.get(most)?.pop();
      if (partition !== undefined) return partition;
      this.#levels.excludeMost();
    }
  }

  #shares(): GroupShares {
    const members = [...this.#question.members];
    const found = members.map(() => new Map<string, Set<number>>());
    for (const { id, owners } of this.#topics.values()) {
      owners.forEach((owner, partition) => {
        const share = found[owner];
        const ofTopic = share?.get(id) ?? new Set();
        share?.set(id, ofTopic.add(partition));
      });
    }
    const keptOrNew = members.map(([memberId, { target }], number): [string, PartitionsByTopic] => {
      const share = found[number] ?? new Map<string, Set<number>>();
      return [memberId, samePartitions(target, share) ? target : share];
    });
    return new Map(keptOrNew);
  }
}

function byPartitionsPerSubscriber(one: Topic, other: Topic): number {
  const perSubscriber = ({ owners, subscribers }: Topic) => owners.length / subscribers.length;
  return (
    perSubscriber(other) - perSubscriber(one) ||
    one.subscribers.length - other.subscribers.length ||
    (one.id < other.id ? -1 : 1)
  );
}

/** The partitions of each owner, ascending. */
function partitionsByOwner(owners: Int32Array): Map<number, number[]> {
  const owned = new Map<number, number[]>();
  owners.forEach((owner, partition) => {
    const partitions = owned.get(owner);
    if (partitions === undefined) owned.set(owner, [partition]);
    else partitions.push(partition);
  });
  return owned;
}
