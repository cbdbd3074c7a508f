/**
 * What a crash left of one segment: which batches can be trusted, and what is cut off behind them.
 *
 *   .log     | 500-509 | 510 | 511-540 | 541-54        a torn write: the power went
 *                                      ^ cut here; the log goes on at 541
 *
 * A crash may also leave a batch whose length is right and whose bytes are not, zeros where a page
 * was never written, or batches of a history that had been cut off. So each batch has to be whole,
 * to be the one that can come next, and to have the checksum that its header says. The first that
 * is not ends the segment, and all behind it goes, however good it looks: the log is one sequence.
 *
 * Source: org.apache.kafka.storage.internals.log.LogSegment.recover.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { WholeBatch } from '#storage/batch-scan.ts';
import type { Segment } from '#storage/segment.ts';

export interface RecoveredSegment {
  /** The offset after the last batch that stays; the segment's base offset when none does. */
  readonly nextOffset: number;
  /** Bytes taken off the end of the file, the unused room of a preallocated one included. */
  readonly cutBytes: number;
  /** Offsets are missing inside: compaction took them, for a disk loses only what is at an end. */
  readonly hasGaps: boolean;
}

/**
 * Rebuilds a segment's indexes from its batches, and cuts off what is not, or no more, part of it.
 *
 * The indexes are emptied (`resetIndexes`). Then the batches are walked from the first byte on
 * (`wholeBatches`, which ends where no whole batch begins), as long as each
 *
 *   - begins at or after the offset that comes next (the base offset, then one after the last of
 *     the batch before), and does not end before it begins;
 *   - ends below `limit`, the base offset of the segment that follows (Infinity where none does):
 *     beyond it lies the tail of a cut that the crash has undone;
 *   - ends at most `MAX_RELATIVE_OFFSET` beyond the base offset;
 *   - has the checksum of its bytes (`isCrcValid(bytes, header)`);
 *   - is accepted by `takeIn`, which is asked last, once for each: it keeps what the log derives
 *     from its batches, and false says that the batch's content can't be understood.
 *
 * Each of these is noted in the indexes (`noteBatch`, with its position in the file). At the first
 * that is not, the file is cut there (`truncateToPosition`). Last, the segment is finished
 * (`finish`): all its index entries are in their files.
 *
 * `hasGaps` is true when an offset between the first one that could be (the base offset) and
 * `nextOffset` has no record: a batch begins later than it might, or counts fewer records
 * (`recordCount`) than its offsets could hold.
 */
export function recoverSegment(
  segment: Segment,
  limit: number,
  takeIn: (batch: WholeBatch, segment: Segment) => boolean,
): RecoveredSegment {
  throw new NotImplemented('1.8', 'recoverSegment');
}
