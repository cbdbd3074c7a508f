/**
 * The log of one partition: what producers append to, consumers read from and followers copy.
 *
 *   log start offset        last stable offset   high watermark      log end offset
 *        |                          |                  |                    |
 *   -----+--------------------------+------------------+--------------------+----->
 *        | segment 0    | segment 7 | undecided        | not yet on every   | next
 *        |              |           | transactions     | in-sync replica    | append
 *
 * Consumers read up to the high watermark, or up to the last stable offset if they want only
 * what is decided; followers read to the end. Everything here is synchronous but `sync` and what
 * awaits it: an append ends in the operating system's page cache, as Kafka's does, and replicas
 * rather than disks are what makes it safe.
 *
 * Invariants: log start <= last stable <= high watermark <= log end; offsets are given without
 * gaps; everything below the recovery point is on disk, with its indexes, producer state and
 * epochs; what is beyond is scanned batch by batch after a crash.
 *
 * How it grows is in log-append.ts, how it opens in log-loader.ts and log-recovery.ts, durability in
 * log-sync.ts, what only asks in log-view.ts, what goes with time in log-retention.ts.
 *
 * Source: org.apache.kafka.storage.internals.log.UnifiedLog and LocalLog.
 */
import type { Env } from '#env/env.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { type AppendResult, accepted, refused } from '#storage/append-result.ts';
import {
  type AcceptedAppend,
  type AppendOrigin,
  validateAppend,
} from '#storage/append-validation.ts';
import { createSegment } from '#storage/create-segment.ts';
import { appendToLog, type GrowingLog, rollLog } from '#storage/log-append.ts';
import type { LogConfig } from '#storage/log-config.ts';
import { boundedHighWatermark } from '#storage/log-ends.ts';
import { loadLog } from '#storage/log-loader.ts';
import { type ExpiringLog, removeExpiredSegments } from '#storage/log-retention.ts';
import { LogSync } from '#storage/log-sync.ts';
import { LogView } from '#storage/log-view.ts';
import type { LogListener, PartitionLogOptions } from '#storage/partition-log-options.ts';
import { settleTopicId } from '#storage/partition-metadata.ts';
import type { ProducerUpdate } from '#storage/producer-state.ts';
import type { Segment } from '#storage/segment.ts';
import { SegmentRemoval } from '#storage/segment-removal.ts';

const ONE_DAY_MS = 86_400_000;

export type { LogListener, PartitionLogOptions };

export class PartitionLog extends LogView implements GrowingLog, ExpiringLog {
  listener: LogListener = {};
  /**
   * True where this broker is the only replica: what is appended is then replicated. A leader
   * with followers turns it off and moves the high watermark itself.
   */
  highWatermarkFollowsLogEnd = true;
  config: LogConfig;
  topicId: string | undefined;
  readonly directory: string;
  private readonly syncing: LogSync;
  private readonly removal: SegmentRemoval;
  private closed = false;

  private constructor(env: Env, options: PartitionLogOptions) {
    const { disk } = env;
    const existed = disk.stat(options.directory) !== undefined;
    disk.makeDirectory(options.directory);
    const loaded = loadLog(env, {
      directory: options.directory,
      topicPartition: options.topicPartition,
      config: options.config,
      recoveryPoint: options.recoveryPoint ?? 0,
      logStartOffset: options.logStartOffset ?? 0,
      cleanShutdown: options.cleanShutdown ?? false,
      producerIdExpirationMs: options.producerIdExpirationMs ?? ONE_DAY_MS,
    });
    super(env, options.topicPartition, loaded);
    this.directory = options.directory;
    this.config = options.config;
    this.producers.highWatermarkMoved(this.highWatermark);
    // After a crash nothing is known of the names, either.
    const namesKnown = existed && options.cleanShutdown === true;
    this.syncing = new LogSync(env, this, loaded.recoveryPoint, namesKnown);
    for (const segment of loaded.unsynced) this.syncing.add(segment);
    this.removal = new SegmentRemoval(env);
    const { topicId, wasWritten } = settleTopicId(disk, options.directory, options.topicId);
    this.topicId = topicId;
    if (wasWritten) this.syncing.metadataWritten();
  }

  /** Opens the log in a directory, recovering what a crash left; makes an empty one. */
  static open(env: Env, options: PartitionLogOptions): PartitionLog {
    return new PartitionLog(env, options);
  }

  /** Records below are on disk: see the invariants. */
  get recoveryPoint(): number {
    return this.syncing.recoveryPoint;
  }

  updateConfig(config: LogConfig): void {
    this.config = config;
  }

  /**
   * Appends a record batch as the partition's leader. `records` is patched in place (offset,
   * epoch) and must not be used otherwise before the call returns.
   */
  append(
    records: Uint8Array,
    options: { readonly leaderEpoch: number; readonly origin?: AppendOrigin },
  ): AppendResult {
    const { leaderEpoch, origin = 'client' } = options;
    const now = this.env.clock.now();
    const checked = validateAppend(records, {
      origin,
      nextOffset: this.logEndOffset,
      now,
      leaderEpoch,
      config: this.config,
      codecs: this.env.codecs,
    });
    if (!checked.ok) {
      return refused(checked.errorCode, checked.message, this.logStartOffset, checked.recordErrors);
    }
    return this.appendChecked(checked, origin, now);
  }

  /** Appends batches as a follower: the leader has given them their offsets and epochs. */
  appendAsFollower(records: Uint8Array): AppendResult {
    return this.append(records, { leaderEpoch: -1, origin: 'replication' });
  }

  /** Notes that a leader's reign begins here, before it has appended anything. */
  assignEpoch(epoch: number): void {
    this.epochs.assign(epoch, this.logEndOffset);
  }

  /** Sets how far the log is replicated. It never goes below the start or beyond the end. */
  updateHighWatermark(offset: number): void {
    const bounded = boundedHighWatermark(this, offset);
    if (bounded === this.highWatermark) return;
    this.highWatermark = bounded;
    this.producers.highWatermarkMoved(bounded);
    this.listener.highWatermarkMoved?.(this);
  }

  /**
   * Takes the records below `beforeOffset` out of the log (-1: all that are replicated). They
   * can't be read any more; retention removes their segments later.
   */
  deleteRecords(beforeOffset: number): { errorCode: number; lowWatermark: number } {
    const target = beforeOffset === -1 ? this.highWatermark : beforeOffset;
    if (target < 0 || target > this.highWatermark) {
      return { errorCode: ErrorCode.OFFSET_OUT_OF_RANGE, lowWatermark: -1 };
    }
    this.advanceLogStart(target);
    return { errorCode: ErrorCode.NONE, lowWatermark: this.logStartOffset };
  }

  /** Removes the segments that retention or `deleteRecords` let go; returns how many. */
  deleteOldSegments(): number {
    return removeExpiredSegments(this, this.env.clock.now());
  }

  /** Ends the active segment and begins a new one at the log's end. */
  roll(): void {
    rollLog(this);
  }

  /** Begins a segment at the log's end; `rollLog` has ended the one before. */
  beginSegment(previous: Segment): void {
    this.syncing.add(previous);
    this.addSegment(this.logEndOffset);
    this.producers.takeSnapshot(this.logEndOffset);
    this.syncInBackground();
  }

  /**
   * Cuts the log so that it ends at `offset`, or before the batch that holds it. False when
   * there was nothing to cut.
   *
   * The log goes on in a new segment. Kafka writes on in the one it cut; then a crash of the
   * machine can leave pages of both histories in one file, and where their batches happen to be
   * of equal size nothing tells them apart. The caller makes the lowered recovery point durable
   * (`LogDirectory.checkpoint`) before it appends, for a start trusts what is below it.
   */
  truncateTo(offset: number): boolean {
    if (offset >= this.logEndOffset) {
      this.epochs.truncateFromEnd(this.logEndOffset);
      return false;
    }
    if (offset < this.segments.first.baseOffset) {
      this.truncateFullyAndStartAt(offset);
      return true;
    }
    this.removeSegments(this.segments.all().filter((segment) => segment.baseOffset > offset));
    const last = this.segments.active;
    // Until the cut itself is on disk, a start has to look at the segment that was cut.
    this.syncing.cutAt(last.baseOffset);
    const end = Math.min(offset, last.batchHolding(offset)?.baseOffset ?? offset);
    if (end <= last.baseOffset) {
      last.release();
    } else {
      last.truncateTo(end);
      last.finish();
      this.syncing.add(last);
    }
    this.addSegment(end);
    this.ended(end);
    return true;
  }

  /** Empties the log; its next record will get `offset`. */
  truncateFullyAndStartAt(offset: number): void {
    this.syncing.cutAt(offset);
    const outdated = this.segments.all().filter((segment) => segment.baseOffset !== offset);
    this.segments.floor(offset)?.release();
    this.addSegment(offset);
    this.removeSegments(outdated);
    this.epochs.clear();
    this.logStartOffset = offset;
    this.ended(offset);
  }

  /**
   * Resolves when everything appended before the call is on disk, with all that a restart needs
   * to trust it. Calls that overlap share their work.
   */
  sync(): Promise<void> {
    return this.syncing.run();
  }

  /** Whether `flush.messages` or `flush.ms` ask for a sync now. */
  syncIsDue(now: number): boolean {
    const { unsyncedRecords, lastSyncMs } = this.syncing;
    if (unsyncedRecords === 0) return false;
    return unsyncedRecords >= this.config.flushMessages || now - lastSyncMs >= this.config.flushMs;
  }

  /** Forgets producers that have been idle for too long. */
  expireProducers(): void {
    this.producers.expire(this.env.clock.now());
  }

  /** Makes the log durable and lets its files go. Nothing may be called afterwards. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.producers.takeSnapshot(this.logEndOffset);
    for (const segment of this.segments.all()) {
      if (segment === this.segments.active) segment.finish();
      if (segment.hasUnsyncedIndexes) this.syncing.add(segment);
    }
    await this.sync();
    await this.segments.active.sync(false);
    this.abandon();
  }

  /** Lets the files go without making anything durable: the partition is to be deleted. */
  abandon(): void {
    this.closed = true;
    this.removal.stop();
    for (const segment of this.segments.all()) segment.release();
  }

  /** Compaction put one segment in place of others; see storage/cleaner. */
  segmentsReplaced(added: Segment, removed: readonly Segment[]): void {
    this.segments.remove(removed);
    this.segments.add(added);
    this.syncing.namesChanged = true;
  }

  private appendChecked(append: AcceptedAppend, origin: AppendOrigin, now: number): AppendResult {
    const verdict = this.producers.prepare(append.records, append.batches, origin);
    if (verdict.kind === 'refused') {
      return refused(verdict.errorCode, verdict.message, this.logStartOffset);
    }
    if (verdict.kind === 'duplicate') {
      const offsets = { baseOffset: verdict.firstOffset, lastOffset: verdict.lastOffset };
      return accepted(offsets, verdict.timestamp, this.logStartOffset, true);
    }
    appendToLog(this, append, now);
    this.noteAppended(append, verdict.update);
    return accepted(
      { baseOffset: append.firstOffset, lastOffset: append.lastOffset },
      append.logAppendTime,
      this.logStartOffset,
      false,
    );
  }

  /** The batches are in the file: everything derived from them follows. */
  private noteAppended(append: AcceptedAppend, update: ProducerUpdate): void {
    for (const batch of append.batches) {
      const epoch = batch.partitionLeaderEpoch;
      if (epoch > this.epochs.latestEpoch) this.epochs.assign(epoch, batch.baseOffset);
    }
    this.producers.commit(update, this.segments.active);
    this.syncing.unsyncedRecords += append.lastOffset - append.firstOffset + 1;
    if (this.highWatermarkFollowsLogEnd) this.updateHighWatermark(this.logEndOffset);
    this.listener.appended?.(this);
    if (this.syncing.unsyncedRecords >= this.config.flushMessages) this.syncInBackground();
  }

  /** Everything below `offset` is out of the log; lower than now changes nothing. */
  advanceLogStart(offset: number): void {
    if (offset <= this.logStartOffset) return;
    this.logStartOffset = offset;
    this.epochs.truncateFromStart(offset);
    this.producers.logStartMoved(offset);
  }

  /** The log was cut and ends at `offset` now. */
  private ended(offset: number): void {
    this.logEndOffset = offset;
    this.logStartOffset = Math.min(this.logStartOffset, offset);
    this.epochs.truncateFromEnd(offset);
    this.producers.rebuild(this.segments, this.logStartOffset, offset);
    this.updateHighWatermark(Math.min(this.highWatermark, offset));
  }

  private addSegment(baseOffset: number): void {
    const { directory, config } = this;
    this.segments.add(createSegment(this.env, { directory, baseOffset, config }));
    this.syncing.namesChanged = true;
  }

  /** Takes segments out of the log at once; their bytes go after `file.delete.delay.ms`. */
  removeSegments(gone: readonly Segment[]): void {
    if (gone.length === 0) return;
    this.segments.remove(gone);
    for (const { baseOffset } of gone) this.producers.removeSnapshot(baseOffset);
    this.syncing.namesChanged = true;
    this.removal.remove(gone, this.config.fileDeleteDelayMs);
  }

  private syncInBackground(): void {
    this.sync().catch((error: unknown) => {
      if (this.closed) return;
      this.env.log.error('A background sync failed; the records are not known to be on disk.', {
        directory: this.directory,
        error,
      });
    });
  }
}
