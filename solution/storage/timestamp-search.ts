/**
 * Finding records by time: what ListOffsets answers.
 *
 * Timestamps are the producers' and need not rise, so "the first record at or after t" means: the
 * one with the smallest offset among those whose timestamp is t or later. Whoever reads on from
 * there misses nothing that is as new. Three steps narrow it down, each cheaper than reading what it
 * skips:
 *
 *   segments    the first whose largest timestamp is t or later
 *   time index  the last point up to which everything is older than t
 *   batches     the first whose largest timestamp is t or later, then its records one by one
 *
 * Source: org.apache.kafka.storage.internals.log.UnifiedLog.fetchOffsetByTimestamp; KIP-79,
 * KIP-734 (max timestamp).
 */
import type { Env } from '#env/env.ts';
import type { BatchHeader } from '#storage/batch-header.ts';
import { recordsOf } from '#storage/batch-reader.ts';
import type { Record } from '#storage/record.ts';
import type { Segment } from '#storage/segment.ts';
import type { SegmentList } from '#storage/segment-list.ts';

/** What looking up needs to know of a log. */
export interface TimedLog {
  /** Its codecs open compressed batches. */
  readonly env: Env;
  readonly segments: SegmentList;
  readonly logStartOffset: number;
}

export interface FoundOffset {
  readonly offset: number;
  /** The record's timestamp in milliseconds, or -1 where the question was not about a record. */
  readonly timestamp: number;
  /** The epoch of the leader that appended it, or -1. */
  readonly leaderEpoch: number;
}

/**
 * The first record at or after `timestamp`: of all records at the log's start or above it whose
 * timestamp is `timestamp` or later, the one with the smallest offset. Undefined where all are older,
 * and in an empty log. It is told with its own timestamp and the leader epoch of its batch.
 *
 * What can be skipped is not read: no batch of a segment whose `maxTimestamp` is older; in another
 * none before the one that the time index names, nor before the one that holds the log's start; and
 * of a batch only the header, if the largest timestamp there is older or all of it lies below the
 * start. So finding one takes three reads and some 12 KB at most, however long the log.
 */
export function findTimestamp(log: TimedLog, timestamp: number): FoundOffset | undefined {
  const start = log.logStartOffset;
  for (const segment of log.segments.from(start)) {
    if (segment.maxTimestamp.timestamp < timestamp) continue;
    const known = segment.timeIndex.lookup(timestamp).offset;
    const from = segment.offsetIndex.lookup(Math.max(known, start));
    const found = search(log.env, segment, from, timestamp, start);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The newest record: of all records with the log's largest timestamp the one with the smallest
 * offset, told as `findTimestamp` does; undefined in an empty log, and where none has a timestamp (all
 * have -1). Only the segment that holds it is read, and there from the batch on that its
 * `maxTimestamp` names. Whether a record below the log's start counts while its segment is there is
 * left open; in Kafka, and here, it does.
 */
export function findMaxTimestamp(log: TimedLog): FoundOffset | undefined {
  let newest: Segment | undefined;
  for (const segment of log.segments.all()) {
    const largest = newest?.maxTimestamp.timestamp ?? -1;
    if (segment.maxTimestamp.timestamp > largest) newest = segment;
  }
  if (newest === undefined) return undefined;
  const { timestamp, offset } = newest.maxTimestamp;
  return search(log.env, newest, newest.offsetIndex.lookup(offset), timestamp, 0);
}

/** The first record at `startOffset` or later, in batches from `position` on, that is new enough. */
function search(
  env: Env,
  segment: Segment,
  position: number,
  timestamp: number,
  startOffset: number,
): FoundOffset | undefined {
  const scan = segment.scanFrom(position);
  for (let batch = scan.next(); batch !== undefined; batch = scan.next()) {
    if (batch.maxTimestamp < timestamp || batch.lastOffset < startOffset) continue;
    for (const record of recordsIn(env, segment, batch)) {
      if (record.timestamp < timestamp || record.offset < startOffset) continue;
      const { offset, timestamp: found } = record;
      return { offset, timestamp: found, leaderEpoch: batch.partitionLeaderEpoch };
    }
  }
  return undefined;
}

function recordsIn(env: Env, segment: Segment, batch: BatchHeader): Iterable<Record> {
  const bytes = segment.read(batch.position, batch.sizeInBytes);
  return recordsOf(bytes, { ...batch, position: 0 }, env.codecs);
}
