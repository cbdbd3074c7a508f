/**
 * Fetch (key 1, versions 4-18): batches from the logs, as they lie on disk.
 *
 * What is to be read comes from the request and its fetch session (from version 7 on), the waiting
 * is a delayed fetch's, the copying a partition fetch's; here the request is taken apart and the
 * answer put together. Version 12 finds diverging logs, 13 names topics by id.
 *
 * Followers are served once replication exists: nobody but this broker holds a replica yet, so a
 * replica's fetch is answered by NOT_LEADER_OR_FOLLOWER, as Kafka does for one it does not know.
 */
import { fetch } from '#broker/delayed-fetch.ts';
import type { ForgottenPartition } from '#broker/fetch-sessions.ts';
import { handler } from '#broker/handler.ts';
import {
  type FetchLimits,
  type FetchTarget,
  failed,
  type PartitionData,
} from '#broker/partition-fetch.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { FetchRequest, FetchResponse } from '#protocol/messages/fetch.ts';
import type { InputOf } from '#protocol/schema.ts';

const FIRST_VERSION_WITH_TOPIC_IDS = 13;
const READ_COMMITTED = 1;
/** A consumer for debugging: it reads to the log's end (Kafka's DEBUGGING_CONSUMER_ID). */
const DEBUGGING_REPLICA = -2;

type Response = InputOf<typeof FetchResponse>;
type TopicAnswer = Response['responses'][number];
type PartitionAnswer = TopicAnswer['partitions'][number];

export const fetchHandler = handler(
  FetchRequest,
  FetchResponse,
  (request, { apiVersion }, broker) => {
    const plan = broker.fetchSessions.begin(
      {
        sessionId: request.sessionId,
        sessionEpoch: request.sessionEpoch,
        targets: targetsOf(request),
        forgotten: forgottenOf(request),
        usesTopicIds: apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS,
      },
      broker.env.clock.monotonicMs(),
    );
    if (typeof plan === 'number') return refusal(plan);
    if (followerOf(request) >= 0) return notAFollower(plan.targets);
    const limits = {
      maxBytes: Math.min(request.maxBytes, broker.config.get('fetch.max.bytes')),
      upTo: upTo(request),
    };
    const readCommitted = request.isolationLevel === READ_COMMITTED;
    const answer = (results: readonly PartitionData[]): Response => ({
      throttleTimeMs: 0,
      errorCode: ErrorCode.NONE,
      sessionId: plan.sessionId,
      responses: byTopic(plan.select(results), readCommitted),
    });
    const results = fetch(plan.targets, limits, request, broker);
    return results instanceof Promise ? results.then(answer) : answer(results);
  },
);

function targetsOf(request: FetchRequest): FetchTarget[] {
  return request.topics.flatMap(({ topic, topicId, partitions }) =>
    partitions.map((one) => ({
      name: topic,
      topicId,
      partition: one.partition,
      fetchOffset: one.fetchOffset,
      partitionMaxBytes: one.partitionMaxBytes,
      currentLeaderEpoch: one.currentLeaderEpoch,
      lastFetchedEpoch: one.lastFetchedEpoch,
      logStartOffset: one.logStartOffset,
    })),
  );
}

function forgottenOf(request: FetchRequest): ForgottenPartition[] {
  return request.forgottenTopicsData.flatMap(({ topic, topicId, partitions }) =>
    partitions.map((partition) => ({ name: topic, topicId, partition })),
  );
}

/** The follower's id, from where its version puts it; negative for consumers. */
function followerOf({ replicaId, replicaState }: FetchRequest): number {
  return replicaId === -1 ? replicaState.replicaId : replicaId;
}

function upTo(request: FetchRequest): FetchLimits['upTo'] {
  if (followerOf(request) === DEBUGGING_REPLICA) return 'logEnd';
  return request.isolationLevel === READ_COMMITTED ? 'lastStable' : 'highWatermark';
}

/** Puts the partitions of a topic that follow each other under one heading. */
function byTopic(results: readonly PartitionData[], readCommitted: boolean): TopicAnswer[] {
  const topics: { topic: string; topicId: string; partitions: PartitionAnswer[] }[] = [];
  for (const result of results) {
    const { name, topicId } = result.target;
    let topic = topics.at(-1);
    if (topic === undefined || topic.topic !== name || topic.topicId !== topicId) {
      topic = { topic: name, topicId, partitions: [] };
      topics.push(topic);
    }
    topic.partitions.push(partitionAnswer(result, readCommitted));
  }
  return topics;
}

function partitionAnswer(result: PartitionData, readCommitted: boolean): PartitionAnswer {
  const { divergingEpoch } = result;
  return {
    partitionIndex: result.target.partition,
    errorCode: result.errorCode,
    highWatermark: result.highWatermark,
    lastStableOffset: result.lastStableOffset,
    logStartOffset: result.logStartOffset,
    abortedTransactions: readCommitted ? result.abortedTransactions : null,
    records: result.records,
    ...(divergingEpoch && { divergingEpoch }),
  };
}

function refusal(errorCode: number): Response {
  return { throttleTimeMs: 0, errorCode, sessionId: 0, responses: [] };
}

function notAFollower(targets: readonly FetchTarget[]): Response {
  const results = targets.map((target) => failed(target, ErrorCode.NOT_LEADER_OR_FOLLOWER));
  return { ...refusal(ErrorCode.NONE), responses: byTopic(results, false) };
}
