/**
 * The part of the admin client that asks partition leaders: for offsets, for producers, and to
 * delete records. Each partition succeeds or fails for itself.
 */
import type { ClusterClient } from '#clients/cluster-client.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import { groupByLeader, groupByTopic } from '#clients/partition-leaders.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { DeleteRecordsRequest, DeleteRecordsResponse } from '#protocol/messages/delete-records.ts';
import {
  DescribeProducersRequest,
  DescribeProducersResponse,
} from '#protocol/messages/describe-producers.ts';
import { ListOffsetsRequest, ListOffsetsResponse } from '#protocol/messages/list-offsets.ts';
import type { TopicPartition } from '#storage/log-files.ts';

/** What to look up in a partition: a time, or one of `OffsetSpec`. */
export interface OffsetQuery extends TopicPartition {
  readonly timestamp: number;
}

/** Times with a meaning of their own (ListOffsets). */
export const OffsetSpec = {
  LATEST: -1,
  EARLIEST: -2,
  MAX_TIMESTAMP: -3,
  EARLIEST_LOCAL: -4,
  LATEST_TIERED: -5,
  EARLIEST_PENDING_UPLOAD: -6,
} as const;

/** A partition's outcome: `T`, or why there is none. */
export type PartitionResult<T> = TopicPartition &
  (({ readonly error?: undefined } & T) | { readonly error: KafkaError });

export interface FoundOffset {
  /** -1: there is none. */
  readonly offset: number;
  readonly timestamp: number;
  readonly leaderEpoch: number;
}

export type ActiveProducer =
  DescribeProducersResponse['topics'][number]['partitions'][number]['activeProducers'][number];

export interface ListOffsetsOptions {
  readonly readCommitted?: boolean;
}

export function listOffsets(
  cluster: ClusterClient,
  queries: readonly OffsetQuery[],
  { readCommitted = false }: ListOffsetsOptions = {},
): Promise<PartitionResult<FoundOffset>[]> {
  return askLeaders(cluster, queries, async (leader, led) => {
    const { topics } = await cluster.ask(leader, ListOffsetsRequest, ListOffsetsResponse, {
      replicaId: -1,
      isolationLevel: readCommitted ? 1 : 0,
      topics: [...groupByTopic(led)].map(([name, partitions]) => ({
        name,
        partitions: partitions.map(({ partition, timestamp }) => ({
          partitionIndex: partition,
          timestamp,
        })),
      })),
      timeoutMs: cluster.options.requestTimeoutMs,
    });
    return topics.flatMap(({ name, partitions }) =>
      partitions.map((p) => resultOf(name, p.partitionIndex, p.errorCode, null, p)),
    );
  });
}

/** Deletes the records below an offset; -1 stands for the high watermark. */
export function deleteRecords(
  cluster: ClusterClient,
  partitions: readonly (TopicPartition & { readonly beforeOffset: number })[],
): Promise<PartitionResult<{ readonly lowWatermark: number }>[]> {
  return askLeaders(cluster, partitions, async (leader, led) => {
    const { topics } = await cluster.ask(leader, DeleteRecordsRequest, DeleteRecordsResponse, {
      topics: [...groupByTopic(led)].map(([name, group]) => ({
        name,
        partitions: group.map(({ partition, beforeOffset }) => ({
          partitionIndex: partition,
          offset: beforeOffset,
        })),
      })),
      timeoutMs: cluster.options.requestTimeoutMs,
    });
    return topics.flatMap(({ name, partitions: results }) =>
      results.map((p) => resultOf(name, p.partitionIndex, p.errorCode, null, p)),
    );
  });
}

/** The producers that each partition's leader remembers. */
export function describeProducers(
  cluster: ClusterClient,
  partitions: readonly TopicPartition[],
): Promise<PartitionResult<{ readonly activeProducers: ActiveProducer[] }>[]> {
  return askLeaders(cluster, partitions, async (leader, led) => {
    const response = await cluster.ask(
      leader,
      DescribeProducersRequest,
      DescribeProducersResponse,
      {
        topics: [...groupByTopic(led)].map(([name, group]) => ({
          name,
          partitionIndexes: group.map(({ partition }) => partition),
        })),
      },
    );
    return response.topics.flatMap(({ name, partitions: results }) =>
      results.map((p) => resultOf(name, p.partitionIndex, p.errorCode, p.errorMessage, p)),
    );
  });
}

/**
 * Asks each leader about what it leads; partitions without one become failures. A leader that
 * turns out to have moved makes the whole call fail, so that `attempt` looks it up again.
 */
async function askLeaders<P extends TopicPartition, T>(
  cluster: ClusterClient,
  partitions: readonly P[],
  askOne: (leader: number, led: readonly P[]) => Promise<PartitionResult<T>[]>,
): Promise<PartitionResult<T>[]> {
  const { byLeader, failures } = await groupByLeader(cluster, partitions);
  const answers = await Promise.all([...byLeader].map(([leader, led]) => askOne(leader, led)));
  const results = answers.flat();
  const moved = results.find((result) => result.error?.code === ErrorCode.NOT_LEADER_OR_FOLLOWER);
  if (moved?.error !== undefined) throw moved.error;
  const unasked = failures.map(({ partition: { topic, partition }, error }) => ({
    topic,
    partition,
    error,
  }));
  return [...results, ...unasked];
}

function resultOf<T>(
  topic: string,
  partition: number,
  errorCode: number,
  message: string | null,
  value: T,
): PartitionResult<T> {
  if (errorCode !== ErrorCode.NONE) {
    return { topic, partition, error: new KafkaError(errorCode, message) };
  }
  return { ...value, topic, partition, error: undefined };
}
