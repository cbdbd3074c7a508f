/**
 * A segment's sparse map from offsets to file positions (`.index`).
 *
 * A segment can hold millions of records, and a consumer may ask for any of them. Noting every
 * offset would make an index as large as the log; noting one per `index.interval.bytes` keeps it
 * small and bounds the rest: from the entry found, a reader scans at most about that many bytes.
 *
 *   entry (8 bytes)
 *   +-----------------------+-----------------------+
 *   | offset - base: int32  | position: int32       |
 *   +-----------------------+-----------------------+
 *
 * An entry names the last offset of a batch and the position where that batch begins. Offsets
 * are relative to the segment's base offset to fit in 4 bytes, so no segment may span more
 * than 2^31 - 1 offsets.
 *
 * Invariant: offsets strictly increase, and positions with them.
 *
 * Source: org.apache.kafka.storage.internals.log.OffsetIndex.
 */
import type { Disk } from '#env/disk.ts';
import { IndexFile } from '#storage/index-file.ts';

const ENTRY_SIZE = 8;

/** The largest distance from a segment's base offset that an index can note. */
export const MAX_RELATIVE_OFFSET = 2 ** 31 - 1;

export class OffsetIndex {
  private readonly entries: IndexFile;
  private readonly baseOffset: number;
  private readonly maxEntries: number;

  /** `maxBytes` is `segment.index.bytes`: an index that has no more room is full. */
  constructor(disk: Disk, path: string, baseOffset: number, maxBytes: number) {
    this.entries = new IndexFile(disk, path, ENTRY_SIZE);
    this.baseOffset = baseOffset;
    this.maxEntries = Math.floor(maxBytes / ENTRY_SIZE);
  }

  get count(): number {
    return this.entries.count;
  }

  get isFull(): boolean {
    return this.entries.count >= this.maxEntries;
  }

  /** The offset of the last entry, or the base offset when there is none. */
  get lastOffset(): number {
    return this.count === 0 ? this.baseOffset : this.offsetAt(this.count - 1);
  }

  /** Notes that the batch which ends with `offset` begins at `position`. */
  append(offset: number, position: number): void {
    if (this.count > 0 && offset <= this.lastOffset) {
      throw new Error(`offset ${offset} is indexed after ${this.lastOffset}: order is broken`);
    }
    const at = this.entries.grow();
    this.entries.view.setInt32(at, offset - this.baseOffset);
    this.entries.view.setInt32(at + 4, position);
    this.entries.maybeWrite();
  }

  /**
   * Where to begin to look for `offset`: the position of the last entry at or below it, or 0
   * (the segment's start) when all entries are above it.
   */
  lookup(offset: number): number {
    const slot = this.lastSlotAtOrBelow(offset);
    return slot < 0 ? 0 : this.positionAt(slot);
  }

  /** Forgets the entries of `offset` and above. */
  truncateTo(offset: number): void {
    this.entries.truncate(this.lastSlotAtOrBelow(offset - 1) + 1);
  }

  /**
   * Reads the index's file. False means that it can't belong to a segment of `logSize` bytes and
   * has to be rebuilt.
   */
  load(logSize: number): boolean {
    return this.entries.load((view, n) => {
      const at = n * ENTRY_SIZE;
      const [relative, position] = [view.getInt32(at), view.getInt32(at + 4)];
      if (relative < 0 || position < 0 || position >= logSize) return false;
      // A segment's first batch is never indexed, so zeros are unused room, not an entry.
      if (n === 0) return position > 0;
      return relative > view.getInt32(at - 8) && position > view.getInt32(at - 4);
    });
  }

  /** Every entry, in order: for tools and tests. */
  *all(): IterableIterator<{ offset: number; position: number }> {
    for (let n = 0; n < this.count; n++) {
      yield { offset: this.offsetAt(n), position: this.positionAt(n) };
    }
  }

  /** Bytes of the file once every entry is written. */
  get sizeInBytes(): number {
    return this.entries.sizeInBytes;
  }

  reset(): void {
    this.entries.reset();
  }
  write(): void {
    this.entries.write();
  }
  get isUnsynced(): boolean {
    return this.entries.isUnsynced;
  }
  sync(): Promise<void> {
    return this.entries.sync();
  }
  release(): void {
    this.entries.release();
  }
  moved(path: string): void {
    this.entries.moved(path);
  }

  private offsetAt(slot: number): number {
    return this.baseOffset + this.entries.view.getInt32(slot * ENTRY_SIZE);
  }

  private positionAt(slot: number): number {
    return this.entries.view.getInt32(slot * ENTRY_SIZE + 4);
  }

  /** Binary search; -1 when every entry is above `offset`. */
  private lastSlotAtOrBelow(offset: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (this.offsetAt(middle) <= offset) low = middle + 1;
      else high = middle - 1;
    }
    return high;
  }
}
