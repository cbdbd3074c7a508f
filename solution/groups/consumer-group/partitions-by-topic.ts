/**
 * Partitions of several topics, by topic id: what a member is to own, and what it owns. Of what it
 * owns it is known since which epoch, so that a commit from before can be told apart (KIP-1251).
 */

/** Partitions by topic id; a topic without any is not in it. */
export type PartitionsByTopic = ReadonlyMap<string, ReadonlySet<number>>;

/** For each partition, by topic id, the epoch in which the member got it. */
export type EpochsByTopic = ReadonlyMap<string, ReadonlyMap<number, number>>;

export const NO_PARTITIONS: PartitionsByTopic = new Map();
export const NO_EPOCHS: EpochsByTopic = new Map();

/** Partitions as messages and records have them. */
export interface TopicPartitions {
  readonly topicId: string;
  readonly partitions: readonly number[];
}

export function partitionsByTopic(topics: readonly TopicPartitions[]): PartitionsByTopic {
  return new Map(topics.map(({ topicId, partitions }) => [topicId, new Set(partitions)]));
}

/** In ascending order, as Kafka writes them. */
export function topicPartitions(byTopic: PartitionsByTopic | EpochsByTopic): {
  topicId: string;
  partitions: number[];
}[] {
  return [...byTopic].map(([topicId, partitions]) => ({
    topicId,
    partitions: ascending(partitions.keys()),
  }));
}

/** The same partitions, all since one epoch. */
export function sinceEpoch(partitions: PartitionsByTopic, epoch: number): EpochsByTopic {
  return mapTopics(partitions, (indexes) => new Map([...indexes].map((index) => [index, epoch])));
}

/** The same partitions, since another epoch. */
export function atEpoch(owned: EpochsByTopic, epoch: number): EpochsByTopic {
  return mapTopics(owned, (epochs) => new Map([...epochs.keys()].map((index) => [index, epoch])));
}

export function hasPartition(
  byTopic: PartitionsByTopic | EpochsByTopic,
  topicId: string,
  partition: number,
): boolean {
  return byTopic.get(topicId)?.has(partition) === true;
}

export function samePartitions(one: PartitionsByTopic, other: PartitionsByTopic): boolean {
  return sameTopics(one, other, (left, right) => {
    return left.size === right.size && [...left].every((index) => right.has(index));
  });
}

export function sameEpochs(one: EpochsByTopic, other: EpochsByTopic): boolean {
  return sameTopics(one, other, (left, right) => {
    const isSame = ([index, epoch]: [number, number]) => right.get(index) === epoch;
    return left.size === right.size && [...left].every(isSame);
  });
}

/** In ascending order. */
export function ascending(numbers: Iterable<number>): number[] {
  return [...numbers].sort((one, other) => one - other);
}

function sameTopics<T>(
  one: ReadonlyMap<string, T>,
  other: ReadonlyMap<string, T>,
  same: (left: T, right: T) => boolean,
): boolean {
  return (
    one === other ||
    (one.size === other.size &&
      [...one].every(([topicId, left]) => {
        const right = other.get(topicId);
        return right !== undefined && same(left, right);
      }))
  );
}

function mapTopics<T, R>(topics: ReadonlyMap<string, T>, change: (value: T) => R): Map<string, R> {
  return new Map([...topics].map(([topicId, value]) => [topicId, change(value)]));
}
