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
import { ErrorCode } from '#protocol/errors.ts';
import { abortedBetween } from '#storage/aborted-between.ts';
import type { AbortedTransaction } from '#storage/producer-state.ts';
import type { Segment } from '#storage/segment.ts';
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
  if (startOffset < log.logStartOffset || startOffset > log.logEndOffset) {
    return { ...result(log, []), errorCode: ErrorCode.OFFSET_OUT_OF_RANGE };
  }
  const limit = limitOf(log, options.upTo);
  const found = startOffset < limit ? locate(log, startOffset) : undefined;
  if (found === undefined) return result(log, []);
  const { segment, position, sizeInBytes } = found;
  const wanted = options.minOneMessage ? Math.max(options.maxBytes, sizeInBytes) : options.maxBytes;
  const available = endPosition(log, segment, limit) - position;
  const length = Math.min(wanted, available);
  if (length <= 0) return result(log, []);
  const aborted = options.upTo === 'lastStable' ? abortedIn(log, segment, startOffset, limit) : [];
  return result(log, [segment.read(position, length, options.allocate)], aborted);
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
  const limit = limitOf(log, upTo);
  if (startOffset >= limit || startOffset < log.logStartOffset) return 0;
  const found = locate(log, startOffset);
  if (found === undefined) return 0;
  let bytes = endPosition(log, found.segment, limit) - found.position;
  let next = log.segments.higher(found.segment.baseOffset);
  while (next !== undefined && next.baseOffset < limit) {
    bytes += endPosition(log, next, limit);
    next = log.segments.higher(next.baseOffset);
  }
  return bytes;
}

function limitOf(log: ReadableLog, upTo: ReadOptions['upTo']): number {
  if (upTo === 'logEnd') return log.logEndOffset;
  return upTo === 'highWatermark' ? log.highWatermark : log.lastStableOffset;
}

/** The first batch that ends at `offset` or later. Compaction leaves segments without one. */
function locate(
  log: ReadableLog,
  offset: number,
): { segment: Segment; position: number; sizeInBytes: number } | undefined {
  let segment = log.segments.floor(offset);
  while (segment !== undefined) {
    const batch = segment.batchHolding(offset);
    if (batch !== undefined) {
      return { segment, position: batch.position, sizeInBytes: batch.sizeInBytes };
    }
    segment = log.segments.higher(segment.baseOffset);
  }
  return undefined;
}

/** Where in the segment the batches below `limit` end. */
function endPosition(log: ReadableLog, segment: Segment, limit: number): number {
  if (limit >= log.logEndOffset) return segment.size;
  const next = log.segments.higher(segment.baseOffset);
  if (next !== undefined && next.baseOffset <= limit) return segment.size;
  return segment.batchHolding(limit)?.position ?? segment.size;
}

/** The aborted transactions with records in what can be read of the segment. */
function abortedIn(
  log: ReadableLog,
  segment: Segment,
  from: number,
  limit: number,
): AbortedTransaction[] {
  const next = log.segments.higher(segment.baseOffset);
  return abortedBetween(log.segments, from, Math.min(limit, next?.baseOffset ?? limit));
}

function result(
  log: ReadableLog,
  pieces: readonly Uint8Array[],
  abortedTransactions: readonly AbortedTransaction[] = [],
): ReadResult {
  return {
    errorCode: ErrorCode.NONE,
    pieces,
    sizeInBytes: pieces[0]?.length ?? 0,
    abortedTransactions,
    logStartOffset: log.logStartOffset,
    highWatermark: log.highWatermark,
    lastStableOffset: log.lastStableOffset,
  };
}
