/**
 * Partitions as Kafka's messages name them, each topic once with its numbers, and as code wants
 * them, one by one.
 */
import type { TopicPartition } from '#storage/log-files.ts';

/** Some partitions of one topic. */
export interface PartitionsOfTopic {
  readonly topic: string;
  readonly partitions: readonly number[];
}

/** Topics in the order in which they first come; their partitions too. */
export function byTopic(partitions: Iterable<TopicPartition>): PartitionsOfTopic[] {
  const topics = new Map<string, number[]>();
  for (const { topic, partition } of partitions) {
    const numbers = topics.get(topic);
    if (numbers === undefined) topics.set(topic, [partition]);
    else numbers.push(partition);
  }
  return [...topics].map(([topic, numbers]) => ({ topic, partitions: numbers }));
}

export function oneByOne(topics: readonly PartitionsOfTopic[]): TopicPartition[] {
  return topics.flatMap(({ topic, partitions }) =>
    partitions.map((partition) => ({ topic, partition })),
  );
}
