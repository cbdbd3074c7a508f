/**
 * The files of a segment: opened when needed, renamed, synced, removed. `Segment` adds what is done
 * with the batches in them.
 *
 *   00000000000000000040.log         batches, back to back
 *   00000000000000000040.index       offset -> position
 *   00000000000000000040.timeindex   timestamp -> offset
 *   00000000000000000040.txnindex    aborted transactions, where there are any
 *
 * During a compaction the names end in `.cleaned` and `.swap`; before they go, in `.deleted`.
 *
 * Invariant: indexes of a segment that is not active are complete and on disk before the log's
 * recovery point passes the segment.
 *
 * Source: org.apache.kafka.storage.internals.log.LogSegment.
 */
import type { DiskFile } from '#env/disk.ts';
import type { Env } from '#env/env.ts';
import type { BatchHeader } from '#storage/batch-header.ts';
import { BatchScan } from '#storage/batch-scan.ts';
import type { LogConfig } from '#storage/log-config.ts';
import {
  DELETED_SUFFIX,
  joinPath,
  LOG_SUFFIX,
  offsetFileName,
  SEGMENT_SUFFIXES,
  TRANSACTION_INDEX_SUFFIX,
} from '#storage/log-files.ts';
import type { OffsetIndex } from '#storage/offset-index.ts';
import { SegmentIndexes } from '#storage/segment-indexes.ts';
import type { TimeIndex, TimestampOffset } from '#storage/time-index.ts';
import { TransactionIndex } from '#storage/transaction-index.ts';

/** Where a segment lives and by which settings. */
export interface SegmentOptions {
  readonly directory: string;
  readonly baseOffset: number;
  readonly config: LogConfig;
  /** What follows the files' usual names: `.cleaned` and `.swap` during a compaction. */
  readonly suffix?: string;
}

export class SegmentFiles {
  /** Names the files; all offsets in them are at or above it. */
  readonly baseOffset: number;
  readonly transactions: TransactionIndex;
  /** Bytes of batches; a preallocated file is longer. */
  size: number;
  /** The offset index and the time index, kept together. */
  protected readonly indexes: SegmentIndexes;
  /** What chance takes off `segment.ms`, so that not all segments roll at one moment. */
  protected readonly jitterMs: number;
  /** The wall clock when the segment was opened, or last emptied. */
  protected createdMs: number;
  private readonly env: Env;
  private readonly directory: string;
  private suffix: string;
  private file: DiskFile | undefined;
  private firstTimestamp: number | undefined;

  /** The files need not exist yet: `createSegment` makes them. */
  constructor(env: Env, options: SegmentOptions) {
    const { baseOffset, config } = options;
    this.env = env;
    this.baseOffset = baseOffset;
    this.directory = options.directory;
    this.suffix = options.suffix ?? '';
    const jitter = Math.min(config.segmentJitterMs, config.segmentMs);
    this.jitterMs = jitter > 0 ? Math.floor(env.random.nextFloat() * jitter) : 0;
    this.indexes = new SegmentIndexes(env, this, config);
    this.transactions = new TransactionIndex(env.disk, this.path(TRANSACTION_INDEX_SUFFIX));
    this.size = env.disk.stat(this.path(LOG_SUFFIX))?.size ?? 0;
    this.createdMs = env.clock.now();
  }

  /**
   * Takes note of a batch that lies at `position`: the indexes may get an entry of it. Called for
   * every batch, in order: at append, and when the indexes are rebuilt.
   */
  noteBatch(batch: BatchHeader, position: number): void {
    if (position === 0) this.firstTimestamp = batch.maxTimestamp;
    this.indexes.note(batch, position);
  }

  /**
   * Steps over the headers of the batches from `position`, which must be a batch's first byte.
   * It reads a few KB at a time, and only as it is asked to step on.
   */
  scanFrom(position: number): BatchScan {
    return new BatchScan(this.log(), position, this.size);
  }

  /** The largest timestamp in the segment, and the last offset of the batch that holds it. */
  get maxTimestamp(): TimestampOffset {
    return this.indexes.newest;
  }

  /** The age that retention goes by: the largest timestamp, or the file's when there is none. */
  retentionTimestamp(): number {
    const { timestamp } = this.maxTimestamp;
    if (timestamp >= 0) return timestamp;
    return this.env.disk.stat(this.path(LOG_SUFFIX))?.modifiedMs ?? this.createdMs;
  }

  /** The largest timestamp of the first batch, or undefined while the segment is empty. */
  firstBatchTimestamp(): number | undefined {
    this.firstTimestamp ??= this.scanFrom(0).next()?.maxTimestamp;
    return this.firstTimestamp;
  }

  /**
   * Cuts the file alone, to `position` bytes, and returns the bytes cut. The indexes stay as they
   * are: recovery has just built those of what stays.
   */
  truncateToPosition(position: number): number {
    const cut = this.log().size() - position;
    if (cut > 0) this.log().truncate(position);
    this.size = position;
    if (position === 0) {
      this.firstTimestamp = undefined;
      this.createdMs = this.env.clock.now();
    }
    return Math.max(0, cut);
  }

  /** Notes the final time index entry and ends preallocation: the segment won't grow any more. */
  finish(): void {
    this.indexes.finish();
    if (this.log().size() > this.size) this.log().truncate(this.size);
  }

  /**
   * Makes the batches durable, and the indexes as well when the segment is not active: recovery
   * always rebuilds those of the segment that the recovery point is in.
   */
  async sync(active: boolean): Promise<void> {
    const indexes = active ? [] : [this.indexes.sync()];
    await Promise.all([this.log().sync(), this.transactions.sync(), ...indexes]);
  }

  /** Whether indexes were built or added to that no sync has made durable. */
  get hasUnsyncedIndexes(): boolean {
    return this.indexes.isUnsynced;
  }

  /** Lets the files go, complete; a later use opens them again. */
  close(): void {
    this.indexes.finish();
    this.release();
  }

  /** Lets the files go as they are. */
  release(): void {
    this.indexes.release();
    this.closeFile();
  }

  /** After a crash: the batches below `endOffset` are on disk, all else is to be looked at. */
  distrustIndexes(endOffset: number): void {
    this.indexes.distrust(endOffset);
  }

  /** Renames the files so that they end in `suffix`: `.swap`, `.deleted`, or nothing. */
  changeSuffix(suffix: string): void {
    this.indexes.write();
    this.release();
    const sources = SEGMENT_SUFFIXES.map((kind) => this.path(kind));
    this.suffix = suffix;
    SEGMENT_SUFFIXES.forEach((kind, i) => {
      const from = sources[i] as string;
      if (this.env.disk.stat(from) !== undefined) this.env.disk.rename(from, this.path(kind));
    });
    this.namesChanged();
  }

  /** Puts the segment out of use; `remove` takes the files away later. */
  markDeleted(): void {
    this.changeSuffix(DELETED_SUFFIX);
  }

  /** Removes the files, under whatever suffix they have now. */
  remove(): void {
    this.release();
    for (const kind of SEGMENT_SUFFIXES) {
      if (this.env.disk.stat(this.path(kind)) !== undefined) this.env.disk.remove(this.path(kind));
    }
  }

  /** Looks at the indexes now, and cuts off what is no part of the segment. */
  mend(): void {
    this.indexes.use();
    this.finish();
  }

  /** The open `.log` file: for recovery and compaction, which read it in bulk. */
  log(): DiskFile {
    // Never 'create': a segment whose files are gone must not come back as an empty one.
    this.file ??= this.env.disk.open(this.path(LOG_SUFFIX), 'write');
    return this.file;
  }

  /** The path of the `.log` file. */
  get logPath(): string {
    return this.path(LOG_SUFFIX);
  }

  get offsetIndex(): OffsetIndex {
    return this.indexes.offsets;
  }

  get timeIndex(): TimeIndex {
    return this.indexes.times;
  }

  /** Empties the indexes before they are built anew. */
  resetIndexes(): void {
    this.indexes.reset();
    this.transactions.reset();
  }

  /** The path of this segment's file of a kind: `.log`, `.index`, ... */
  path(kind: string): string {
    return joinPath(this.directory, offsetFileName(this.baseOffset, kind) + this.suffix);
  }

  private closeFile(): void {
    this.file?.close();
    this.file = undefined;
  }

  private namesChanged(): void {
    this.indexes.moved();
    this.transactions.moved(this.path(TRANSACTION_INDEX_SUFFIX));
  }
}
