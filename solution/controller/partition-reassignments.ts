/**
 * ListPartitionReassignments (KIP-455): which partitions are on their way to other replicas.
 *
 * This controller starts none yet; a directory from a Kafka that was stopped in the middle of one
 * shows it here.
 */
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { PartitionImage, TopicImage } from '#metadata/topics-image.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from '#protocol/messages/list-partition-reassignments.ts';
import type { InputOf } from '#protocol/schema.ts';

type Response = InputOf<typeof ListPartitionReassignmentsResponse>;

export function listPartitionReassignments(
  request: ListPartitionReassignmentsRequest,
  { topics }: MetadataImage,
): Response {
  const wanted =
    request.topics?.flatMap(({ name, partitionIndexes }) => {
      const topic = topics.byName.get(name);
      return topic === undefined ? [] : [{ topic, indexes: partitionIndexes }];
    }) ?? [...topics.byName.values()].map((topic) => ({ topic, indexes: topic.partitions.keys() }));
  return {
    throttleTimeMs: 0,
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    topics: wanted
      .map(({ topic, indexes }) => ongoing(topic, [...indexes]))
      .filter(({ partitions }) => partitions.length > 0),
  };
}

function ongoing(topic: TopicImage, indexes: readonly number[]): Response['topics'][number] {
  const partitions = indexes.flatMap((partitionIndex) => {
    const partition = topic.partitions.get(partitionIndex);
    if (partition === undefined || !isReassigning(partition)) return [];
    const { replicas, addingReplicas, removingReplicas } = partition;
    return [{ partitionIndex, replicas, addingReplicas, removingReplicas }];
  });
  return { name: topic.name, partitions };
}

function isReassigning({ addingReplicas, removingReplicas }: PartitionImage): boolean {
  return addingReplicas.length > 0 || removingReplicas.length > 0;
}
