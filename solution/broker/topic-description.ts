/**
 * A topic's partitions as Metadata and DescribeTopicPartitions tell them.
 */
import type { MetadataImage } from '#metadata/metadata-image.ts';
import { NO_LEADER, type PartitionImage, type TopicImage } from '#metadata/topics-image.ts';
import { ErrorCode } from '#protocol/errors.ts';

export { isInternalTopic } from '#protocol/internal-topics.ts';

/** The partitions of a topic, by ascending index. */
export function partitionsInOrder(topic: TopicImage): [number, PartitionImage][] {
  return [...topic.partitions].sort(([a], [b]) => a - b);
}

/** The fields that both answers have for a partition. */
export function describePartition(
  partitionIndex: number,
  partition: PartitionImage,
  image: MetadataImage,
) {
  const isUp = (brokerId: number) => image.cluster.isActive(brokerId);
  const led = partition.leader !== NO_LEADER;
  return {
    errorCode: led ? ErrorCode.NONE : ErrorCode.LEADER_NOT_AVAILABLE,
    partitionIndex,
    leaderId: partition.leader,
    leaderEpoch: partition.leaderEpoch,
    replicaNodes: partition.replicas,
    isrNodes: partition.isr,
    offlineReplicas: partition.replicas.filter((replica) => !isUp(replica)),
  };
}
