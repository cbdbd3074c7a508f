/**
 * A producer: records in, batches out, offsets back.
 *
 *     send() -> Partitioner -> RecordAccumulator -> one request per leader -> offsets
 *                                     ^                     |
 *                                     +---- retry ----------+
 *
 * Records wait up to `lingerMs` for others of their partition, so that they travel and are stored
 * as one batch. With acks=all the producer is idempotent: batches are numbered, and a broker knows
 * a retry of what it has. Chapter 06 is about doing all this fast; here it is done plainly.
 *
 * Invariants: a record's promise is settled exactly once. A broker has at most one request of this
 * producer's at a time, and a partition at most one batch (see record-accumulator.ts).
 */
import { type ClientOptions, ClusterClient, isPassing } from '#clients/cluster-client.ts';
import { KafkaError, RequestTimeout } from '#clients/kafka-error.ts';
import { Partitioner } from '#clients/partitioner.ts';
import { type ProducerId, ProducerIdentity } from '#clients/producer-identity.ts';
import {
  estimatedSize,
  RecordAccumulator,
  type WaitingBatch,
} from '#clients/record-accumulator.ts';
import { type KnownTopic, TopicPartitions } from '#clients/topic-partitions.ts';
import type { Timer } from '#env/clock.ts';
import type { Codec } from '#env/codecs.ts';
import type { Env } from '#env/env.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { ProduceRequest, ProduceResponse } from '#protocol/messages/produce.ts';
import { encodeBatch, type RecordInput } from '#storage/batch-writer.ts';
import { partitionName } from '#storage/log-files.ts';

export interface ProducerOptions extends ClientOptions {
  /** Who must have a record before it counts as sent: -1 all in-sync replicas, 1 the leader, 0 nobody. */
  readonly acks?: -1 | 0 | 1;
  /** Left out, it is on with acks=-1. */
  readonly idempotent?: boolean;
  readonly codec?: Codec | 'none';
  readonly batchSizeBytes?: number;
  readonly lingerMs?: number;
  /** `send` waits while more than this is buffered. */
  readonly bufferBytes?: number;
  /** How long a record may take, retries included. */
  readonly deliveryTimeoutMs?: number;
}

const DEFAULTS = {
  acks: -1,
  codec: 'none',
  batchSizeBytes: 16_384,
  lingerMs: 5,
  bufferBytes: 32 * 1024 * 1024,
  deliveryTimeoutMs: 120_000,
} as const;

export interface ProducerRecord extends RecordInput {
  readonly topic: string;
  /** Left out, the key or chance decides. */
  readonly partition?: number | undefined;
}

/** Where a record went. */
export interface SentRecord {
  readonly topic: string;
  readonly partition: number;
  /** -1 where the broker did not tell: acks=0, or a retry of what it had. */
  readonly offset: number;
}

type Settings = ProducerOptions & Required<Pick<ProducerOptions, keyof typeof DEFAULTS>>;

type PartitionAnswer = ProduceResponse['responses'][number]['partitionResponses'][number];

export class Producer {
  readonly #env: Env;
  readonly #cluster: ClusterClient;
  readonly #topics: TopicPartitions;
  readonly #options: Settings;
  readonly #accumulator: RecordAccumulator;
  readonly #partitioner: Partitioner;
  readonly #identity: ProducerIdentity | undefined;
  readonly #busyLeaders = new Set<number>();
  #flushing = 0;
  #timer: Timer | undefined;
  #draining = false;
  /** Who waits for room in the buffer, or for it to be empty. */
  #waiters: (() => void)[] = [];

  constructor(env: Env, options: ProducerOptions) {
    this.#env = env;
    this.#options = { ...DEFAULTS, ...options };
    this.#cluster = new ClusterClient(env, { clientId: 'gregor-producer', ...options });
    this.#topics = new TopicPartitions(this.#cluster, { allowAutoCreation: true });
    const { batchSizeBytes, lingerMs, acks, idempotent } = this.#options;
    this.#accumulator = new RecordAccumulator({ batchSizeBytes, lingerMs });
    this.#partitioner = new Partitioner(env.random, batchSizeBytes);
    const isIdempotent = idempotent ?? acks === -1;
    this.#identity = isIdempotent ? new ProducerIdentity(this.#cluster) : undefined;
  }

  /**
   * Sends a record; resolves when the brokers that `acks` names have it.
   *
   * @throws KafkaError, RequestTimeout
   */
  async send(record: ProducerRecord): Promise<SentRecord> {
    const { topic } = record;
    const known = await this.ready(topic);
    const stamped = { timestamp: this.#env.clock.now(), ...record };
    const partition =
      record.partition ??
      this.#partitioner.choose(
        topic,
        record.key ?? null,
        estimatedSize(stamped),
        known.leaders.length,
      );
    const offset = await new Promise<number>((done, fail) => {
      const waiting = { record: stamped, done, fail };
      this.#accumulator.append({ topic, partition }, waiting, this.#env.clock.monotonicMs());
      this.#schedule();
    });
    return { topic, partition, offset };
  }

  /**
   * Resolves when the topic is known and the buffer has room. A caller that sends in a loop without
   * waiting for the outcomes waits for this, or holds everything in memory.
   */
  async ready(topic: string): Promise<KnownTopic> {
    while (this.#accumulator.sizeInBytes > this.#options.bufferBytes) await this.#change();
    return this.#cluster.attempt('metadata', () => this.#topics.of(topic));
  }

  /** Resolves when all that was sent before has been settled; lingering ends now. */
  async flush(): Promise<void> {
    this.#flushing++;
    this.#schedule();
    try {
      while (!this.#accumulator.isEmpty) await this.#change();
    } finally {
      this.#flushing--;
    }
  }

  /** Flushes, then ends the connections. */
  async close(): Promise<void> {
    await this.flush();
    this.#timer?.cancel();
    await this.#cluster.close();
  }

  /** Sees to it that `#drain` runs when the next batch is ready. */
  #schedule(): void {
    this.#timer?.cancel();
    const readyMs = this.#accumulator.nextReadyMs(this.#flushing > 0);
    if (readyMs === undefined) return;
    const delayMs = Math.max(0, readyMs - this.#env.clock.monotonicMs());
    this.#timer = this.#env.clock.setTimer(delayMs, () => void this.#drain());
  }

  /** Sends every batch that is ready, to leaders that have no request of ours. */
  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    const byLeader = new Map<number, WaitingBatch[]>();
    const nowMs = this.#env.clock.monotonicMs();
    for (const batch of this.#accumulator.ready(nowMs, this.#flushing > 0)) {
      try {
        const leader = await this.#topics.leaderOf(batch.topic, batch.partition);
        if (this.#busyLeaders.has(leader)) continue;
        byLeader.set(leader, [...(byLeader.get(leader) ?? []), batch]);
      } catch (error) {
        this.#accumulator.begin(batch);
        this.#failed(batch, error);
      }
    }
    this.#draining = false;
    for (const [leader, batches] of byLeader) void this.#produce(leader, batches);
    if (byLeader.size === 0 && this.#busyLeaders.size === 0) this.#schedule();
  }

  /** One request to one leader, from encoding to settling. */
  async #produce(leader: number, batches: readonly WaitingBatch[]): Promise<void> {
    this.#busyLeaders.add(leader);
    for (const batch of batches) this.#accumulator.begin(batch);
    try {
      const id = await this.#identity?.id();
      await this.#exchange(leader, batches, id);
    } catch (error) {
      for (const batch of batches) this.#failed(batch, error);
    }
    this.#busyLeaders.delete(leader);
    this.#changed();
    this.#schedule();
  }

  async #exchange(
    leader: number,
    batches: readonly WaitingBatch[],
    id: ProducerId | undefined,
  ): Promise<void> {
    const { acks } = this.#options;
    const timeoutMs = this.#cluster.options.requestTimeoutMs;
    const topicData = await Promise.all(
      batches.map(async (batch) => ({
        name: batch.topic,
        topicId: (await this.#topics.of(batch.topic)).topicId,
        partitionData: [{ index: batch.partition, records: this.#encode(batch, id) }],
      })),
    );
    const body = { acks, timeoutMs, topicData: joinTopics(topicData) };
    if (acks === 0) {
      (await this.#cluster.connect(leader)).sendWithoutAnswer(ProduceRequest, body);
      for (const batch of batches) this.#succeeded(batch, -1);
      return;
    }
    const response = await this.#cluster.ask(leader, ProduceRequest, ProduceResponse, body);
    const answers = new Map<string, PartitionAnswer>();
    for (const { name, topicId, partitionResponses } of response.responses) {
      const topic = name === '' ? (this.#topics.nameOf(topicId) ?? '') : name;
      for (const answer of partitionResponses) {
        answers.set(partitionName({ topic, partition: answer.index }), answer);
      }
    }
    for (const batch of batches) this.#settle(batch, answers.get(partitionName(batch)));
  }

  #encode(batch: WaitingBatch, id: ProducerId | undefined): Uint8Array {
    if (id !== undefined) {
      batch.baseSequence ??= this.#identity?.takeSequence(batch, batch.records.length);
    }
    return encodeBatch({
      records: batch.records.map(({ record }) => record),
      codec: this.#options.codec,
      codecs: this.#env.codecs,
      ...id,
      ...(batch.baseSequence !== undefined && { baseSequence: batch.baseSequence }),
    });
  }

  #settle(batch: WaitingBatch, answer: PartitionAnswer | undefined): void {
    const code = answer?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
    // The broker has it already: an answer before this one was lost.
    const isDuplicate = code === ErrorCode.DUPLICATE_SEQUENCE_NUMBER;
    if (answer !== undefined && (code === ErrorCode.NONE || isDuplicate)) {
      this.#succeeded(batch, answer.baseOffset);
    } else {
      this.#failed(batch, new KafkaError(code, answer?.errorMessage));
    }
  }

  #succeeded(batch: WaitingBatch, baseOffset: number): void {
    this.#accumulator.finish(batch);
    batch.records.forEach(({ done }, n) => {
      done(baseOffset < 0 ? -1 : baseOffset + n);
    });
    this.#changed();
  }

  /** Tries the batch again if that may help and its time is not over; else gives up on it. */
  #failed(batch: WaitingBatch, error: unknown): void {
    const nowMs = this.#env.clock.monotonicMs();
    const { deliveryTimeoutMs, retryBackoffMs = 100 } = this.#options;
    this.#topics.forget(batch.topic);
    const passing = isPassing(error) || (error instanceof KafkaError && error.isRetriable);
    if (passing && nowMs + retryBackoffMs < batch.createdMs + deliveryTimeoutMs) {
      this.#accumulator.retry(batch, nowMs + retryBackoffMs);
      this.#schedule();
      return;
    }
    this.#accumulator.finish(batch);
    if (batch.baseSequence !== undefined) this.#identity?.renew();
    const reason = passing ? this.#tookTooLong(batch, error) : error;
    const failure = reason instanceof Error ? reason : new Error(String(reason));
    for (const { fail } of batch.records) fail(failure);
    this.#changed();
  }

  #tookTooLong(batch: WaitingBatch, cause: unknown): RequestTimeout {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const what = `${batch.records.length} record(s) for ${partitionName(batch)}`;
    return new RequestTimeout(
      `Expiring ${what}: ${this.#options.deliveryTimeoutMs} ms has passed since batch creation. ${reason}`,
      { cause },
    );
  }

  /** Resolves at the next change of the buffer. */
  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #changed(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }
}

interface TopicData {
  readonly name: string;
  readonly topicId: string;
  readonly partitionData: readonly { readonly index: number; readonly records: Uint8Array }[];
}

/** One entry for each topic, whatever the number of its partitions. */
function joinTopics(topics: readonly TopicData[]): TopicData[] {
  const joined = new Map<string, TopicData>();
  for (const topic of topics) {
    const partitionData = [
      ...(joined.get(topic.name)?.partitionData ?? []),
      ...topic.partitionData,
    ];
    joined.set(topic.name, { ...topic, partitionData });
  }
  return [...joined.values()];
}
