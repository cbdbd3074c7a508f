/**
 * DescribeTopicPartitions (key 75, version 0): topics with their partitions, page by page (KIP-966).
 *
 * Topics come in the order of their names, and partitions in theirs, so a cursor (topic, partition)
 * says where the next page begins. An empty list of topics asks for all. An answer has at most
 * responsePartitionLimit partitions, and never more than max.request.partition.size.limit.
 */
import { ALL_TOPIC_OPERATIONS } from '#broker/authorized-operations.ts';
import type { BrokerServices } from '#broker/broker-services.ts';
import { handler } from '#broker/handler.ts';
import {
  describePartition,
  isInternalTopic,
  partitionsInOrder,
} from '#broker/topic-description.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import { type TopicImage, ZERO_UUID } from '#metadata/topics-image.ts';
import { ErrorCode } from '#protocol/errors.ts';
import {
  DescribeTopicPartitionsRequest,
  DescribeTopicPartitionsResponse,
} from '#protocol/messages/describe-topic-partitions.ts';
import type { InputOf } from '#protocol/schema.ts';

type Response = InputOf<typeof DescribeTopicPartitionsResponse>;
type TopicAnswer = Response['topics'][number];
type Cursor = NonNullable<DescribeTopicPartitionsRequest['cursor']>;

export const describeTopicPartitionsHandler = handler(
  DescribeTopicPartitionsRequest,
  DescribeTopicPartitionsResponse,
  (request, _context, broker) => {
    const { image } = broker;
    const { cursor } = request;
    const names = namesFrom(request, image, cursor);
    let left = pageSize(request, broker);
    const topics: TopicAnswer[] = [];
    for (const name of names) {
      const topic = image.topics.byName.get(name);
      if (topic === undefined) {
        topics.push(unknown(name));
        continue;
      }
      const start = cursor?.topicName === name ? cursor.partitionIndex : 0;
      if (left === 0) return page(topics, { topicName: name, partitionIndex: start });
      const answer = describe(topic, start, left, image);
      topics.push(answer);
      left -= answer.partitions.length;
      const next = start + answer.partitions.length;
      if (next < topic.partitions.size) {
        return page(topics, { topicName: name, partitionIndex: next });
      }
    }
    return page(topics, null);
  },
);

function pageSize(
  { responsePartitionLimit }: DescribeTopicPartitionsRequest,
  broker: BrokerServices,
) {
  const most = broker.config.get('max.request.partition.size.limit');
  return Math.max(1, Math.min(responsePartitionLimit, most));
}

/** The topics asked for, in order, from the cursor's on. */
function namesFrom(
  { topics }: DescribeTopicPartitionsRequest,
  image: MetadataImage,
  cursor: Cursor | null,
): string[] {
  const all = topics.length === 0 ? image.topics.byName.keys() : topics.map(({ name }) => name);
  const sorted = [...new Set(all)].sort();
  return cursor === null ? sorted : sorted.filter((name) => name >= cursor.topicName);
}

function describe(
  topic: TopicImage,
  start: number,
  most: number,
  image: MetadataImage,
): TopicAnswer {
  return {
    errorCode: ErrorCode.NONE,
    name: topic.name,
    topicId: topic.id,
    isInternal: isInternalTopic(topic.name),
    partitions: partitionsInOrder(topic)
      .slice(start, start + most)
      .map(([index, partition]) => ({
        ...describePartition(index, partition, image),
        eligibleLeaderReplicas: partition.elr,
        lastKnownElr: partition.lastKnownElr,
      })),
    topicAuthorizedOperations: ALL_TOPIC_OPERATIONS,
  };
}

function unknown(name: string): TopicAnswer {
  return {
    errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
    name,
    topicId: ZERO_UUID,
    partitions: [],
  };
}

function page(topics: TopicAnswer[], nextCursor: Cursor | null): Response {
  return { throttleTimeMs: 0, topics, nextCursor };
}
