/**
 * What goes wrong for a consumer beside what brokers refuse (`KafkaError`): Kafka's exceptions, by
 * their names without "Exception", with Kafka's sentences.
 *
 *     the call makes no sense now     IllegalState, IllegalArgument, InvalidGroupId
 *     the group has gone on           CommitFailed, RebalanceInProgress, FencedInstanceId
 *     there is nowhere to begin       NoOffsetForPartition, OffsetOutOfRange, LogTruncation
 *     it may work another time        RetriableCommitFailed, CallTimeout
 *     somebody called `wakeup`        Wakeup
 */
import { partitionName, type TopicPartition } from '#storage/log-files.ts';

/** Not in this state of the consumer. */
export class IllegalState extends Error {
  override readonly name = 'IllegalState';
}

/** Not with this value. */
export class IllegalArgument extends Error {
  override readonly name = 'IllegalArgument';
}

/** Groups and commits need a group.id. */
export class InvalidGroupId extends Error {
  override readonly name = 'InvalidGroupId';

  constructor(
    message = 'To use the group management or offset commit APIs, you must provide a valid group.id ' +
      'in the consumer configuration.',
  ) {
    super(message);
  }
}

/** The partitions may be another member's by now: committing again can't help. */
export class CommitFailed extends Error {
  override readonly name = 'CommitFailed';

  constructor(
    message = 'Commit cannot be completed since the group has already rebalanced and assigned the ' +
      'partitions to another member. This means that the time between subsequent calls to poll() was ' +
      'longer than the configured max.poll.interval.ms, which typically implies that the poll loop is ' +
      'spending too much time message processing. You can address this either by increasing ' +
      'max.poll.interval.ms or by reducing the maximum size of batches returned in poll() with ' +
      'max.poll.records.',
  ) {
    super(message);
  }

  /** There is no generation to commit in. */
  static ofNoMember(): CommitFailed {
    return new CommitFailed(
      'Offset commit cannot be completed since the consumer is not part of an active group for ' +
        'auto partition assignment; it is likely that the consumer was kicked out of the group.',
    );
  }
}

/** An asynchronous commit that was not tried again, though it might have helped. */
export class RetriableCommitFailed extends Error {
  override readonly name = 'RetriableCommitFailed';

  constructor(cause: unknown) {
    super(
      'Offset commit failed with a retriable exception. You should retry committing the latest ' +
        'consumed offsets.',
      { cause },
    );
  }
}

/** After the next polls have brought the rebalance to its end, the call may work. */
export class RebalanceInProgress extends Error {
  override readonly name = 'RebalanceInProgress';
}

/** Another consumer has taken over this one's group.instance.id. */
export class FencedInstanceId extends Error {
  override readonly name = 'FencedInstanceId';
}

/** The call's time is over. */
export class CallTimeout extends Error {
  override readonly name = 'CallTimeout';
}

/** `wakeup` ended a call that waited. */
export class Wakeup extends Error {
  override readonly name = 'Wakeup';
}

/** The group has committed nothing there, and auto.offset.reset=none. */
export class NoOffsetForPartition extends Error {
  override readonly name = 'NoOffsetForPartition';
  readonly partitions: readonly TopicPartition[];

  constructor(partitions: readonly TopicPartition[]) {
    const names = partitions.map(partitionName).join(', ');
    super(`Undefined offset with no reset policy for partitions: [${names}]`);
    this.partitions = partitions;
  }
}

/** The log does not have that offset (any more, or yet), and auto.offset.reset=none. */
export class OffsetOutOfRange extends Error {
  override readonly name: string = 'OffsetOutOfRange';
  readonly partition: TopicPartition;
  readonly offset: number;

  constructor(partition: TopicPartition, offset: number, message?: string) {
    super(
      message ??
        `Fetch position ${offset} is out of range for partition ${partitionName(partition)}`,
    );
    this.partition = partition;
    this.offset = offset;
  }
}

/** Records that were read are gone: an unclean election has cut the log (KIP-320). */
export class LogTruncation extends OffsetOutOfRange {
  override readonly name = 'LogTruncation';
  /** Where the logs part, if the new leader can tell. */
  readonly divergentOffset: number | undefined;

  constructor(partition: TopicPartition, offset: number, divergentOffset: number | undefined) {
    const where = divergentOffset === undefined ? '' : `, divergent offset ${divergentOffset}`;
    super(
      partition,
      offset,
      `Truncated partitions detected with divergent offsets {${partitionName(partition)}}: ` +
        `fetch position ${offset}${where}`,
    );
    this.divergentOffset = divergentOffset;
  }
}
