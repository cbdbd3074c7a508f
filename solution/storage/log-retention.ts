/**
 * Which segments of a log may go: the policy alone; `PartitionLog.deleteOldSegments` acts on it.
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

/** The segments that may be removed at `now`, oldest first. */
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
