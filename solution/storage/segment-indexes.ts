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
import { SparseEntries } from '#storage/sparse-entries.ts';
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
  private readonly offsetIndex: OffsetIndex;
  private readonly timeIndex: TimeIndex;
  private readonly entries: SparseEntries;
  private isLoaded = false;
  private distrustedUpTo: number | undefined;

  constructor(env: Env, segment: IndexedSegment, config: LogConfig) {
    const { baseOffset } = segment;
    const room = config.segmentIndexBytes;
    this.env = env;
    this.segment = segment;
    const [offsets, times] = [segment.path(OFFSET_INDEX_SUFFIX), segment.path(TIME_INDEX_SUFFIX)];
    this.offsetIndex = new OffsetIndex(env.disk, offsets, baseOffset, room);
    this.timeIndex = new TimeIndex(env.disk, times, baseOffset, room);
    const { indexIntervalBytes } = config;
    this.entries = new SparseEntries(this.offsetIndex, this.timeIndex, indexIntervalBytes);
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
    this.use();
    return this.entries.newest;
  }

  get isFull(): boolean {
    return this.offsets.isFull || this.times.isFull;
  }

  /** Takes note of the batch at `position`; an entry for it every `index.interval.bytes`. */
  note(batch: BatchHeader, position: number): void {
    this.use();
    this.entries.note(batch, position);
  }

  /** Empties the indexes and their files, before they are built anew. */
  reset(): void {
    this.isLoaded = true;
    this.distrustedUpTo = undefined;
    this.offsetIndex.reset();
    this.timeIndex.reset();
    this.entries.startFrom({ timestamp: NO_TIMESTAMP, offset: this.segment.baseOffset });
  }

  /** Forgets the entries of `offset` and above; the segment was cut there already. */
  truncateTo(offset: number): void {
    this.offsets.truncateTo(offset);
    this.times.truncateTo(offset);
    this.entries.startFrom(this.times.last);
    const scan = this.segment.scanFrom(this.offsets.lookup(this.newest.offset));
    for (let batch = scan.next(); batch !== undefined; batch = scan.next()) {
      this.entries.noteTimestamp(batch);
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
    if (!areThere || !this.offsetIndex.load(this.segment.size) || !this.timeIndex.load())
      return false;
    this.entries.startFrom(this.timeIndex.last);
    return true;
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
      else this.entries.noteTimestamp(batch);
      end = scan.position;
    }
    this.segment.size = end;
    this.finish();
  }
}
