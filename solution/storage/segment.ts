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
  OFFSET_INDEX_SUFFIX,
  offsetFileName,
  SEGMENT_SUFFIXES,
  TIME_INDEX_SUFFIX,
  TRANSACTION_INDEX_SUFFIX,
} from '#storage/log-files.ts';
import { MAX_RELATIVE_OFFSET, OffsetIndex } from '#storage/offset-index.ts';
import { NO_TIMESTAMP, TimeIndex, type TimestampOffset } from '#storage/time-index.ts';
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
  private directory: string;
  private suffix: string;
  private readonly indexIntervalBytes: number;
  private readonly jitterMs: number;
  private readonly offsets: OffsetIndex;
  private readonly times: TimeIndex;
  private indexesLoaded = false;
  private file: DiskFile | undefined;
  private bytesSinceIndexEntry = 0;
  private newest: TimestampOffset | undefined;
  private firstTimestamp: number | undefined;
  private createdMs: number;

  /** Opens the segment whose `.log` file exists; `create` makes a new one. */
  constructor(env: Env, options: SegmentOptions) {
    const { baseOffset, config } = options;
    this.env = env;
    this.baseOffset = baseOffset;
    this.directory = options.directory;
    this.suffix = options.suffix ?? '';
    this.indexIntervalBytes = config.indexIntervalBytes;
    const jitter = Math.min(config.segmentJitterMs, config.segmentMs);
    this.jitterMs = jitter > 0 ? Math.floor(env.random.nextFloat() * jitter) : 0;
    const indexBytes = config.segmentIndexBytes;
    this.offsets = new OffsetIndex(
      env.disk,
      this.path(OFFSET_INDEX_SUFFIX),
      baseOffset,
      indexBytes,
    );
    this.times = new TimeIndex(env.disk, this.path(TIME_INDEX_SUFFIX), baseOffset, indexBytes);
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
    const path = replaces ? segment.logPath + DELETED_SUFFIX : segment.logPath;
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
    if (batch.maxTimestamp > this.maxTimestamp.timestamp) {
      this.newest = { timestamp: batch.maxTimestamp, offset: batch.lastOffset };
    }
    if (this.bytesSinceIndexEntry > this.indexIntervalBytes) {
      this.offsetIndex.append(batch.lastOffset, position);
      this.times.maybeAppend(this.maxTimestamp.timestamp, this.maxTimestamp.offset);
      this.bytesSinceIndexEntry = 0;
    }
    this.bytesSinceIndexEntry += batch.sizeInBytes;
  }

  /** Whether this segment is too large, too old or too full to take what is to be appended. */
  shouldRoll(next: RollQuestion): boolean {
    if (this.size > next.config.segmentBytes - next.sizeInBytes) return true;
    if (next.lastOffset - this.baseOffset > MAX_RELATIVE_OFFSET) return true;
    if (this.offsetIndex.isFull || this.times.isFull) return true;
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
  read(position: number, length: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - position)));
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
    this.newest ??= this.timeIndex.last;
    return this.newest;
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
    this.offsets.truncateTo(offset);
    this.times.truncateTo(offset);
    this.transactions.truncateTo(offset);
    this.bytesSinceIndexEntry = 0;
    this.newest = this.findMaxTimestamp();
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
    const { timestamp, offset } = this.maxTimestamp;
    this.times.maybeAppend(timestamp, offset);
    this.writeIndexes();
    if (this.log().size() > this.size) this.log().truncate(this.size);
  }

  /** `finish` for a segment that somebody used; the others are as they were. */
  finishIfLoaded(): void {
    if (this.indexesLoaded) this.finish();
  }

  /**
   * Makes the batches durable, and the indexes as well when the segment is not active: recovery
   * always rebuilds those of the segment that the recovery point is in.
   */
  async sync(active: boolean): Promise<void> {
    const indexes = active ? [] : [this.offsetIndex.sync(), this.times.sync()];
    await Promise.all([this.log().sync(), this.transactions.sync(), ...indexes]);
  }

  /** Lets the files go, complete; a later use opens them again. */
  close(): void {
    this.finishIfLoaded();
    this.release();
  }

  /** Lets the files go as they are. */
  release(): void {
    this.offsets.release();
    this.times.release();
    this.closeFile();
  }

  /**
   * Makes up for what a crash may have kept from a segment whose batches, below `endOffset`, are
   * on disk, but not its last index entries and its length: those are synced later, when it has
   * rolled or was cut.
   */
  completeRoll(endOffset: number): void {
    const indexed =
      this.offsetIndex.count === 0 ? -1 : this.offsets.lookup(this.offsets.lastOffset);
    const scan = this.scanFrom(this.offsets.lookup(this.maxTimestamp.offset));
    let end = scan.position;
    for (let batch = scan.next(); batch !== undefined; batch = scan.next()) {
      if (batch.lastOffset >= endOffset || batch.lastOffset < batch.baseOffset) break;
      if (batch.position > indexed) this.noteBatch(batch, batch.position);
      else if (batch.maxTimestamp > this.maxTimestamp.timestamp) {
        this.newest = { timestamp: batch.maxTimestamp, offset: batch.lastOffset };
      }
      end = scan.position;
    }
    this.size = end;
    this.finish();
  }

  /** Renames the files so that they end in `suffix`: `.swap`, `.deleted`, or nothing. */
  changeSuffix(suffix: string): void {
    this.writeIndexes();
    this.release();
    const sources = SEGMENT_SUFFIXES.map((kind) => this.path(kind));
    this.suffix = suffix;
    SEGMENT_SUFFIXES.forEach((kind, i) => {
      const from = sources[i] as string;
      if (this.env.disk.stat(from) !== undefined) this.env.disk.rename(from, this.path(kind));
    });
    this.pointIndexes();
  }

  /** The partition's directory got another name. */
  movedTo(directory: string): void {
    this.writeIndexes();
    this.closeFile();
    this.directory = directory;
    this.pointIndexes();
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
    if (!this.indexesLoaded) this.loadIndexes();
    return this.offsets;
  }

  get timeIndex(): TimeIndex {
    if (!this.indexesLoaded) this.loadIndexes();
    return this.times;
  }

  /** Empties the indexes before they are built anew. */
  resetIndexes(): void {
    this.emptyIndexes();
    this.transactions.reset();
  }

  private path(kind: string): string {
    return joinPath(this.directory, offsetFileName(this.baseOffset, kind) + this.suffix);
  }

  /** Indexes are read when first needed: a broker may hold thousands of segments nobody reads. */
  private loadIndexes(): void {
    this.indexesLoaded = true;
    const present = this.hasFile(OFFSET_INDEX_SUFFIX) && this.hasFile(TIME_INDEX_SUFFIX);
    if (present && this.offsets.load(this.size) && this.times.load()) return;
    this.env.log.warn('An index is missing or broken; it is rebuilt from its log file.', {
      file: this.path(LOG_SUFFIX),
    });
    this.rebuildIndexes();
  }

  private emptyIndexes(): void {
    this.indexesLoaded = true;
    this.offsets.reset();
    this.times.reset();
    this.newest = { timestamp: NO_TIMESTAMP, offset: this.baseOffset };
    this.bytesSinceIndexEntry = 0;
  }

  private rebuildIndexes(): void {
    this.emptyIndexes();
    const scan = this.scanFrom(0);
    for (let batch = scan.next(); batch !== undefined; batch = scan.next()) {
      this.noteBatch(batch, batch.position);
    }
    this.times.maybeAppend(this.maxTimestamp.timestamp, this.maxTimestamp.offset);
    this.writeIndexes();
  }

  /** After a cut: the last time index entry, or something newer in what it does not cover. */
  private findMaxTimestamp(): TimestampOffset {
    let newest = this.times.last;
    const scan = this.scanFrom(this.offsets.lookup(newest.offset));
    for (let batch = scan.next(); batch !== undefined; batch = scan.next()) {
      if (batch.maxTimestamp > newest.timestamp) {
        newest = { timestamp: batch.maxTimestamp, offset: batch.lastOffset };
      }
    }
    return newest;
  }

  /** By the records' own time where they have one, so that a replica rolls as its leader did. */
  private timeSinceFirstBatch(now: number, nextTimestamp: number): number {
    const first = this.firstBatchTimestamp();
    return first !== undefined && first >= 0 ? nextTimestamp - first : now - this.createdMs;
  }

  private writeIndexes(): void {
    if (!this.indexesLoaded) return;
    this.offsets.write();
    this.times.write();
  }

  private hasFile(kind: string): boolean {
    return this.env.disk.stat(this.path(kind)) !== undefined;
  }

  private closeFile(): void {
    this.file?.close();
    this.file = undefined;
  }

  private pointIndexes(): void {
    this.offsets.moved(this.path(OFFSET_INDEX_SUFFIX));
    this.times.moved(this.path(TIME_INDEX_SUFFIX));
    this.transactions.moved(this.path(TRANSACTION_INDEX_SUFFIX));
  }
}
