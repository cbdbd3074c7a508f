/**
 * An offset as a group commits it: where to go on reading a partition, and a note beside it.
 */
import type { TopicPartition } from '#storage/log-files.ts';

export interface OffsetToCommit extends TopicPartition {
  /** The next offset to be read: one more than that of the last record which is done. */
  readonly offset: number;
  /** The leader epoch of that last record, by which a cut log is noticed; -1 or left out: unknown. */
  readonly leaderEpoch?: number;
  readonly metadata?: string;
}

export type CommittedOffset = Required<OffsetToCommit>;
