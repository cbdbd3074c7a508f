/**
 * A segment's sparse map from timestamps to offsets (`.timeindex`).
 *
 * Producers choose timestamps, so they need not rise with the offsets. What does rise is the
 * largest timestamp so far, and that is what an entry notes: "up to here, no record is newer than
 * this". Looking for the first record at or after a moment may therefore skip everything before
 * the last entry that is older than that moment.
 *
 *   entry (12 bytes)
 *   +-----------------------------------------------+-----------------------+
 *   | largest timestamp so far: int64               | offset - base: int32  |
 *   +-----------------------------------------------+-----------------------+
 *
 * The offset is the last offset of the batch that holds that timestamp. A segment's final entry,
 * written when it rolls or closes, is its largest timestamp: retention by time reads only that.
 *
 * Invariant: timestamps strictly increase, offsets never decrease.
 *
 * Source: org.apache.kafka.storage.internals.log.TimeIndex; KIP-33.
 */
import type { Disk } from '#env/disk.ts';
import { IndexFile } from '#storage/index-file.ts';

const ENTRY_SIZE = 12;

/** The timestamp of a batch that has none. */
export const NO_TIMESTAMP = -1;

export interface TimestampOffset {
  readonly timestamp: number;
  readonly offset: number;
}

export class TimeIndex {
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

  /** One place is kept back for the final entry that a rolling segment writes. */
  get isFull(): boolean {
    return this.entries.count >= this.maxEntries - 1;
  }

  /** The last entry, or no timestamp at the base offset. */
  get last(): TimestampOffset {
    if (this.count === 0) return { timestamp: NO_TIMESTAMP, offset: this.baseOffset };
    return this.entryAt(this.count - 1);
  }

  /** Notes a new largest timestamp; one that is not larger than the last is left out. */
  maybeAppend(timestamp: number, offset: number): void {
    if (timestamp <= this.lastTimestamp()) return;
    const at = this.entries.grow();
    this.entries.view.setBigInt64(at, BigInt(timestamp));
    this.entries.view.setInt32(at + 8, offset - this.baseOffset);
    this.entries.maybeWrite();
  }

  /** The last entry at or before `timestamp`, or no timestamp at the base offset. */
  lookup(timestamp: number): TimestampOffset {
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (this.timestampAt(middle) <= timestamp) low = middle + 1;
      else high = middle - 1;
    }
    return high < 0 ? { timestamp: NO_TIMESTAMP, offset: this.baseOffset } : this.entryAt(high);
  }

  /** Forgets the entries of `offset` and above. */
  truncateTo(offset: number): void {
    let count = this.count;
    while (count > 0 && this.offsetAt(count - 1) >= offset) count -= 1;
    this.entries.truncate(count);
  }

  /** Reads the index's file; false means that it is broken and has to be rebuilt. */
  load(): boolean {
    return this.entries.load((view, n) => {
      const at = n * ENTRY_SIZE;
      const relative = view.getInt32(at + 8);
      const timestamp = view.getBigInt64(at);
      if (timestamp < 0n || relative < 0) return false;
      // Zeros are unused room. An entry of timestamp 0 at offset 0 is lost with them, harmlessly.
      if (n === 0) return timestamp > 0n || relative > 0;
      return timestamp > view.getBigInt64(at - 12) && relative >= view.getInt32(at - 4);
    });
  }

  /** Every entry, in order: for tools and tests. */
  *all(): IterableIterator<TimestampOffset> {
    for (let n = 0; n < this.count; n++) yield this.entryAt(n);
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

  private entryAt(slot: number): TimestampOffset {
    return { timestamp: this.timestampAt(slot), offset: this.offsetAt(slot) };
  }

  private lastTimestamp(): number {
    return this.count === 0 ? NO_TIMESTAMP : this.timestampAt(this.count - 1);
  }

  private timestampAt(slot: number): number {
    return Number(this.entries.view.getBigInt64(slot * ENTRY_SIZE));
  }

  private offsetAt(slot: number): number {
    return this.baseOffset + this.entries.view.getInt32(slot * ENTRY_SIZE + 8);
  }
}
