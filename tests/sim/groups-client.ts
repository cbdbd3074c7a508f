/**
 * Our real client as a member of the simulated group: clients/consumer/, by what an application sees
 * of it.
 */
import type { OffsetToCommit } from '#clients/consumer/committed-offset.ts';
import { Consumer } from '#clients/consumer/consumer.ts';
import {
  CallTimeout,
  CommitFailed as CommitRefused,
  FencedInstanceId,
  RebalanceInProgress,
} from '#clients/consumer/consumer-error.ts';
import { assignorsNamed } from '#clients/consumer/consumer-options.ts';
import { EARLIEST } from '#clients/consumer/offset-reset.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import type { Env } from '#env/env.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type { TopicPartition } from '#storage/log-files.ts';
import {
  CommitFailed,
  type Delivered,
  Ended,
  type GroupConsumer,
  type GroupConsumerOptions,
  type OwnershipListener,
} from './groups-consumer.ts';

const FETCH_WAIT_MS = 1500;
const CALL_TIMEOUT_MS = 8000;

/** With these a member of the consumer protocol ends, in Java's client as well. */
const ENDING: ReadonlySet<number> = new Set([
  ErrorCode.UNRELEASED_INSTANCE_ID,
  ErrorCode.GROUP_ID_NOT_FOUND,
]);

const numbersOf = (partitions: readonly TopicPartition[]) =>
  partitions.map(({ partition }) => partition);

export class ClientConsumer implements GroupConsumer {
  readonly #options: GroupConsumerOptions;
  readonly #listener: OwnershipListener;
  readonly #consumer: Consumer;
  #isSubscribed = false;
  #isClosing = false;

  constructor(env: Env, options: GroupConsumerOptions, listener: OwnershipListener) {
    this.#options = options;
    this.#listener = listener;
    this.#consumer = new Consumer(env, {
      bootstrapServers: `${options.address.host}:${options.address.port}`,
      clientId: 'client',
      groupId: options.groupId,
      groupInstanceId: options.instanceId ?? undefined,
      groupProtocol: options.protocol,
      assignors: assignorsNamed(options.assignors),
      enableAutoCommit: options.autoCommit,
      autoCommitIntervalMs: options.autoCommitIntervalMs,
      autoOffsetReset: EARLIEST,
      sessionTimeoutMs: options.sessionTimeoutMs,
      heartbeatIntervalMs: options.heartbeatIntervalMs,
      maxPollIntervalMs: options.maxPollIntervalMs,
      maxPollRecords: options.maxPollRecords,
      fetchMaxWaitMs: FETCH_WAIT_MS,
      requestTimeoutMs: options.requestTimeoutMs,
      apiTimeoutMs: CALL_TIMEOUT_MS,
    });
  }

  get generation(): number {
    return this.#isClosing ? -1 : this.#consumer.groupMetadata().generationId;
  }

  get memberId(): string {
    return this.#isClosing ? '' : this.#consumer.groupMetadata().memberId;
  }

  async poll(timeoutMs: number): Promise<readonly Delivered[]> {
    try {
      if (!this.#isSubscribed) await this.#subscribe();
      return await this.#consumer.poll(timeoutMs);
    } catch (error) {
      throw endOr(error);
    }
  }

  async commit(offsets: ReadonlyMap<number, number>): Promise<void> {
    try {
      await this.#consumer.commitSync(this.#named(offsets));
    } catch (error) {
      throw isExpected(error) ? new CommitFailed('refused', { cause: error }) : endOr(error);
    }
  }

  commitBeside(offsets: ReadonlyMap<number, number>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#consumer.commitAsync(this.#named(offsets), (_, error) => {
        if (error === undefined) resolve();
        else reject(new CommitFailed('refused', { cause: error }));
      });
    });
  }

  close(): Promise<void> {
    this.#isClosing = true;
    return this.#consumer.close({ timeoutMs: CALL_TIMEOUT_MS });
  }

  #named(offsets: ReadonlyMap<number, number>): OffsetToCommit[] {
    const { topic } = this.#options;
    return [...offsets].map(([partition, offset]) => ({ topic, partition, offset }));
  }

  async #subscribe(): Promise<void> {
    this.#isSubscribed = true;
    await this.#consumer.subscribe([this.#options.topic], {
      onPartitionsAssigned: (partitions) => this.#listener.assigned(numbersOf(partitions)),
      onPartitionsRevoked: (partitions) => this.#listener.revoked(numbersOf(partitions)),
      onPartitionsLost: (partitions) => this.#listener.lost(numbersOf(partitions)),
    });
  }
}

/** A commit may come too late, in the wrong moment, or get no answer. */
function isExpected(error: unknown): boolean {
  if (error instanceof KafkaError) return error.code === ErrorCode.GROUP_ID_NOT_FOUND;
  return (
    error instanceof CommitRefused ||
    error instanceof RebalanceInProgress ||
    error instanceof CallTimeout
  );
}

function endOr(error: unknown): unknown {
  const ends =
    error instanceof KafkaError ? ENDING.has(error.code) : error instanceof FencedInstanceId;
  return ends ? new Ended((error as Error).message) : error;
}
