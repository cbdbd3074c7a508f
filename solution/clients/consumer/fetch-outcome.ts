/**
 * What a consumer does when a leader refuses to let it read a partition.
 *
 *     not the leader, another epoch, not known here     look the topic up again, then go on
 *     the offset is outside of the log                  auto.offset.reset, or tell the application
 *     not allowed, damaged, anything else               tell the application
 *
 * The application is told by the poll after the last records that came before.
 */
import type { AssignedPartition, Position } from '#clients/consumer/assigned-partition.ts';
import { OffsetOutOfRange } from '#clients/consumer/consumer-error.ts';
import type { ConsumerSettings } from '#clients/consumer/consumer-options.ts';
import { afterOutOfRange } from '#clients/consumer/starting-offsets.ts';
import type { TopicMetadata } from '#clients/consumer/topic-metadata.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { partitionName } from '#storage/log-files.ts';

/** Codes that say that what the consumer knows of the topic is out of date. */
const OUTDATED: ReadonlySet<number> = new Set([
  ErrorCode.NOT_LEADER_OR_FOLLOWER,
  ErrorCode.REPLICA_NOT_AVAILABLE,
  ErrorCode.KAFKA_STORAGE_ERROR,
  ErrorCode.FENCED_LEADER_EPOCH,
  ErrorCode.OFFSET_NOT_AVAILABLE,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  ErrorCode.UNKNOWN_TOPIC_ID,
  ErrorCode.INCONSISTENT_TOPIC_ID,
]);

/** Codes that pass without anything being done. */
const PASSING: ReadonlySet<number> = new Set([
  ErrorCode.UNKNOWN_LEADER_EPOCH,
  ErrorCode.UNKNOWN_SERVER_ERROR,
]);

interface Failure {
  readonly partition: AssignedPartition;
  readonly era: number;
  readonly error: Error;
}

export class FetchOutcome {
  readonly #metadata: TopicMetadata;
  readonly #settings: ConsumerSettings;
  #failures: Failure[] = [];

  constructor(metadata: TopicMetadata, settings: ConsumerSettings) {
    this.#metadata = metadata;
    this.#settings = settings;
  }

  refused(partition: AssignedPartition, from: Position, errorCode: number): void {
    if (OUTDATED.has(errorCode)) this.#metadata.outdated();
    else if (errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) this.#outOfRange(partition, from);
    else if (!PASSING.has(errorCode)) this.#fail(partition, failureOf(partition, from, errorCode));
  }

  /** Throws the oldest failure that still matters, once. */
  throwFailure(): void {
    this.#failures = this.#failures.filter(
      ({ partition, era }) => partition.era === era && !partition.isGone,
    );
    const failure = this.#failures.shift();
    if (failure !== undefined) throw failure.error;
  }

  #outOfRange(partition: AssignedPartition, from: Position): void {
    const { position } = partition;
    if (position === undefined) return;
    const next = afterOutOfRange(position, from.offset, this.#settings.autoOffsetReset);
    if (next.kind === 'reset') partition.resetTo(next.reset);
    else if (next.kind === 'none') {
      this.#fail(partition, new OffsetOutOfRange(partition, from.offset));
    }
  }

  /** Each partition's failure is told once, until it has been heard. */
  #fail(partition: AssignedPartition, error: Error): void {
    if (this.#failures.some((one) => one.partition === partition)) return;
    this.#failures.push({ partition, era: partition.era, error });
  }
}

function failureOf(partition: AssignedPartition, from: Position, errorCode: number): KafkaError {
  const name = partitionName(partition);
  if (errorCode === ErrorCode.TOPIC_AUTHORIZATION_FAILED) {
    return new KafkaError(errorCode, `Not authorized to access topics: [${partition.topic}]`);
  }
  if (errorCode === ErrorCode.CORRUPT_MESSAGE) {
    return new KafkaError(
      errorCode,
      `Encountered corrupt message when fetching offset ${from.offset} for topic-partition ${name}`,
    );
  }
  return new KafkaError(
    errorCode,
    `Unexpected error code ${errorCode} while fetching at offset ${from.offset} from ` +
      `topic-partition ${name}`,
  );
}
