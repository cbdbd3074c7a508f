/**
 * A consumer that is told which partitions to read and from where: no group, no commits.
 *
 *     consumer.assign([{ topic: 'orders', partition: 0, offset: 'earliest' }]);
 *     for (const record of await consumer.poll(1000)) …
 *
 * Each poll asks every leader once for the partitions that it leads, from the offset after the last
 * record returned. A position that the log does not have (any more, or yet) is set anew by the
 * reset policy. Groups come in chapter 02, fetch sessions and prefetching in chapter 06.
 *
 * Invariant: a partition's records come in order of their offsets, each once.
 */
import { listOffsets, OffsetSpec } from '#clients/admin-records.ts';
import { type ClientOptions, ClusterClient, isPassing } from '#clients/cluster-client.ts';
import { KafkaError, throwIfError } from '#clients/kafka-error.ts';
import { readableRecords } from '#clients/readable-records.ts';
import { TopicPartitions } from '#clients/topic-partitions.ts';
import type { Env } from '#env/env.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { FetchRequest, FetchResponse } from '#protocol/messages/fetch.ts';
import type { TimestampType } from '#storage/batch-header.ts';
import { partitionName, type TopicPartition } from '#storage/log-files.ts';
import type { Record } from '#storage/record.ts';

export type ResetPolicy = 'earliest' | 'latest' | 'none';

export interface ConsumerOptions extends ClientOptions {
  /** Where to go on when the position is outside of the log. */
  readonly resetPolicy?: ResetPolicy;
  readonly isolationLevel?: 'read_uncommitted' | 'read_committed';
  readonly minBytes?: number;
  readonly maxBytes?: number;
  readonly maxPartitionBytes?: number;
}

const DEFAULTS = {
  resetPolicy: 'latest',
  isolationLevel: 'read_uncommitted',
  minBytes: 1,
  maxBytes: 50 * 1024 * 1024,
  maxPartitionBytes: 1024 * 1024,
} as const;

/** A partition to read, and where to begin: an offset, or an end of the log. */
export interface Assignment extends TopicPartition {
  readonly offset: number | 'earliest' | 'latest';
}

export interface ConsumedRecord extends Record, TopicPartition {
  readonly timestampType: TimestampType;
  readonly leaderEpoch: number;
}

interface Position extends TopicPartition {
  offset: number | 'earliest' | 'latest';
}

type FetchedPartition = FetchResponse['responses'][number]['partitions'][number];

export class PartitionConsumer {
  readonly #env: Env;
  readonly #cluster: ClusterClient;
  readonly #topics: TopicPartitions;
  readonly #options: Required<Omit<ConsumerOptions, keyof ClientOptions>>;
  readonly #positions = new Map<string, Position>();

  constructor(env: Env, options: ConsumerOptions) {
    this.#env = env;
    this.#options = { ...DEFAULTS, ...options };
    this.#cluster = new ClusterClient(env, { clientId: 'gregor-consumer', ...options });
    this.#topics = new TopicPartitions(this.#cluster, { allowAutoCreation: true });
  }

  /** The partitions of a topic. Throws a KafkaError where there is no such topic. */
  async partitionsOf(topic: string): Promise<number[]> {
    const known = await this.#cluster.attempt('metadata', () => this.#topics.of(topic));
    return [...known.leaders.keys()];
  }

  /** Reads these partitions from now on, and no others. */
  assign(assignments: readonly Assignment[]): void {
    this.#positions.clear();
    for (const one of assignments) this.#positions.set(partitionName(one), { ...one });
  }

  /** Goes on from another place. */
  seek(assignment: Assignment): void {
    this.#positions.set(partitionName(assignment), { ...assignment });
  }

  /** The offset of the next record, or the end that it will be looked up from. */
  position(partition: TopicPartition): number | 'earliest' | 'latest' | undefined {
    return this.#positions.get(partitionName(partition))?.offset;
  }

  /**
   * The next records; none when nothing came within `maxWaitMs`. Failures that pass by themselves
   * are waited out within that time too.
   *
   * @throws KafkaError
   */
  async poll(maxWaitMs: number): Promise<ConsumedRecord[]> {
    const { clock } = this.#env;
    const deadline = clock.monotonicMs() + maxWaitMs;
    for (;;) {
      const leftMs = Math.max(0, Math.floor(deadline - clock.monotonicMs()));
      const records = await this.#pollOnce(leftMs);
      if (records.length > 0 || clock.monotonicMs() >= deadline) return records;
      // An empty answer before its time (a broker that is going down) must not spin.
      await clock.sleep(Math.min(10, Math.max(0, deadline - clock.monotonicMs())));
    }
  }

  close(): Promise<void> {
    return this.#cluster.close();
  }

  async #pollOnce(maxWaitMs: number): Promise<ConsumedRecord[]> {
    try {
      await this.#resolvePositions();
      const byLeader = new Map<number, Position[]>();
      for (const position of this.#positions.values()) {
        const leader = await this.#topics.leaderOf(position.topic, position.partition);
        byLeader.set(leader, [...(byLeader.get(leader) ?? []), position]);
      }
      const fetches = [...byLeader].map(([leader, led]) => this.#fetch(leader, led, maxWaitMs));
      return (await Promise.all(fetches)).flat();
    } catch (error) {
      if (!isPassing(error)) throw error;
      for (const { topic } of this.#positions.values()) this.#topics.forget(topic);
      await this.#env.clock.sleep(Math.min(maxWaitMs, this.#cluster.options.retryBackoffMs));
      return [];
    }
  }

  /** Turns 'earliest' and 'latest' into offsets. */
  async #resolvePositions(): Promise<void> {
    const open = [...this.#positions.values()].filter(({ offset }) => typeof offset === 'string');
    if (open.length === 0) return;
    const queries = open.map(({ topic, partition, offset }) => ({
      topic,
      partition,
      timestamp: offset === 'earliest' ? OffsetSpec.EARLIEST : OffsetSpec.LATEST,
    }));
    const readCommitted = this.#options.isolationLevel === 'read_committed';
    for (const found of await listOffsets(this.#cluster, queries, { readCommitted })) {
      if (found.error !== undefined) throw found.error;
      const position = this.#positions.get(partitionName(found));
      if (position !== undefined) position.offset = found.offset;
    }
  }

  async #fetch(
    leader: number,
    led: readonly Position[],
    maxWaitMs: number,
  ): Promise<ConsumedRecord[]> {
    const { minBytes, maxBytes, maxPartitionBytes, isolationLevel } = this.#options;
    const topics = await Promise.all(
      led.map(async ({ topic, partition, offset }) => ({
        topic,
        topicId: (await this.#topics.of(topic)).topicId,
        partitions: [
          { partition, fetchOffset: offset as number, partitionMaxBytes: maxPartitionBytes },
        ],
      })),
    );
    const { requestTimeoutMs } = this.#cluster.options;
    const response = await this.#cluster.ask(
      leader,
      FetchRequest,
      FetchResponse,
      {
        maxWaitMs,
        minBytes,
        maxBytes,
        isolationLevel: isolationLevel === 'read_committed' ? 1 : 0,
        topics,
      },
      requestTimeoutMs + maxWaitMs,
    );
    throwIfError(response.errorCode);
    const records: ConsumedRecord[] = [];
    for (const { topic, topicId, partitions } of response.responses) {
      const name = topic === '' ? (this.#topics.nameOf(topicId) ?? '') : topic;
      for (const fetched of partitions) records.push(...this.#take(name, fetched));
    }
    return records;
  }

  /** The records of one partition's answer; the position moves behind them. */
  #take(topic: string, fetched: FetchedPartition): ConsumedRecord[] {
    const { partitionIndex: partition, errorCode } = fetched;
    const position = this.#positions.get(partitionName({ topic, partition }));
    if (position === undefined || typeof position.offset === 'string') return [];
    if (errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) {
      this.#reset(position);
      return [];
    }
    throwIfError(errorCode);
    const { records, nextOffset } = readableRecords(fetched, position.offset, {
      codecs: this.#env.codecs,
      readCommitted: this.#options.isolationLevel === 'read_committed',
    });
    position.offset = nextOffset;
    return records.map((record) => ({ ...record, topic, partition }));
  }

  #reset(position: Position): void {
    const { resetPolicy } = this.#options;
    if (resetPolicy !== 'none') {
      position.offset = resetPolicy;
      return;
    }
    throw new KafkaError(
      ErrorCode.OFFSET_OUT_OF_RANGE,
      `Fetch position ${position.offset} is out of range for partition ${partitionName(position)}`,
    );
  }
}
