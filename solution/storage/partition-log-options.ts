/**
 * How a partition's log is opened, and who hears of it.
 */
import type { LogConfig } from '#storage/log-config.ts';
import type { TopicPartition } from '#storage/log-files.ts';
import type { PartitionLog } from '#storage/partition-log.ts';

export interface PartitionLogOptions {
  /** The partition's own directory, `<log.dirs>/<topic>-<partition>`; made if it is missing. */
  readonly directory: string;
  readonly topicPartition: TopicPartition;
  /** Written to partition.metadata; without it, the id is what that file says. */
  readonly topicId?: string;
  readonly config: LogConfig;
  /** From the directory's checkpoints: records below are known to be on disk. */
  readonly recoveryPoint?: number;
  readonly logStartOffset?: number;
  /** True when the log was closed properly, so nothing needs to be checked. */
  readonly cleanShutdown?: boolean;
  /** How long an idle producer is remembered (`producer.id.expiration.ms`). */
  readonly producerIdExpirationMs?: number;
}

/** Who wants to know that a log moved: those who wait for records, or for replicas. */
export interface LogListener {
  appended?(log: PartitionLog): void;
  highWatermarkMoved?(log: PartitionLog): void;
}
