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
import type { AbortedTransaction } from '#storage/producer-state.ts';
import type { Segment } from '#storage/segment.ts';
import type { SegmentList } from '#storage/segment-list.ts';

export interface ReadOptions {
  /** The most bytes to copy. */
  readonly maxBytes: number;
  /** Whether the first batch is copied whole even if it is larger than `maxBytes`. */
  readonly minOneMessage: boolean;
  /** Followers read to the log's end, consumers to what is replicated or decided. */
  readonly upTo: 'logEnd' | 'highWatermark' | 'lastStable';
  /** Gives the memory to copy into, of exactly that many bytes; new memory when left out. */
  readonly allocate?: (length: number) => Uint8Array;
}

export interface ReadResult {
  readonly errorCode: number;
  /** Record batches, back to back. */
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

/** Reads from `startOffset`, which must lie between the log's start and end. */
export function readLog(log: ReadableLog, startOffset: number, options: ReadOptions): ReadResult {
  const limit = limitOf(log, options.upTo);
  if (startOffset >= limit) return result(log, []);
  const found = locate(log, startOffset);
  if (found === undefined) return result(log, []);
  const { segment, position, sizeInBytes } = found;
  const wanted = options.minOneMessage ? Math.max(options.maxBytes, sizeInBytes) : options.maxBytes;
  const available = endPosition(log, segment, limit) - position;
  const length = Math.min(wanted, available);
  if (length <= 0) return result(log, []);
  const aborted = options.upTo === 'lastStable' ? abortedIn(log, segment, startOffset, limit) : [];
  return result(log, [segment.read(position, length, options.allocate)], aborted);
}

/** A read that can't be answered. */
export function readRefused(log: ReadableLog, errorCode: number): ReadResult {
  return { ...result(log, []), errorCode };
}

/** How many bytes a read from `startOffset` could return: for who waits for enough of them. */
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
    if (batch !== undefined) return { segment, ...batch };
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

/** The aborted transactions with records in `[from, limit)`; later segments may hold markers. */
function abortedIn(
  log: ReadableLog,
  first: Segment,
  from: number,
  limit: number,
): AbortedTransaction[] {
  const upper = Math.min(limit, log.segments.higher(first.baseOffset)?.baseOffset ?? limit);
  const aborted: AbortedTransaction[] = [];
  for (let segment: Segment | undefined = first; segment !== undefined; ) {
    for (const entry of segment.transactions.entries()) {
      if (entry.lastOffset >= from && entry.firstOffset < upper) aborted.push(entry);
      // Everything below was decided when this marker came: no later one concerns the range.
      if (entry.lastStableOffset >= upper) return aborted;
    }
    segment = log.segments.higher(segment.baseOffset);
  }
  return aborted;
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
