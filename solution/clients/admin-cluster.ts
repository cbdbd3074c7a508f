/**
 * The part of the admin client that asks about the cluster: brokers, quorum, features, log
 * directories, reassignments.
 */
import type { ClusterClient } from '#clients/cluster-client.ts';
import { throwIfError } from '#clients/kafka-error.ts';
import { ApiVersionsRequest, ApiVersionsResponse } from '#protocol/messages/api-versions.ts';
import {
  DescribeClusterRequest,
  DescribeClusterResponse,
} from '#protocol/messages/describe-cluster.ts';
import {
  DescribeLogDirsRequest,
  DescribeLogDirsResponse,
} from '#protocol/messages/describe-log-dirs.ts';
import {
  DescribeQuorumRequest,
  DescribeQuorumResponse,
} from '#protocol/messages/describe-quorum.ts';
import {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from '#protocol/messages/list-partition-reassignments.ts';
import {
  UpdateFeaturesRequest,
  UpdateFeaturesResponse,
} from '#protocol/messages/update-features.ts';
import type { TopicPartition } from '#storage/log-files.ts';

export type LogDirDescription = DescribeLogDirsResponse['results'][number];
export type QuorumPartition = DescribeQuorumResponse['topics'][number]['partitions'][number];

export interface QuorumDescription extends QuorumPartition {
  readonly nodes: DescribeQuorumResponse['nodes'];
}

export interface PartitionReassignment extends TopicPartition {
  readonly replicas: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly removingReplicas: readonly number[];
}

/** A new level for a feature. Going down needs a kind of downgrade that says what may be lost. */
export interface FeatureUpdate {
  readonly feature: string;
  readonly level: number;
  readonly kind?: 'upgrade' | 'safe-downgrade' | 'unsafe-downgrade';
}

const UPGRADE_TYPES = { upgrade: 1, 'safe-downgrade': 2, 'unsafe-downgrade': 3 } as const;

export async function describeCluster(cluster: ClusterClient): Promise<DescribeClusterResponse> {
  const response = await cluster.ask('any', DescribeClusterRequest, DescribeClusterResponse, {
    includeClusterAuthorizedOperations: false,
  });
  throwIfError(response.errorCode, response.errorMessage);
  return response;
}

/** What one broker serves, and the cluster's features. */
export async function apiVersions(
  cluster: ClusterClient,
  brokerId: number | 'any',
): Promise<ApiVersionsResponse> {
  const response = await cluster.ask(brokerId, ApiVersionsRequest, ApiVersionsResponse, {
    clientSoftwareName: 'gregor',
    clientSoftwareVersion: '0.1.0',
  });
  throwIfError(response.errorCode);
  return response;
}

/** The Raft quorum that keeps the metadata (KIP-595). */
export async function describeQuorum(cluster: ClusterClient): Promise<QuorumDescription> {
  const topicName = '__cluster_metadata';
  const response = await cluster.ask('any', DescribeQuorumRequest, DescribeQuorumResponse, {
    topics: [{ topicName, partitions: [{ partitionIndex: 0 }] }],
  });
  throwIfError(response.errorCode, response.errorMessage);
  const partition = response.topics[0]?.partitions[0];
  if (partition === undefined) throw new Error(`DescribeQuorum answered without ${topicName}-0.`);
  throwIfError(partition.errorCode, partition.errorMessage);
  return { ...partition, nodes: response.nodes };
}

export async function updateFeatures(
  cluster: ClusterClient,
  updates: readonly FeatureUpdate[],
  { validateOnly = false }: { readonly validateOnly?: boolean } = {},
): Promise<void> {
  const response = await cluster.ask('any', UpdateFeaturesRequest, UpdateFeaturesResponse, {
    timeoutMs: cluster.options.requestTimeoutMs,
    featureUpdates: updates.map(({ feature, level, kind = 'upgrade' }) => ({
      feature,
      maxVersionLevel: level,
      upgradeType: UPGRADE_TYPES[kind],
    })),
    validateOnly,
  });
  throwIfError(response.errorCode, response.errorMessage);
  for (const result of response.results) throwIfError(result.errorCode, result.errorMessage);
}

/** All log directories of one broker. */
export async function describeLogDirs(
  cluster: ClusterClient,
  brokerId: number,
): Promise<LogDirDescription[]> {
  const body = { topics: null };
  const response = await cluster.ask(
    brokerId,
    DescribeLogDirsRequest,
    DescribeLogDirsResponse,
    body,
  );
  throwIfError(response.errorCode);
  return response.results;
}

/** The reassignments under way. */
export async function listPartitionReassignments(
  cluster: ClusterClient,
): Promise<PartitionReassignment[]> {
  const response = await cluster.ask(
    'any',
    ListPartitionReassignmentsRequest,
    ListPartitionReassignmentsResponse,
    { timeoutMs: cluster.options.requestTimeoutMs, topics: null },
  );
  throwIfError(response.errorCode, response.errorMessage);
  return response.topics.flatMap(({ name, partitions }) =>
    partitions.map((p) => ({ ...p, topic: name, partition: p.partitionIndex })),
  );
}
