/**
 * How a log grows: batches go to the active segment, and a new segment begins where one has to.
 *
 *     active segment 500 (full)                       log end 873
 *     | 500 ..................... 872 |               v
 *                                     | 873 .. 880 |            rolled first, then written
 *                                     segment 873, active now
 *
 * The decision is made before a batch is written, never after: so no segment is larger than
 * `segment.bytes` (but for a single append that alone is), and a batch is never split.
 *
 * Invariant: the active segment holds the log's end, and segments follow each other without a gap,
 * for the new one is named by the log's end and not by the first offset that goes into it.
 *
 * Source: org.apache.kafka.storage.internals.log.UnifiedLog.maybeRoll, LocalLog.roll.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { AcceptedAppend } from '#storage/append-validation.ts';
import type { LogConfig } from '#storage/log-config.ts';
import type { Segment } from '#storage/segment.ts';
import type { SegmentList } from '#storage/segment-list.ts';

/** What of a log changes as it grows. */
export interface GrowingLog {
  /** The last one, `segments.active`, is the one to write to. */
  readonly segments: SegmentList;
  readonly config: LogConfig;
  /** The offset that the next record gets: one after the last. */
  logEndOffset: number;
  /**
   * Makes an empty segment at the log's end and adds it to `segments`, as the active one. The log
   * also takes what a roll is an occasion for: a snapshot of the producers, a sync of `previous`.
   */
  beginSegment(previous: Segment): void;
}

/**
 * Appends batches whose offsets have been given already. Rolls first (`rollLog`) when the active
 * segment has to (`shouldRoll`, asked with the whole append: all its bytes, its largest timestamp,
 * its last offset, `now` and the log's present configuration). Afterwards the log's end is one after
 * the last offset.
 *
 * A leader's first offset is the log's end. A follower of a compacted log may get one far beyond
 * it: where the last offset lies more than `MAX_RELATIVE_OFFSET` beyond the log's end, no segment
 * that begins there could hold it, and so the log's end moves to the first offset before the roll.
 *
 * A failure of the disk passes on. Nothing was appended then, and the log's end is as it was, or
 * where the roll has put it: it never lies below the active segment's base offset.
 */
export function appendToLog(log: GrowingLog, append: AcceptedAppend, now: number): void {
  throw new NotImplemented('1.7', 'appendToLog');
}

/**
 * Ends the active segment (`finish`) and begins a new one at the log's end (`beginSegment`, which is
 * given the segment that was ended).
 *
 * An active segment that begins at the log's end already is empty: there is nothing to end, and no
 * two segments may have one base offset. It stays the active one; only its indexes are made anew
 * (`resetIndexes`).
 */
export function rollLog(log: GrowingLog): void {
  throw new NotImplemented('1.7', 'rollLog');
}
