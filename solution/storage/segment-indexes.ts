/**
 * The offset index and the time index of one segment, kept together: what finds a batch.
 *
 * They are read from their files when first needed, because a broker may hold thousands of
 * segments that nobody reads; and they are never trusted further than they can be checked. A
 * missing or broken file is rebuilt from the batches' headers. After a crash, also a well-formed
 * file may lack its last entries, or have some of a history that was cut: `distrust` makes the
 * first use look at the batches that the last entries leave uncovered.
 *
 * Invariant: once loaded, the indexes agree with the batches, and `newest` is the largest timestamp.
 */
import type { Env } from '#env/env.ts';
import type { BatchHeader } from '#storage/batch-header.ts';
import type { BatchScan } from '#storage/batch-scan.ts';
import type { LogConfig } from '#storage/log-config.ts';
import { LOG_SUFFIX, OFFSET_INDEX_SUFFIX, TIME_INDEX_SUFFIX } from '#storage/log-files.ts';
import { OffsetIndex } from '#storage/offset-index.ts';
import { NO_TIMESTAMP, TimeIndex, type TimestampOffset } from '#storage/time-index.ts';

/** The segment whose indexes these are. */
export interface IndexedSegment {
  readonly baseOffset: number;
  /** Bytes of its batches. */
  size: number;
  /** The path of its file of that kind (`.index`, ...). */
  path(kind: string): string;
  scanFrom(position: number): BatchScan;
}

export class SegmentIndexes {
  private readonly env: Env;
  private readonly segment: IndexedSegment;
  private readonly intervalBytes: number;
  private readonly offsetIndex: OffsetIndex;
  private readonly timeIndex: TimeIndex;
  private isLoaded = false;
  private distrustedUpTo: number | undefined;
  private bytesSinceEntry = 0;
  private newestSoFar: TimestampOffset | undefined;

  constructor(env: Env, segment: IndexedSegment, config: LogConfig) {
    const { baseOffset } = segment;
    const room = config.segmentIndexBytes;
    this.env = env;
    this.segment = segment;
    this.intervalBytes = config.indexIntervalBytes;
    const [offsets, times] = [segment.path(OFFSET_INDEX_SUFFIX), segment.path(TIME_INDEX_SUFFIX)];
    this.offsetIndex = new OffsetIndex(env.disk, offsets, baseOffset, room);
    this.timeIndex = new TimeIndex(env.disk, times, baseOffset, room);
  }

  /** Reads the files, if that has not been done yet. */
  use(): void {
    if (!this.isLoaded) this.load();
  }

  get offsets(): OffsetIndex {
    this.use();
    return this.offsetIndex;
  }

  get times(): TimeIndex {
    this.use();
    return this.timeIndex;
  }

  /** The largest timestamp of the segment, and the last offset of the batch that holds it. */
  get newest(): TimestampOffset {
    this.newestSoFar ??= this.times.last;
    return this.newestSoFar;
  }

  get isFull(): boolean {
    return this.offsets.isFull || this.times.isFull;
  }

  /** Takes note of the batch at `position`; an entry for it every `index.interval.bytes`. */
  note(batch: BatchHeader, position: number): void {
    this.noteTimestamp(batch);
    if (this.bytesSinceEntry > this.intervalBytes) {
      this.offsets.append(batch.lastOffset, position);
      this.times.maybeAppend(this.newest.timestamp, this.newest.offset);
      this.bytesSinceEntry = 0;
    }
    this.bytesSinceEntry += batch.sizeInBytes;
  }

  /** Empties the indexes and their files, before they are built anew. */
  reset(): void {
    this.isLoaded = true;
    this.distrustedUpTo = undefined;
    this.offsetIndex.reset();
    this.timeIndex.reset();
    this.newestSoFar = { timestamp: NO_TIMESTAMP, offset: this.segment.baseOffset };
    this.bytesSinceEntry = 0;
  }

  /** Forgets the entries of `offset` and above; the segment was cut there already. */
  truncateTo(offset: number): void {
    this.offsets.truncateTo(offset);
    this.times.truncateTo(offset);
    this.bytesSinceEntry = 0;
    this.newestSoFar = this.times.last;
    const scan = this.segment.scanFrom(this.offsets.lookup(this.newest.offset));
    for (let batch = scan.next(); batch !== undefined; batch = scan.next()) {
      this.noteTimestamp(batch);
    }
  }

  /** Adds the entry of the largest timestamp: the segment won't grow any more, or is closed. */
  finish(): void {
    if (!this.isLoaded) return;
    const { timestamp, offset } = this.newest;
    this.timeIndex.maybeAppend(timestamp, offset);
    this.write();
  }

  /** A crash may have kept things from these files; the batches below `endOffset` are on disk. */
  distrust(endOffset: number): void {
    this.distrustedUpTo = endOffset;
  }

  /** Sends the entries that wait to the files. */
  write(): void {
    if (!this.isLoaded) return;
    this.offsetIndex.write();
    this.timeIndex.write();
  }

  /** Whether the files hold something that a crash of the machine could take. */
  get isUnsynced(): boolean {
    return this.isLoaded && (this.offsetIndex.isUnsynced || this.timeIndex.isUnsynced);
  }

  async sync(): Promise<void> {
    await Promise.all([this.offsets.sync(), this.times.sync()]);
  }

  release(): void {
    this.offsetIndex.release();
    this.timeIndex.release();
  }

  /** The segment's files got other names. */
  moved(): void {
    this.offsetIndex.moved(this.segment.path(OFFSET_INDEX_SUFFIX));
    this.timeIndex.moved(this.segment.path(TIME_INDEX_SUFFIX));
  }

  private noteTimestamp(batch: BatchHeader): void {
    if (batch.maxTimestamp <= this.newest.timestamp) return;
    this.newestSoFar = { timestamp: batch.maxTimestamp, offset: batch.lastOffset };
  }

  private load(): void {
    this.isLoaded = true;
    const { distrustedUpTo } = this;
    if (!this.readFiles()) {
      const file = this.segment.path(LOG_SUFFIX);
      this.env.log.warn('An index is missing or broken; it is rebuilt from its log.', { file });
      this.reset();
      this.complete(distrustedUpTo ?? Infinity);
    } else if (distrustedUpTo !== undefined) {
      this.distrustedUpTo = undefined;
      const isOfLaterRecords = (offset: number) => offset >= distrustedUpTo;
      const { lastOffset } = this.offsetIndex;
      if (isOfLaterRecords(lastOffset) || isOfLaterRecords(this.timeIndex.last.offset)) {
        this.reset();
      }
      if (!this.lastEntryHolds()) this.reset();
      this.complete(distrustedUpTo);
    }
  }

  private readFiles(): boolean {
    const { disk } = this.env;
    const isThere = (kind: string) => disk.stat(this.segment.path(kind)) !== undefined;
    const areThere = isThere(OFFSET_INDEX_SUFFIX) && isThere(TIME_INDEX_SUFFIX);
    return areThere && this.offsetIndex.load(this.segment.size) && this.timeIndex.load();
  }

  /** Whether the batch that the last offset entry names is where it says. */
  private lastEntryHolds(): boolean {
    const { count, lastOffset } = this.offsetIndex;
    if (count === 0) return true;
    const batch = this.segment.scanFrom(this.offsetIndex.lookup(lastOffset)).next();
    return batch?.lastOffset === lastOffset;
  }

  /**
   * Notes the batches below `endOffset` that the entries leave uncovered. What lies beyond them in
   * the file is no part of the segment.
   */
  private complete(endOffset: number): void {
    const { offsetIndex } = this;
    const indexed = offsetIndex.count === 0 ? -1 : offsetIndex.lookup(offsetIndex.lastOffset);
    const scan = this.segment.scanFrom(offsetIndex.lookup(this.newest.offset));
    let end = scan.position;
    for (let batch = scan.next(); batch !== undefined; batch = scan.next()) {
      if (batch.lastOffset >= endOffset || batch.lastOffset < batch.baseOffset) break;
      if (batch.position > indexed) this.note(batch, batch.position);
      else this.noteTimestamp(batch);
      end = scan.position;
    }
    this.segment.size = end;
    this.finish();
  }
}
