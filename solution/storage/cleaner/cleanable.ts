/**
 * Which part of a log can be cleaned, and whether that is worth a round.
 *
 *      log start        first dirty       limit              active      log end
 *      |---- clean -----|---- cleanable ---|-- too young ----|-----------|
 *                       ^ checkpoint       ^ min.compaction.lag.ms, last stable offset
 *
 *      cleanable / (clean + cleanable) > min.cleanable.dirty.ratio    worth it
 *      a dirty record is older than max.compaction.lag.ms             must be
 *
 * The active segment is never cleaned: it is the only file that grows. Nothing is cleaned past the
 * last stable offset, for what is undecided replaces nothing yet.
 *
 * Source: Kafka's LogCleanerManager.
 */
import type { DirtyRange } from '#storage/cleaner/dirty-keys.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import type { Segment } from '#storage/segment.ts';

export interface CleanableLog {
  readonly log: PartitionLog;
  readonly range: DirtyRange;
  readonly cleanableBytes: number;
  /** Cleanable bytes to all that would be read; 0 for an empty log. */
  readonly dirtyRatio: number;
  /** A record has been dirty for longer than max.compaction.lag.ms. */
  readonly overdue: boolean;
}

/** `checkpoint` is the offset before which the log was clean, undefined when it never was. */
export function assessLog(
  log: PartitionLog,
  checkpoint: number | undefined,
  now: number,
): CleanableLog {
  const from = firstDirtyOffset(log, checkpoint);
  const limit = firstUncleanableOffset(log, from, now);
  const cleanBytes = bytesOf(segmentsBetween(log, 0, from));
  const cleanableBytes = bytesOf(segmentsBetween(log, Math.min(from, limit), limit));
  const total = cleanBytes + cleanableBytes;
  return {
    log,
    range: { from, limit },
    cleanableBytes,
    dirtyRatio: total === 0 ? 0 : cleanableBytes / total,
    overdue: isOverdue(log, from, now),
  };
}

/** True when a round should be spent on it. */
export function isWorthCleaning(candidate: CleanableLog): boolean {
  const { log, range, cleanableBytes, dirtyRatio, overdue } = candidate;
  if (cleanableBytes === 0 || range.limit <= range.from) return false;
  return overdue || dirtyRatio > log.config.minCleanableDirtyRatio;
}

/** The log that a round gains most on, of those that are worth one. */
export function filthiestOf(candidates: readonly CleanableLog[]): CleanableLog | undefined {
  let filthiest: CleanableLog | undefined;
  for (const candidate of candidates.filter(isWorthCleaning)) {
    if (filthiest === undefined || candidate.dirtyRatio > filthiest.dirtyRatio) {
      filthiest = candidate;
    }
  }
  return filthiest;
}

/** A checkpoint outside of the log says nothing: the log was cut, or its start moved on. */
function firstDirtyOffset(log: PartitionLog, checkpoint: number | undefined): number {
  const known = checkpoint ?? log.logStartOffset;
  return known < log.logStartOffset || known > log.logEndOffset ? log.logStartOffset : known;
}

/** Always the beginning of a segment. */
function firstUncleanableOffset(log: PartitionLog, from: number, now: number): number {
  const active = log.segments.active.baseOffset;
  const young = firstYoungOffset(log, from, now) ?? active;
  const limit = Math.max(from, Math.min(log.lastStableOffset, active, young));
  return Math.min(active, log.segments.floor(limit)?.baseOffset ?? active);
}

/** Where the first segment with a record younger than min.compaction.lag.ms begins. */
function firstYoungOffset(log: PartitionLog, from: number, now: number): number | undefined {
  const { minCompactionLagMs } = log.config;
  if (minCompactionLagMs <= 0) return undefined;
  const isYoung = (segment: Segment) => segment.maxTimestamp.timestamp > now - minCompactionLagMs;
  return inactiveFrom(log, from).find(isYoung)?.baseOffset;
}

function isOverdue(log: PartitionLog, from: number, now: number): boolean {
  const oldest = now - Math.max(0, log.config.maxCompactionLagMs);
  return inactiveFrom(log, from).some((segment) => {
    const timestamp = segment.firstBatchTimestamp() ?? 0;
    return timestamp > 0 && timestamp < oldest;
  });
}

/** The segments with offsets at `from` or above, without the active one. */
function inactiveFrom(log: PartitionLog, from: number): Segment[] {
  return log.segments.from(from).filter((segment) => segment !== log.segments.active);
}

/** The segments from the one that holds `from` on that begin before `end`. */
function segmentsBetween(log: PartitionLog, from: number, end: number): Segment[] {
  return log.segments.from(from).filter((segment) => segment.baseOffset < end);
}

function bytesOf(segments: readonly Segment[]): number {
  return segments.reduce((total, segment) => total + segment.size, 0);
}
