/**
 * The part of the admin client that reads, sets and deletes what groups have committed.
 *
 * The administrator is no member: offsets are set as by one who reads without a group (generation -1),
 * which the coordinator takes only while the group has no members.
 */
import type { ClusterClient } from '#clients/cluster-client.ts';
import { findCoordinator } from '#clients/find-coordinator.ts';
import { KafkaError, throwIfError } from '#clients/kafka-error.ts';
import { groupByTopic } from '#clients/partition-leaders.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { OffsetCommitRequest, OffsetCommitResponse } from '#protocol/messages/offset-commit.ts';
import { OffsetDeleteRequest, OffsetDeleteResponse } from '#protocol/messages/offset-delete.ts';
import { OffsetFetchRequest, OffsetFetchResponse } from '#protocol/messages/offset-fetch.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

export interface GroupOffset extends TopicPartition {
  readonly offset: number;
  /** -1 if unknown. */
  readonly leaderEpoch: number;
  readonly metadata: string;
}

/** A partition and the offset that its group is to go on with. */
export interface NewGroupOffset extends TopicPartition {
  readonly offset: number;
}

/** All that a group has committed; nothing where there is no such group. */
export async function listConsumerGroupOffsets(
  cluster: ClusterClient,
  groupId: string,
): Promise<GroupOffset[]> {
  const { nodeId } = await findCoordinator(cluster, groupId);
  const answer = await cluster.ask(nodeId, OffsetFetchRequest, OffsetFetchResponse, {
    groups: [{ groupId, topics: null }],
    requireStable: false,
  });
  const [group] = answer.groups;
  if (group === undefined) throw new Error(`OffsetFetch answered without ${groupId}.`);
  throwIfError(group.errorCode);
  const names = await topicNames(cluster, null);
  return group.topics.flatMap(({ name, topicId, partitions }) =>
    partitions.map((one) => ({
      topic: name || (names.byId.get(topicId) ?? topicId),
      partition: one.partitionIndex,
      offset: one.committedOffset,
      leaderEpoch: one.committedLeaderEpoch,
      metadata: one.metadata ?? '',
    })),
  );
}

/**
 * Sets offsets of a group without members; it need not exist.
 *
 * @throws KafkaError: UNKNOWN_MEMBER_ID while it has members, UNKNOWN_TOPIC_OR_PARTITION
 */
export async function alterConsumerGroupOffsets(
  cluster: ClusterClient,
  groupId: string,
  offsets: readonly NewGroupOffset[],
): Promise<void> {
  const topics = [...groupByTopic(offsets)];
  const names = await topicNames(
    cluster,
    topics.map(([topic]) => topic),
  );
  const { nodeId } = await findCoordinator(cluster, groupId);
  const answer = await cluster.ask(nodeId, OffsetCommitRequest, OffsetCommitResponse, {
    groupId,
    memberId: '',
    topics: topics.map(([name, partitions]) => ({
      name,
      topicId: names.idOf.get(name) ?? ZERO_UUID,
      partitions: partitions.map(newOffset),
    })),
  });
  const outcomes = answer.topics.flatMap(({ name, topicId, partitions }) =>
    partitions.map(({ partitionIndex: partition, errorCode }) => {
      return { topic: name || (names.byId.get(topicId) ?? topicId), partition, errorCode };
    }),
  );
  throwFirst(outcomes.filter(({ errorCode }) => errorCode !== ErrorCode.NONE));
}

function newOffset({ partition, offset }: NewGroupOffset) {
  return { partitionIndex: partition, committedOffset: offset, committedMetadata: '' };
}

/** Deletes offsets of a group, each partition with an outcome of its own. */
export async function deleteConsumerGroupOffsets(
  cluster: ClusterClient,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<(TopicPartition & { readonly error: KafkaError | undefined })[]> {
  const { nodeId } = await findCoordinator(cluster, groupId);
  const answer = await cluster.ask(nodeId, OffsetDeleteRequest, OffsetDeleteResponse, {
    groupId,
    topics: [...groupByTopic(partitions)].map(([name, group]) => ({
      name,
      partitions: group.map(({ partition }) => ({ partitionIndex: partition })),
    })),
  });
  throwIfError(answer.errorCode);
  return answer.topics.flatMap(({ name, partitions: outcomes }) =>
    outcomes.map(({ partitionIndex, errorCode }) => ({
      topic: name,
      partition: partitionIndex,
      error: errorCode === ErrorCode.NONE ? undefined : new KafkaError(errorCode),
    })),
  );
}

/** One failure for the whole call, which names every partition. */
function throwFirst(failures: readonly (TopicPartition & { readonly errorCode: number })[]): void {
  const [first] = failures;
  if (first === undefined) return;
  throw new KafkaError(
    first.errorCode,
    'Failed altering group offsets for the following partitions: ' +
      `[${failures.map(partitionName).join(', ')}]`,
  );
}

/** New versions name topics by id only: how to go from one to the other. */
async function topicNames(cluster: ClusterClient, topics: readonly string[] | null) {
  const answer = await cluster.metadata(topics);
  const pairs = answer.topics.map(({ name, topicId }) => [name ?? '', topicId] as const);
  return {
    idOf: new Map(pairs),
    byId: new Map(pairs.map(([name, topicId]) => [topicId, name])),
  };
}
