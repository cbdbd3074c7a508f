/**
 * From what a crash left of a log to a log that can be trusted.
 *
 *        below the recovery point                 from the recovery point on
 *   | segment 0 | segment 500 | segment 900 ....:.............. | segment 1400 ... torn
 *     known to be on disk with their indexes    ^ recovered: batch by batch, CRC by CRC
 *
 * After a clean shutdown nothing is scanned, so a start takes no longer for a large log. Otherwise
 * the segment that holds the recovery point and all later ones are; each must go on where the one
 * before ended. What follows the first that does not can't be trusted either.
 *
 * Why the gap matters: a disk may keep a later file and lose the tail of an earlier one, and where
 * that tail ended, by chance, between two batches, the earlier one looks whole. Only its neighbour
 * tells. (Compaction takes offsets out rightly, also at a segment's end.)
 *
 * Source: org.apache.kafka.storage.internals.log.LogLoader.recoverLog.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { WholeBatch } from '#storage/batch-scan.ts';
import type { Segment } from '#storage/segment.ts';
import type { SegmentList } from '#storage/segment-list.ts';

/** The log whose segments are recovered; it is told of what is found, in the log's order. */
export interface RecoveringLog {
  readonly segments: SegmentList;
  /** Everything before `first` is trusted: what is derived from the log begins there. */
  begin(first: Segment): void;
  /** The log goes on in `segment`, the second or a later one of those that are recovered. */
  goOnIn(segment: Segment): void;
  /** Takes in a batch that is whole; false when its content can't be understood. */
  takeIn(batch: WholeBatch, segment: Segment): boolean;
}

export interface RecoveryRules {
  /** Records below it, and the indexes of segments that end below it, are known to be on disk. */
  readonly recoveryPoint: number;
  /** The log was closed properly, so nothing needs to be looked at. */
  readonly cleanShutdown: boolean;
  /** The topic's cleanup policy has `compact`: offsets may be missing anywhere. */
  readonly isCompacted: boolean;
}

export interface RecoveredLog {
  /** Where the log ends: one after its last offset. */
  readonly logEndOffset: number;
  /** The segments of which something was cut off, with how many bytes. */
  readonly cut: readonly { readonly segment: Segment; readonly cutBytes: number }[];
  /** The segments that could not follow; they are out of the log, and their files are gone. */
  readonly dropped: readonly Segment[];
}

/**
 * Recovers the segments that hold offsets at the recovery point or above (`segments.from`), oldest
 * first, by `recoverSegment`. Its limit is the base offset of the next segment in the list, be that
 * dropped later or not, and Infinity for the last; what it finds in batches goes to `log.takeIn`.
 *
 * Before the first, `log.begin` is called with it; before each further one, `log.goOnIn`.
 *
 * A segment, but the first, may only follow if its base offset is the offset at which the log ended
 * so far. In a log that is compacted, or where the segment before has gaps (it may have been
 * compacted before the topic's policy changed), it may also begin later; never earlier. One that
 * may not follow is dropped, with all after it: they are taken out of `log.segments`, and their
 * files are removed (`remove`), at once.
 *
 * After a clean shutdown, and of a log without segments, undefined: nothing is scanned or changed,
 * nothing is called.
 */
export function recoverLog(log: RecoveringLog, rules: RecoveryRules): RecoveredLog | undefined {
  throw new NotImplemented('1.8', 'recoverLog');
}
