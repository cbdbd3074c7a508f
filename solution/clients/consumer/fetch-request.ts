/**
 * One Fetch to one leader: what is asked, and how to find each partition's part of the answer.
 */
import type { ClusterClient } from '#clients/cluster-client.ts';
import type { AssignedPartition, Position } from '#clients/consumer/assigned-partition.ts';
import type { ConsumerSettings } from '#clients/consumer/consumer-options.ts';
import type { PartitionAnswer } from '#clients/consumer/fetched-records.ts';
import { throwIfError } from '#clients/kafka-error.ts';
import { FetchRequest, FetchResponse } from '#protocol/messages/fetch.ts';
import { partitionName } from '#storage/log-files.ts';

/** A partition to ask for, from where on, and its era at that moment. */
export interface FetchAsk {
  readonly partition: AssignedPartition;
  readonly era: number;
  readonly from: Position;
  readonly leaderEpoch: number;
  readonly topicId: string;
}

/** The answer's part about a partition. */
export type FetchAnswers = (partition: AssignedPartition) => PartitionAnswer | undefined;

/** @throws KafkaError, NetworkError, RequestTimeout */
export async function fetchFrom(
  cluster: ClusterClient,
  leader: number,
  asks: readonly FetchAsk[],
  settings: ConsumerSettings,
): Promise<FetchAnswers> {
  const { fetchMaxWaitMs, fetchMinBytes, fetchMaxBytes, isolationLevel, clientRack } = settings;
  const response = await cluster.ask(
    { nodeId: leader, channel: 'fetch' },
    FetchRequest,
    FetchResponse,
    {
      maxWaitMs: fetchMaxWaitMs,
      minBytes: fetchMinBytes,
      maxBytes: fetchMaxBytes,
      isolationLevel: isolationLevel === 'read_committed' ? 1 : 0,
      topics: topicsOf(asks, settings.maxPartitionFetchBytes),
      forgottenTopicsData: [],
      rackId: clientRack,
    },
    settings.requestTimeoutMs + fetchMaxWaitMs,
  );
  throwIfError(response.errorCode);
  const names = new Map(asks.map(({ topicId, partition }) => [topicId, partition.topic]));
  const answers = new Map<string, PartitionAnswer>();
  for (const { topic, topicId, partitions } of response.responses) {
    const name = topic === '' ? (names.get(topicId) ?? '') : topic;
    for (const answer of partitions) {
      answers.set(partitionName({ topic: name, partition: answer.partitionIndex }), answer);
    }
  }
  return (partition) => answers.get(partitionName(partition));
}

/** One entry for each topic, whatever the number of its partitions. */
function topicsOf(asks: readonly FetchAsk[], partitionMaxBytes: number) {
  const byTopic = new Map<string, FetchAsk[]>();
  for (const ask of asks) {
    const { topic } = ask.partition;
    byTopic.set(topic, [...(byTopic.get(topic) ?? []), ask]);
  }
  return [...byTopic].map(([topic, group]) => ({
    topic,
    topicId: group[0]?.topicId ?? '',
    partitions: group.map(({ partition, from, leaderEpoch }) => ({
      partition: partition.partition,
      currentLeaderEpoch: leaderEpoch,
      fetchOffset: from.offset,
      partitionMaxBytes,
    })),
  }));
}
