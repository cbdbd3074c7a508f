/**
 * What can be asked of a partition's log without changing it: its offsets, its batches, and the
 * records of a time. `PartitionLog` adds everything that changes it.
 *
 * The work is done next door: reading in log-reader.ts, looking times up in timestamp-search.ts,
 * comparing histories in leader-epoch-cache.ts. Here is the one surface that handlers see.
 */
import type { Env } from '#env/env.ts';
import type { LeaderEpochCache } from '#storage/leader-epoch-cache.ts';
import type { ListedLog } from '#storage/listed-offset.ts';
import { type LogEnds, lastStableOffsetOf } from '#storage/log-ends.ts';
import type { TopicPartition } from '#storage/log-files.ts';
import type { LoadedLog } from '#storage/log-loader.ts';
import { type ReadOptions, type ReadResult, readableBytes, readLog } from '#storage/log-reader.ts';
import type { PartitionProducers } from '#storage/partition-producers.ts';
import type { ProducerEntry } from '#storage/producer-entry.ts';
import type { SegmentList } from '#storage/segment-list.ts';
import { type FoundOffset, findMaxTimestamp, findTimestamp } from '#storage/timestamp-search.ts';

export class LogView implements LogEnds, ListedLog {
  readonly env: Env;
  readonly topicPartition: TopicPartition;
  readonly segments: SegmentList;
  readonly epochs: LeaderEpochCache;
  readonly producers: PartitionProducers;
  logStartOffset: number;
  logEndOffset: number;
  highWatermark: number;

  constructor(env: Env, topicPartition: TopicPartition, loaded: LoadedLog) {
    this.env = env;
    this.topicPartition = topicPartition;
    this.segments = loaded.segments;
    this.epochs = loaded.epochs;
    this.producers = loaded.producers;
    this.logStartOffset = loaded.logStartOffset;
    this.logEndOffset = loaded.logEndOffset;
    this.highWatermark = loaded.logEndOffset;
  }

  get size(): number {
    return this.segments.sizeInBytes;
  }

  get segmentCount(): number {
    return this.segments.count;
  }

  /** Below it all is replicated, and no transaction is undecided. */
  get lastStableOffset(): number {
    return lastStableOffsetOf(this, this.producers.firstUnstableOffset);
  }

  get latestEpoch(): number {
    return this.epochs.latestEpoch;
  }

  /**
   * Copies whole batches, from the one that holds `startOffset` on, up to `maxBytes`; the last
   * may be cut off. With `minOneMessage`, at least the first batch is whole, however large.
   */
  read(startOffset: number, options: ReadOptions): ReadResult {
    return readLog(this, startOffset, options);
  }

  /** How many bytes a read could return: a delayed fetch waits until they are enough. */
  readableBytes(startOffset: number, upTo: ReadOptions['upTo']): number {
    return readableBytes(this, startOffset, upTo);
  }

  /** The first record at or after `timestamp` that is still in the log, or undefined. */
  offsetForTimestamp(timestamp: number): FoundOffset | undefined {
    return findTimestamp(this, timestamp);
  }

  /** The record with the largest timestamp; the first of them where there are several. */
  maxTimestampOffset(): FoundOffset | undefined {
    return findMaxTimestamp(this);
  }

  /** The log's start, with the epoch of the record there (-1 where it is not known). */
  earliestOffset(): FoundOffset {
    const first = this.epochs.all()[0];
    const known = first !== undefined && first.startOffset <= this.logStartOffset;
    return { offset: this.logStartOffset, timestamp: -1, leaderEpoch: known ? first.epoch : -1 };
  }

  /** Where the largest epoch at or below `epoch` ended: OffsetForLeaderEpoch's answer. */
  endOffsetForEpoch(epoch: number): { epoch: number; endOffset: number } {
    return this.epochs.endOffsetOf(epoch, this.logEndOffset);
  }

  /** Producers that the log remembers, for DescribeProducers. */
  activeProducers(): Readonly<ProducerEntry>[] {
    return this.producers.active();
  }
}
