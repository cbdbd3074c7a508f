/**
 * Produce (key 0, versions 3-13; 0-2 are advertised for librdkafka's sake and refused): appends
 * batches to the logs of their partitions.
 *
 * The log gives offsets and answers per partition. With acks=all the answer waits until all
 * in-sync replicas have the records; with acks=0 there is none, so an error closes the connection:
 * the only way left to make the client look at its metadata again. Version 13 names topics by id.
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import { handler, NO_RESPONSE } from '#broker/handler.ts';
import { InvalidRequest } from '#broker/invalid-request.ts';
import type { Replica } from '#broker/replicas.ts';
import { isInternalTopic } from '#broker/topic-description.ts';
import { findTopic, unknownTopic } from '#broker/topic-reference.ts';
import { DiskError } from '#env/disk.ts';
import type { TopicImage } from '#metadata/topics-image.ts';
import { ErrorCode, errorName } from '#protocol/errors.ts';
import { ProduceRequest, ProduceResponse } from '#protocol/messages/produce.ts';
import type { InputOf } from '#protocol/schema.ts';
import { type AppendResult, refused } from '#storage/append-result.ts';
import { BATCH_HEADER_SIZE, readBatchHeader } from '#storage/batch-header.ts';

const ACKS_ALL = -1;
const ACKS_NONE = 0;
const ACKS_LEADER = 1;
const FIRST_VERSION_WITH_ZSTD = 7;
/** What Kafka's own tools call themselves when they write into a broker's topics. */
const ADMIN_CLIENT_ID = '__admin_client';
const NOTHING = new Uint8Array(0);

type Response = InputOf<typeof ProduceResponse>;
type TopicAnswer = Response['responses'][number];
type PartitionAnswer = TopicAnswer['partitionResponses'][number];

/** An append that counts only once the high watermark has passed it. */
interface Unconfirmed {
  readonly replica: Replica;
  readonly requiredOffset: number;
  /** What will be answered: it changes when the time is over first. */
  readonly answer: { errorCode: number };
}

export const produceHandler = handler(
  ProduceRequest,
  ProduceResponse,
  (request, { apiVersion, clientId }, broker) => {
    const unconfirmed: Unconfirmed[] = [];
    const append = appender(request, apiVersion, broker);
    const responses = request.topicData.map((data): TopicAnswer => {
      const topic = findTopic(broker.image, data);
      return {
        name: data.name,
        topicId: data.topicId,
        partitionResponses: data.partitionData.map(({ index, records }) => {
          const replica = writable(topic, clientId, broker, index) ?? unknownTopic(data);
          const result = append(replica, records ?? NOTHING);
          const answer = answerOf(index, result);
          if (typeof replica !== 'number' && isUnconfirmed(replica, result)) {
            unconfirmed.push({ replica, requiredOffset: result.lastOffset + 1, answer });
          }
          return answer;
        }),
      };
    });
    if (request.acks === ACKS_NONE) return noAnswer(responses);
    const response: Response = { responses, throttleTimeMs: 0 };
    if (request.acks !== ACKS_ALL || unconfirmed.length === 0) return response;
    return whenConfirmed(unconfirmed, request.timeoutMs, response, broker);
  },
  { min: 0, max: ProduceRequest.versions.max },
);

/**
 * The replica to append to, or why not; undefined for a topic that nobody knows. What brokers keep
 * in topics of their own is theirs to write; Kafka's admin tools alone may, to mend it.
 */
function writable(
  topic: TopicImage | undefined,
  clientId: string | null,
  { replicas }: BrokerServices,
  partition: number,
): Replica | number | undefined {
  if (topic === undefined) return undefined;
  const isTheirs = isInternalTopic(topic.name) && clientId !== ADMIN_CLIENT_ID;
  return isTheirs ? ErrorCode.INVALID_TOPIC_EXCEPTION : replicas.findLeader(topic, partition);
}

/** Appends to one partition after another under the request's conditions. */
function appender(
  { acks, transactionalId }: ProduceRequest,
  apiVersion: number,
  broker: BrokerServices,
) {
  return (replica: Replica | number, records: Uint8Array): AppendResult => {
    if (acks !== ACKS_ALL && acks !== ACKS_NONE && acks !== ACKS_LEADER) {
      return refused(ErrorCode.INVALID_REQUIRED_ACKS, `acks must be -1, 0 or 1, not ${acks}`, -1);
    }
    if (typeof replica === 'number') return refused(replica, errorName(replica), -1);
    const refusal =
      refuseTransactions(transactionalId, records) ??
      refuseZstd(apiVersion, records) ??
      refuseTooFewReplicas(acks, replica);
    return refusal ?? appendTo(replica, records, broker);
  };
}

function isUnconfirmed(replica: Replica, result: AppendResult): boolean {
  return result.errorCode === ErrorCode.NONE && result.lastOffset >= replica.log.highWatermark;
}

/** A disk that fails takes the partition offline, and only that: the broker goes on. */
function appendTo(replica: Replica, records: Uint8Array, broker: BrokerServices): AppendResult {
  try {
    return replica.log.append(records, { leaderEpoch: replica.leaderEpoch });
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    broker.replicas.fail(replica, error);
    return refused(ErrorCode.KAFKA_STORAGE_ERROR, error.message, -1);
  }
}

/** Without a transaction coordinator no transaction can be open, so none can be written to. */
function refuseTransactions(
  transactionalId: string | null,
  records: Uint8Array,
): AppendResult | undefined {
  if (transactionalId === null && !firstBatch(records)?.isTransactional) return undefined;
  return refused(ErrorCode.INVALID_TXN_STATE, 'The partition is in no open transaction.', -1);
}

/** A client that writes zstd must speak a version in which readers were told of it (KIP-110). */
function refuseZstd(apiVersion: number, records: Uint8Array): AppendResult | undefined {
  if (apiVersion >= FIRST_VERSION_WITH_ZSTD || firstBatch(records)?.codec !== 'zstd') {
    return undefined;
  }
  const message = `zstd needs produce version ${FIRST_VERSION_WITH_ZSTD} or later`;
  return refused(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, message, -1);
}

/** No partition can have more replicas in sync than it has, whatever its topic wants (KIP-966). */
function refuseTooFewReplicas(
  acks: number,
  { replicas, isr, log }: Replica,
): AppendResult | undefined {
  const needed = Math.min(log.config.minInsyncReplicas, replicas.length);
  if (acks !== ACKS_ALL || isr.length >= needed) return undefined;
  const message = `${isr.length} replicas are in sync, min.insync.replicas wants ${needed}`;
  return refused(ErrorCode.NOT_ENOUGH_REPLICAS, message, -1);
}

function firstBatch(records: Uint8Array) {
  return records.length < BATCH_HEADER_SIZE ? undefined : readBatchHeader(records, 0);
}

function answerOf(index: number, result: AppendResult): PartitionAnswer & { errorCode: number } {
  return {
    index,
    errorCode: result.errorCode,
    baseOffset: result.baseOffset,
    logAppendTimeMs: result.logAppendTimeMs,
    logStartOffset: result.logStartOffset,
    recordErrors: result.recordErrors.map(({ batchIndex, message }) => ({
      batchIndex,
      batchIndexErrorMessage: message,
    })),
    errorMessage: result.errorMessage ?? null,
  };
}

function noAnswer(responses: readonly TopicAnswer[]): typeof NO_RESPONSE {
  for (const { partitionResponses } of responses) {
    const failed = partitionResponses.find((one) => one.errorCode !== ErrorCode.NONE);
    if (failed === undefined) continue;
    throw new InvalidRequest(`produce with acks=0 failed with ${errorName(failed.errorCode)}`);
  }
  return NO_RESPONSE;
}

/** Answers when the high watermark has passed every append, or with a timeout for the rest. */
function whenConfirmed(
  unconfirmed: readonly Unconfirmed[],
  timeoutMs: number,
  response: Response,
  { producePurgatory }: BrokerServices,
): Promise<Response> {
  const isConfirmed = ({ replica, requiredOffset }: Unconfirmed) =>
    replica.log.highWatermark >= requiredOffset;
  return new Promise((resolve) => {
    const operation = {
      tryComplete() {
        if (!unconfirmed.every(isConfirmed)) return false;
        resolve(response);
        return true;
      },
      expire() {
        for (const { answer } of unconfirmed.filter((one) => !isConfirmed(one))) {
          answer.errorCode = ErrorCode.REQUEST_TIMED_OUT;
        }
        resolve(response);
      },
    };
    producePurgatory.watch(
      operation,
      unconfirmed.map(({ replica }) => replica),
      timeoutMs,
    );
  });
}
