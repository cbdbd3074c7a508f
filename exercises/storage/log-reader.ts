/**
 * Reading from a log: which bytes answer a fetch.
 *
 *   fetch from 1203     index: 1180 -> 40960
 *                       |
 *     | 1180..1190 | 1191..1202 | 1203..1250 | 1251 ...       ...up to the isolation's limit
 *     ^ scan starts here        ^ the answer starts here
 *
 * Batches are sent as they are stored, from the one that holds the offset asked for: its earlier
 * records are the consumer's to skip. The last batch may be cut off at the size limit; clients
 * drop the fragment. A fetch reads from one segment only, so it is one copy from the page cache.
 *
 * Source: org.apache.kafka.storage.internals.log.LocalLog.read, LogSegment.read.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { AbortedTransaction } from '#storage/producer-state.ts';
import type { SegmentList } from '#storage/segment-list.ts';

export interface ReadOptions {
  /** The most bytes to copy; 0 and less are none, unless `minOneMessage` says otherwise. */
  readonly maxBytes: number;
  /** Whether the first batch is copied whole even if it is larger than `maxBytes`. */
  readonly minOneMessage: boolean;
  /** Followers read to the log's end, consumers to what is replicated or decided. */
  readonly upTo: 'logEnd' | 'highWatermark' | 'lastStable';
  /** Gives the memory to copy into, of exactly that many bytes, to `Segment.read`; else it is new. */
  readonly allocate?: (length: number) => Uint8Array;
}

export interface ReadResult {
  readonly errorCode: number;
  /** Record batches, back to back, in at most one piece; none where nothing can be read. */
  readonly pieces: readonly Uint8Array[];
  readonly sizeInBytes: number;
  /** With `lastStable`: the aborted transactions that may have records in `pieces`. */
  readonly abortedTransactions: readonly AbortedTransaction[];
  readonly logStartOffset: number;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
}

/** What reading needs to know of a log. */
export interface ReadableLog {
  readonly segments: SegmentList;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
}

/**
 * Reads from `startOffset` on.
 *
 * An offset below the log's start or above its end is refused: `errorCode` OFFSET_OUT_OF_RANGE, no
 * pieces. The end itself is in range, for that is where a consumer who has read all goes on; there
 * is nothing there yet, so no pieces and no error.
 *
 * Otherwise `pieces` is one copy of bytes out of one segment, from the first byte of the batch that
 * holds `startOffset` (where compaction left a gap: of the first one after it, be it in a later
 * segment), up to `maxBytes`, to the end of the segment, or to the first batch that reaches the
 * limit of `upTo`, whichever comes first. The limit is an offset: the log's end, its high watermark
 * or its last stable offset; a batch is given only if all its offsets lie below. At or beyond the
 * limit there are no pieces and no error.
 *
 * The last batch may be cut off at `maxBytes`. With `minOneMessage` the first batch comes whole,
 * however large: else a consumer whose `maxBytes` is smaller than a batch could never get past it.
 *
 * `sizeInBytes` is that of the pieces. With `lastStable`, `abortedTransactions` names those that
 * overlap what can be read of the segment (`abortedBetween`, from `startOffset` up to the limit or
 * the next segment's base offset, whichever is smaller); without pieces, or for another `upTo`, it
 * is empty. Error codes are `ErrorCode`'s (`#protocol/errors.ts`), NONE included. The log's three offsets
 * are told in every result, a refusal included.
 */
export function readLog(log: ReadableLog, startOffset: number, options: ReadOptions): ReadResult {
  throw new NotImplemented('1.7', 'readLog');
}

/**
 * How many bytes reads from `startOffset` on could return before they reach the limit of `upTo`, in
 * this and all later segments: a fetch that waits for `min.bytes` asks it, so it reads no batches.
 * 0 where there is nothing to read, and 0 for an offset out of range.
 */
export function readableBytes(
  log: ReadableLog,
  startOffset: number,
  upTo: ReadOptions['upTo'],
): number {
  throw new NotImplemented('1.7', 'readableBytes');
}
