/**
 * An offset as a group commits it: where to go on reading a partition.
 *
 *     records done   ... 41 42 43
 *     committed                    44     the next one, not the last one
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { TopicPartition } from '#storage/log-files.ts';

export interface OffsetToCommit extends TopicPartition {
  /** The next offset to be read: one more than that of the last record which is done. */
  readonly offset: number;
  /** The leader epoch of that last record, by which a cut log is noticed; -1 or left out: unknown. */
  readonly leaderEpoch?: number;
  /** A note beside it, for people and tools. */
  readonly metadata?: string;
}

export type CommittedOffset = Required<OffsetToCommit>;

/** What `offsetsAfter` looks at in a record. */
export interface RecordPlace extends TopicPartition {
  readonly offset: number;
  readonly leaderEpoch: number;
}

/**
 * What to commit once these records are done: for each of their partitions, where to go on, with
 * the leader epoch of the last record. Partitions without a record among them are left out.
 *
 * @param records of any partitions, those of one in the order of their offsets. Offsets may have
 *   gaps: compaction and transaction markers leave them.
 */
export function offsetsAfter(records: readonly RecordPlace[]): OffsetToCommit[] {
  throw new NotImplemented('2.8', 'offsetsAfter');
}
