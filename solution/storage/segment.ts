/**
 * One stretch of a partition's log: a file of record batches, and the indexes that find them.
 *
 * A log is cut in segments so that old records can go by removing files, and so that offsets and
 * positions inside one fit in 32 bits. Only the last segment, the active one, grows.
 *
 *   .log        | batch 40-44 | batch 45 | batch 46-99 | ...
 *                 ^ position 0             ^ position 812
 *   .index      offset 99 -> 812     (sparse: see offset-index.ts)
 *   .timeindex  1700000000123 -> 99  (sparse: see time-index.ts)
 *
 * Invariants: batches lie back to back and their offsets increase; a batch is never split; all
 * offsets are at or above the base offset, which names the files. Indexes of a segment that is
 * not active are complete and on disk before the log's recovery point passes the segment.
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
import { MAX_RELATIVE_OFFSET, type OffsetIndex } from '#storage/offset-index.ts';
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

/** What an append would add, for the decision whether the segment has to roll before it. */
export interface RollQuestion {
  readonly sizeInBytes: number;
  readonly maxTimestamp: number;
  readonly lastOffset: number;
  readonly now: number;
  readonly config: LogConfig;
}

export class Segment {
  readonly baseOffset: number;
  readonly transactions: TransactionIndex;
  /** Bytes of batches; a preallocated file is longer. */
  size: number;
  private readonly env: Env;
  private readonly directory: string;
  private suffix: string;
  private readonly jitterMs: number;
  private readonly indexes: SegmentIndexes;
  private file: DiskFile | undefined;
  private firstTimestamp: number | undefined;
  private createdMs: number;

  /** Opens the segment whose `.log` file exists; `create` makes a new one. */
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
   * Makes an empty segment. One of that base offset is replaced by a rename: a crash then finds
   * the old one or the new one, where removing and making could leave neither. Its indexes are
   * new files as well, or a crash could bring their old entries back.
   */
  static create(env: Env, options: SegmentOptions): Segment {
    const segment = new Segment(env, options);
    const replaces = segment.hasFile(LOG_SUFFIX);
    // Not `.log.deleted`: a removed segment of this base offset may have that name still.
    const path = replaces ? `${segment.logPath}.new${DELETED_SUFFIX}` : segment.logPath;
    const file = env.disk.open(path, 'create');
    if (options.config.preallocate) file.truncate(options.config.segmentBytes);
    file.close();
    if (replaces) {
      for (const kind of SEGMENT_SUFFIXES.slice(1)) {
        if (segment.hasFile(kind)) env.disk.remove(segment.path(kind));
      }
      env.disk.rename(path, segment.logPath);
    }
    segment.size = 0;
    segment.resetIndexes();
    return segment;
  }

  /**
   * Appends batches that validation has accepted; `records` holds exactly `batches`, back to
   * back. One write, whatever their number.
   */
  append(records: Uint8Array, batches: readonly BatchHeader[]): void {
    const start = this.size;
    this.log().write(start, records);
    this.size = start + records.length;
    let position = start;
    for (const batch of batches) {
      this.noteBatch(batch, position);
      position += batch.sizeInBytes;
    }
  }

  /** Takes note of a batch at `position` for the indexes: at append, and when they are rebuilt. */
  noteBatch(batch: BatchHeader, position: number): void {
    if (position === 0) this.firstTimestamp = batch.maxTimestamp;
    this.indexes.note(batch, position);
  }

  /** Whether this segment is too large, too old or too full to take what is to be appended. */
  shouldRoll(next: RollQuestion): boolean {
    if (this.size > next.config.segmentBytes - next.sizeInBytes) return true;
    if (next.lastOffset - this.baseOffset > MAX_RELATIVE_OFFSET) return true;
    if (this.indexes.isFull) return true;
    const span = this.timeSinceFirstBatch(next.now, next.maxTimestamp);
    return this.size > 0 && span > next.config.segmentMs - this.jitterMs;
  }

  /** The first batch that ends at `offset` or later, with its position; undefined past the end. */
  batchHolding(offset: number): BatchHeader | undefined {
    const scan = this.scanFrom(this.offsetIndex.lookup(offset));
    let batch = scan.next();
    while (batch !== undefined && batch.lastOffset < offset) batch = scan.next();
    return batch;
  }

  /** Steps over the batches from `position`, which must be a batch's first byte. */
  scanFrom(position: number): BatchScan {
    return new BatchScan(this.log(), position, this.size);
  }

  /** Copies `length` bytes from `position` on; fewer where the segment ends before. */
  read(position: number, length: number, allocate = newArray): Uint8Array {
    const bytes = allocate(Math.max(0, Math.min(length, this.size - position)));
    const read = this.log().read(position, bytes);
    return read === bytes.length ? bytes : bytes.subarray(0, read);
  }

  /** The offset after the last batch, found from the last index entry on. */
  nextOffset(): number {
    const scan = this.scanFrom(this.offsetIndex.lookup(this.offsetIndex.lastOffset));
    let next = this.baseOffset;
    for (let batch = scan.next(); batch !== undefined; batch = scan.next()) {
      next = batch.lastOffset + 1;
    }
    return next;
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

  /** Cuts the segment before the batch that holds `offset`; returns the bytes cut. */
  truncateTo(offset: number): number {
    const position = this.batchHolding(offset)?.position ?? this.size;
    const cut = this.truncateToPosition(position);
    this.indexes.truncateTo(offset);
    this.transactions.truncateTo(offset);
    return cut;
  }

  /** Cuts the file alone: recovery does it, which has just built the indexes of what stays. */
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

  /** By the records' own time where they have one, so that a replica rolls as its leader did. */
  private timeSinceFirstBatch(now: number, nextTimestamp: number): number {
    const first = this.firstBatchTimestamp();
    return first !== undefined && first >= 0 ? nextTimestamp - first : now - this.createdMs;
  }

  private hasFile(kind: string): boolean {
    return this.env.disk.stat(this.path(kind)) !== undefined;
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

function newArray(length: number): Uint8Array {
  return new Uint8Array(length);
}
