/**
 * Range where racks matter (KIP-881): every member gets as many partitions of a topic as it would by
 * plain range, first those with a replica in its own rack, then what is left.
 *
 *     topics with the same readers and as many partitions   partition by partition, to a member that is
 *                                                           near to it in all these topics
 *     a topic by itself                                     member by member, what is near to it
 *     what is left of any topic                             member by member, whatever comes
 *
 * Balance goes before racks, and topics that are cut alike go before racks: the partitions with the same
 * number go together in the first step, and where no member is near to all of them they wait for the
 * last.
 *
 * Source: RangeAssignor.assignWithRackMatching in org.apache.kafka.clients.consumer.
 */
import type {
  Assignment,
  MemberSubscriptions,
  PartitionCounts,
} from '#clients/assignors/assignor.ts';
import type { RackAwareness } from '#clients/assignors/rack-awareness.ts';
import { readersByTopic } from '#clients/assignors/readers-by-topic.ts';
import { byTopicThenPartition } from '#clients/partition-order.ts';

/** Like `assignRange`; undefined where racks matter for none of the topics. */
export function assignRangeByRack(
  partitionCounts: PartitionCounts,
  subscriptions: MemberSubscriptions,
  racks: RackAwareness,
): Assignment | undefined {
  const topics = [...readersByTopic(subscriptions)]
    .map(([topic, readers]) => new TopicShares(topic, partitionCounts.get(topic) ?? 0, readers))
    .filter((shares) => shares.count > 0);
  const matters = (shares: TopicShares) => racks.matters(shares.readers, [shares.topic]);
  if (!topics.some(matters)) return undefined;
  for (const alike of cutAlike(topics)) {
    const [first] = alike;
    if (alike.length > 1) assignTogether(alike, racks);
    else if (first !== undefined && matters(first)) first.fill(racks);
  }
  for (const shares of topics) shares.fill();
  return merge(topics, subscriptions);
}

/** How one topic is being shared out: who has what of it, and how much more each may get. */
class TopicShares {
  readonly topic: string;
  readonly count: number;
  readonly readers: readonly string[];
  readonly #given = new Map<string, number[]>();
  readonly #left: Set<number>;
  #longerSlicesLeft: number;

  constructor(topic: string, count: number, readers: readonly string[]) {
    this.topic = topic;
    this.count = count;
    this.readers = readers;
    for (const member of readers) this.#given.set(member, []);
    this.#left = new Set(Array(count).keys());
    this.#longerSlicesLeft = count % readers.length;
  }

  /** How many more partitions a member may get. */
  roomOf(member: string): number {
    const slice = Math.floor(this.count / this.readers.length);
    const most = slice + (this.#longerSlicesLeft > 0 ? 1 : 0);
    return Math.max(0, most - this.of(member).length);
  }

  give(member: string, partition: number): void {
    const given = this.of(member);
    given.push(partition);
    this.#left.delete(partition);
    if (given.length > Math.floor(this.count / this.readers.length)) this.#longerSlicesLeft--;
  }

  /** Gives every member what it may get; with racks, only of what is near to it. */
  fill(racks?: RackAwareness): void {
    for (const member of this.readers) {
      const isFar = (partition: number) =>
        racks?.isFar(member, { topic: this.topic, partition }) ?? false;
      const near = [...this.#left].filter((one) => !isFar(one)).slice(0, this.roomOf(member));
      for (const partition of near) this.give(member, partition);
    }
  }

  of(member: string): number[] {
    return this.#given.get(member) ?? [];
  }
}

/** Topics with as many partitions and the same readers, together. */
function cutAlike(topics: readonly TopicShares[]): TopicShares[][] {
  const alike = new Map<string, TopicShares[]>();
  for (const shares of topics) {
    const key = JSON.stringify([shares.count, shares.readers]);
    const known = alike.get(key);
    if (known === undefined) alike.set(key, [shares]);
    else known.push(shares);
  }
  return [...alike.values()];
}

/** Each number to the first member that is near to its partition in every topic, and has room. */
function assignTogether(topics: readonly TopicShares[], racks: RackAwareness): void {
  const [{ count, readers }] = topics as [TopicShares];
  for (let partition = 0; partition < count; partition++) {
    const member = readers.find((reader) =>
      topics.every(
        (shares) =>
          shares.roomOf(reader) > 0 && !racks.isFar(reader, { topic: shares.topic, partition }),
      ),
    );
    if (member !== undefined) for (const shares of topics) shares.give(member, partition);
  }
}

function merge(topics: readonly TopicShares[], subscriptions: MemberSubscriptions): Assignment {
  const partitionsOf = (member: string) =>
    topics.flatMap((shares) =>
      shares.of(member).map((partition) => ({ topic: shares.topic, partition })),
    );
  return new Map(
    [...subscriptions.keys()].map((member) => [
      member,
      partitionsOf(member).sort(byTopicThenPartition),
    ]),
  );
}
