/**
 * Sends a request to the leaders of partitions: each broker gets those that it leads.
 *
 *     a-0 a-1 b-0  --Metadata-->  broker 1: a-0 b-0
 *                                 broker 2: a-1
 *
 * Invariant: every partition asked for is in exactly one group or one failure.
 */
import type { ClusterClient } from '#clients/cluster-client.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type { TopicPartition } from '#storage/log-files.ts';

/** Partitions by the broker that leads them, and those that nobody can be asked about. */
export interface LedPartitions<P extends TopicPartition> {
  readonly byLeader: ReadonlyMap<number, readonly P[]>;
  readonly failures: readonly { readonly partition: P; readonly error: KafkaError }[];
}

/** Groups partitions by their leaders, as the cluster says they are now. */
export async function groupByLeader<P extends TopicPartition>(
  cluster: ClusterClient,
  partitions: readonly P[],
): Promise<LedPartitions<P>> {
  const names = [...new Set(partitions.map(({ topic }) => topic))];
  const { topics } = await cluster.metadata(names);
  const byLeader = new Map<number, P[]>();
  const failures: { partition: P; error: KafkaError }[] = [];
  for (const partition of partitions) {
    const topic = topics.find(({ name }) => name === partition.topic);
    const known = topic?.partitions.find((p) => p.partitionIndex === partition.partition);
    const code = failureOf(topic?.errorCode, known);
    if (known === undefined || code !== ErrorCode.NONE) {
      failures.push({ partition, error: new KafkaError(code) });
    } else {
      byLeader.set(known.leaderId, [...(byLeader.get(known.leaderId) ?? []), partition]);
    }
  }
  return { byLeader, failures };
}

/** Partitions grouped into Kafka's usual `topics[].partitions[]`. */
export function groupByTopic<P extends TopicPartition>(partitions: readonly P[]): Map<string, P[]> {
  const byTopic = new Map<string, P[]>();
  for (const partition of partitions) {
    const group = byTopic.get(partition.topic);
    if (group === undefined) byTopic.set(partition.topic, [partition]);
    else group.push(partition);
  }
  return byTopic;
}

function failureOf(topicCode: number | undefined, known: { leaderId: number } | undefined): number {
  if (topicCode !== undefined && topicCode !== ErrorCode.NONE) return topicCode;
  if (known === undefined) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  return known.leaderId === -1 ? ErrorCode.LEADER_NOT_AVAILABLE : ErrorCode.NONE;
}
