/**
 * The offsets that a log directory keeps for all its partitions, one file for each kind.
 *
 *   recovery-point-offset-checkpoint   below: on disk. After a crash, scanning begins here
 *   replication-offset-checkpoint      high watermarks: below: on every in-sync replica
 *   log-start-offset-checkpoint        logs that begin inside their first segment (deleteRecords)
 *   (cleaner-offset-checkpoint         is the cleaner's own: see storage/cleaner)
 *
 * Each has a safe value to fall back to, so a damaged file costs time, never records: no recovery
 * point means scanning all, no start offset means the first segment's. They are written once a
 * minute and at shutdown; what is read back may be older than the log, and that is safe too.
 */
import type { Env } from '#env/env.ts';
import {
  type CheckpointFile,
  offsetCheckpoint,
  offsetsByPartition,
  type PartitionOffset,
} from '#storage/checkpoint-file.ts';
import { joinPath, partitionName, type TopicPartition } from '#storage/log-files.ts';
import type { PartitionLog } from '#storage/partition-log.ts';

/** The offsets of one partition as of the last checkpoint. */
export interface CheckpointedOffsets {
  readonly recoveryPoint: number;
  readonly logStartOffset: number;
  readonly highWatermark: number;
}

export class DirectoryCheckpoints {
  private readonly recoveryPoints: OffsetTable;
  private readonly logStarts: OffsetTable;
  private readonly highWatermarks: OffsetTable;

  constructor(env: Env, directory: string) {
    this.recoveryPoints = new OffsetTable(env, directory, 'recovery-point-offset-checkpoint');
    this.logStarts = new OffsetTable(env, directory, 'log-start-offset-checkpoint');
    this.highWatermarks = new OffsetTable(env, directory, 'replication-offset-checkpoint');
  }

  /** What was known of a partition; zeros for one that was not. */
  of(topicPartition: TopicPartition): CheckpointedOffsets {
    return {
      recoveryPoint: this.recoveryPoints.get(topicPartition),
      logStartOffset: this.logStarts.get(topicPartition),
      highWatermark: this.highWatermarks.get(topicPartition),
    };
  }

  /** Forgets a partition that is deleted; a new one of that name starts from nothing. */
  forget(topicPartition: TopicPartition): void {
    this.recoveryPoints.delete(topicPartition);
    this.logStarts.delete(topicPartition);
    this.highWatermarks.delete(topicPartition);
  }

  /** Takes the offsets of open logs in, and makes all three files durable. */
  async write(logs: Iterable<PartitionLog>): Promise<void> {
    for (const log of logs) {
      this.recoveryPoints.set(log.topicPartition, log.recoveryPoint);
      this.highWatermarks.set(log.topicPartition, log.highWatermark);
      // Where the first segment's name says it, Kafka keeps no entry.
      if (log.logStartOffset > log.segments.first.baseOffset) {
        this.logStarts.set(log.topicPartition, log.logStartOffset);
      } else this.logStarts.delete(log.topicPartition);
    }
    await this.recoveryPoints.write();
    await this.logStarts.write();
    await this.highWatermarks.write();
  }
}

/** One file's offsets. Partitions that are not open keep theirs. */
class OffsetTable {
  private readonly file: CheckpointFile<PartitionOffset>;
  private readonly offsets: Map<string, PartitionOffset>;

  constructor(env: Env, directory: string, name: string) {
    const path = joinPath(directory, name);
    this.file = offsetCheckpoint(env.disk, path);
    this.offsets = offsetsByPartition(this.file, (error) => {
      env.log.warn('A checkpoint is damaged; its offsets start from 0.', { file: path, error });
    });
  }

  get(topicPartition: TopicPartition): number {
    return this.offsets.get(partitionName(topicPartition))?.offset ?? 0;
  }

  set(topicPartition: TopicPartition, offset: number): void {
    this.offsets.set(partitionName(topicPartition), { ...topicPartition, offset });
  }

  delete(topicPartition: TopicPartition): void {
    this.offsets.delete(partitionName(topicPartition));
  }

  write(): Promise<void> {
    return this.file.writeDurably([...this.offsets.values()]);
  }
}
