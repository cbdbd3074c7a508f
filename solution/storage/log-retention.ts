/**
 * What goes with time: which segments of a log may go, and how they leave it.
 *
 *   | 0 | 500 | 900 | 1400 >     segments go from the oldest on, until one must stay:
 *     ^     ^
 *     |     +-- its newest record is older than retention.ms, or the log without it is still
 *     |         at least retention.bytes large (both only under cleanup.policy=delete)
 *     +-------- the log's start offset is beyond it (deleteRecords), under any policy
 *
 * Invariant: nothing at or beyond the high watermark goes, so the log's start never passes it.
 * The active segment can go too, once all its records have expired: a new one takes its place.
 *
 * Source: org.apache.kafka.storage.internals.log.UnifiedLog.deleteOldSegments.
 */
import type { LogConfig } from '#storage/log-config.ts';
import type { Segment } from '#storage/segment.ts';
import type { SegmentList } from '#storage/segment-list.ts';

/** What the policy needs to know of a log. */
export interface RetainedLog {
  readonly segments: SegmentList;
  readonly config: LogConfig;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly highWatermark: number;
}

/** A log that segments can leave. */
export interface ExpiringLog extends RetainedLog {
  /** Ends the active segment; an empty one begins at the log's end. */
  roll(): void;
  /** Makes `offset` the log's start, if that is later than its present one. */
  advanceLogStart(offset: number): void;
  /** Takes segments out of `segments`; their files go a little later. */
  removeSegments(gone: readonly Segment[]): void;
}

/**
 * The segments that may be removed at `now` (wall clock, milliseconds), oldest first. It goes from
 * the oldest segment on and stops at the first that must stay, for a log has no holes.
 *
 * A segment may go when one of these holds:
 *
 *   - The next segment begins at the log's start offset or below, so that every offset in this one
 *     is below the start. This holds under any cleanup policy, and never for the active segment.
 *   - The policy (`config.cleanupPolicy`, a set) has `delete`, `retentionBytes` is not negative, and
 *     without this segment and those before it the log still has at least `retentionBytes` bytes.
 *   - The policy has `delete`, `retentionMs` is not negative, and more than `retentionMs` have passed
 *     since `segment.retentionTimestamp()`: the largest timestamp of its records, or the file's time
 *     of change where they have none. An age of exactly `retentionMs` stays.
 *
 * It must stay, whatever else holds, while the offset where it ends (the next segment's base
 * offset; for the active segment the log's end) is above the high watermark: those records are not
 * replicated yet. An active segment without batches stays, too.
 */
export function expiredSegments(log: RetainedLog, now: number): Segment[] {
  const expired: Segment[] = [];
  let remainingBytes = log.segments.sizeInBytes;
  for (const segment of log.segments.all()) {
    const next = log.segments.higher(segment.baseOffset);
    if (next === undefined && segment.size === 0) break;
    if (log.highWatermark < (next?.baseOffset ?? log.logEndOffset)) break;
    if (!isBeforeStart(log, next) && !isExpired(log, segment, remainingBytes, now)) break;
    remainingBytes -= segment.size;
    expired.push(segment);
  }
  return expired;
}

/**
 * Removes what may go at `now`; returns how many segments that were.
 *
 * A log always has an active segment: if all may go, the log rolls first, and the empty segment is
 * the one that stays. The log's start moves to where the first segment that stays begins, before
 * the others go (`removeSegments`): a reader must not be sent to files that are not there. When
 * nothing may go, the log is not touched.
 */
export function removeExpiredSegments(log: ExpiringLog, now: number): number {
  const expired = expiredSegments(log, now);
  if (expired.length === 0) return 0;
  if (expired.length === log.segments.count) log.roll();
  const last = expired.at(-1) as Segment;
  log.advanceLogStart(log.segments.higher(last.baseOffset)?.baseOffset ?? log.logEndOffset);
  log.removeSegments(expired);
  return expired.length;
}

function isBeforeStart(log: RetainedLog, next: Segment | undefined): boolean {
  return next !== undefined && next.baseOffset <= log.logStartOffset;
}

function isExpired(
  log: RetainedLog,
  segment: Segment,
  remainingBytes: number,
  now: number,
): boolean {
  const { cleanupPolicy, retentionMs, retentionBytes } = log.config;
  if (!cleanupPolicy.has('delete')) return false;
  if (retentionBytes >= 0 && remainingBytes - segment.size >= retentionBytes) return true;
  return retentionMs >= 0 && now - segment.retentionTimestamp() > retentionMs;
}
