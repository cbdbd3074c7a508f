/**
 * The part of the admin client that creates, grows, deletes, lists and describes topics.
 *
 * Each function is one call of `Admin`: it fails as a whole with a `KafkaError`, or gives what was
 * asked for. Topics are described in portions (KIP-966): a response holds a limited number of
 * partitions and a cursor that the next request goes on from.
 */
import type { ClusterClient } from '#clients/cluster-client.ts';
import { KafkaError, throwIfError } from '#clients/kafka-error.ts';
import { ErrorCode } from '#protocol/errors.ts';
import {
  CreatePartitionsRequest,
  CreatePartitionsResponse,
} from '#protocol/messages/create-partitions.ts';
import { CreateTopicsRequest, CreateTopicsResponse } from '#protocol/messages/create-topics.ts';
import { DeleteTopicsRequest, DeleteTopicsResponse } from '#protocol/messages/delete-topics.ts';
import {
  DescribeTopicPartitionsRequest,
  DescribeTopicPartitionsResponse,
} from '#protocol/messages/describe-topic-partitions.ts';
import type { MetadataResponse } from '#protocol/messages/metadata.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';

/** A topic to create. Without partitions or replication factor, the cluster's default is taken. */
export interface NewTopic {
  readonly name: string;
  readonly numPartitions?: number | undefined;
  readonly replicationFactor?: number | undefined;
  /** The brokers of each partition, in the order of the partitions, instead of the two above. */
  readonly assignments?: readonly (readonly number[])[] | undefined;
  readonly configs?: ReadonlyMap<string, string> | undefined;
}

/** More partitions for a topic. */
export interface NewPartitions {
  readonly topic: string;
  /** How many it shall have in all. */
  readonly totalCount: number;
  /** The brokers of each new partition; left out, the controller places them. */
  readonly assignments?: readonly (readonly number[])[] | undefined;
}

export interface TopicListing {
  readonly name: string;
  readonly topicId: string;
  readonly isInternal: boolean;
}

export interface TopicDescription extends TopicListing {
  readonly partitions: readonly PartitionDescription[];
}

export interface PartitionDescription {
  readonly partition: number;
  /** -1: none. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  /** Null where the broker can't tell. */
  readonly eligibleLeaderReplicas: readonly number[] | null;
  readonly lastKnownElr: readonly number[] | null;
}

export interface CreateTopicsOptions {
  /** Checks all, creates nothing. */
  readonly validateOnly?: boolean;
}

export async function createTopics(
  cluster: ClusterClient,
  topics: readonly NewTopic[],
  { validateOnly = false }: CreateTopicsOptions = {},
): Promise<CreateTopicsResponse['topics']> {
  const timeoutMs = cluster.options.requestTimeoutMs;
  const body = { topics: topics.map(creatableTopic), timeoutMs, validateOnly };
  const response = await cluster.ask('any', CreateTopicsRequest, CreateTopicsResponse, body);
  for (const topic of response.topics) throwIfError(topic.errorCode, topic.errorMessage);
  return response.topics;
}

export async function deleteTopics(cluster: ClusterClient, names: readonly string[]) {
  const timeoutMs = cluster.options.requestTimeoutMs;
  const body = { topics: names.map((name) => ({ name, topicId: ZERO_UUID })), timeoutMs };
  const response = await cluster.ask('any', DeleteTopicsRequest, DeleteTopicsResponse, body);
  for (const topic of response.responses) throwIfError(topic.errorCode, topic.errorMessage);
}

export async function createPartitions(
  cluster: ClusterClient,
  topics: readonly NewPartitions[],
  { validateOnly = false }: CreateTopicsOptions = {},
): Promise<void> {
  const response = await cluster.ask('any', CreatePartitionsRequest, CreatePartitionsResponse, {
    topics: topics.map(({ topic, totalCount, assignments }) => ({
      name: topic,
      count: totalCount,
      assignments: assignments?.map((brokerIds) => ({ brokerIds: [...brokerIds] })) ?? null,
    })),
    timeoutMs: cluster.options.requestTimeoutMs,
    validateOnly,
  });
  for (const result of response.results) throwIfError(result.errorCode, result.errorMessage);
}

/** All topics that the client may see, sorted by name. */
export async function listTopics(cluster: ClusterClient): Promise<TopicListing[]> {
  const { topics } = await cluster.metadata(null);
  return topics
    .filter((topic) => topic.errorCode === ErrorCode.NONE)
    .map(({ name, topicId, isInternal }) => ({ name: name ?? '', topicId, isInternal }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The topics of these names, sorted by name, with all their partitions in order. */
export async function describeTopics(
  cluster: ClusterClient,
  names: readonly string[],
  { partitionsPerResponse = 2000 }: { readonly partitionsPerResponse?: number } = {},
): Promise<TopicDescription[]> {
  const connection = await cluster.connect('any');
  if (!connection.versions.serves(DescribeTopicPartitionsRequest.apiKey)) {
    return (await cluster.metadata(names)).topics.map(describedByMetadata);
  }
  const found = new Map<string, TopicDescription>();
  let cursor: DescribeTopicPartitionsResponse['nextCursor'] = null;
  do {
    const response: DescribeTopicPartitionsResponse = await connection.send(
      DescribeTopicPartitionsRequest,
      DescribeTopicPartitionsResponse,
      {
        topics: names.map((name) => ({ name })),
        responsePartitionLimit: partitionsPerResponse,
        cursor,
      },
    );
    for (const topic of response.topics) addPortion(found, topic);
    cursor = response.nextCursor;
  } while (cursor !== null);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function creatableTopic(topic: NewTopic) {
  const placed = topic.assignments !== undefined;
  const assignments = topic.assignments ?? [];
  return {
    name: topic.name,
    numPartitions: placed ? -1 : (topic.numPartitions ?? -1),
    replicationFactor: placed ? -1 : (topic.replicationFactor ?? -1),
    assignments: assignments.map((brokerIds, partitionIndex) => ({
      partitionIndex,
      brokerIds: [...brokerIds],
    })),
    configs: [...(topic.configs ?? [])].map(([name, value]) => ({ name, value })),
  };
}

/** A topic may be spread over several responses: its partitions are joined. */
function addPortion(
  found: Map<string, TopicDescription>,
  topic: DescribeTopicPartitionsResponse['topics'][number],
): void {
  throwIfError(topic.errorCode);
  const name = topic.name ?? '';
  const earlier = found.get(name)?.partitions ?? [];
  const partitions = topic.partitions.map((partition) => ({
    partition: partition.partitionIndex,
    leader: partition.leaderId,
    leaderEpoch: partition.leaderEpoch,
    replicas: partition.replicaNodes,
    isr: partition.isrNodes,
    eligibleLeaderReplicas: partition.eligibleLeaderReplicas,
    lastKnownElr: partition.lastKnownElr,
  }));
  found.set(name, { ...topic, name, partitions: [...earlier, ...partitions] });
}

/** What Metadata says of a topic, for brokers older than DescribeTopicPartitions. */
function describedByMetadata(topic: MetadataResponse['topics'][number]): TopicDescription {
  if (topic.errorCode !== ErrorCode.NONE) throw new KafkaError(topic.errorCode);
  const partitions = topic.partitions.map((partition) => ({
    partition: partition.partitionIndex,
    leader: partition.leaderId,
    leaderEpoch: partition.leaderEpoch,
    replicas: partition.replicaNodes,
    isr: partition.isrNodes,
    eligibleLeaderReplicas: null,
    lastKnownElr: null,
  }));
  partitions.sort((a, b) => a.partition - b.partition);
  return { ...topic, name: topic.name ?? '', partitions };
}
