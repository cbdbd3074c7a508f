/**
 * A segment's sparse map from timestamps to offsets (`.timeindex`).
 *
 * Producers choose timestamps, so they need not rise with the offsets. What does rise is the
 * largest timestamp so far, and that is what an entry notes: "up to here, no record is newer than
 * this". Looking for the first record at or after a moment may therefore begin with the batch that
 * holds the offset of the last entry at or before that moment.
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
import { lastSlotWhere } from '#storage/slot-search.ts';

const ENTRY_SIZE = 12;

/** The timestamp of a batch that has none. */
export const NO_TIMESTAMP = -1;

/** A largest timestamp so far, in milliseconds, and the last offset of the batch that holds it. */
export interface TimestampOffset {
  readonly timestamp: number;
  /** Absolute. */
  readonly offset: number;
}

/**
 * One segment's time index, in memory and in its file. As with the offset index, all that does not
 * depend on what an entry says is `IndexFile`'s: `count`, `view`, `baseOffset`, `maxEntries`,
 * `addEntry`, `keepEntries`, `loadEntries`.
 */
export class TimeIndex extends IndexFile {
  /**
   * An index without entries; `load` reads what the file holds already.
   *
   * @param path of the file, which is made when it is first written or loaded.
   * @param baseOffset the segment's: entries are relative to it.
   * @param maxBytes `segment.index.bytes`: an index that has no more room is full.
   */
  constructor(disk: Disk, path: string, baseOffset: number, maxBytes: number) {
    super(disk, path, { entrySize: ENTRY_SIZE, baseOffset, maxBytes });
  }

  /**
   * True when one entry less than fit whole in `maxBytes` are there: the last place is kept back
   * for the final entry that a rolling segment writes.
   */
  get isFull(): boolean {
    return this.count >= this.maxEntries - 1;
  }

  /** The last entry; `NO_TIMESTAMP` at the base offset when there is none. */
  get last(): TimestampOffset {
    return this.entryAt(this.count - 1);
  }

  /**
   * Notes a new largest timestamp. One that is not larger than the last entry's, or that is
   * `NO_TIMESTAMP`, says nothing new and is left out. Whether the index is full is not looked at:
   * the segment asks beforehand, and its final entry has a place of its own.
   *
   * @param timestamp milliseconds, a safe integer.
   * @param offset absolute, at most 2^31 - 1 above the base offset, never below the last entry's.
   */
  maybeAppend(timestamp: number, offset: number): void {
    if (timestamp <= this.lastTimestamp()) return;
    this.addEntry((view, at) => {
      view.setBigInt64(at, BigInt(timestamp));
      view.setInt32(at + 8, offset - this.baseOffset);
    });
  }

  /**
   * The last entry at or before `timestamp`: records up to its offset are not newer than that.
   * `NO_TIMESTAMP` at the base offset when all entries are later or there is none.
   */
  lookup(timestamp: number): TimestampOffset {
    return this.entryAt(lastSlotWhere(this.count, (slot) => this.timestampAt(slot) <= timestamp));
  }

  /**
   * Forgets the entries of `offset` and above, in memory and in the file; those below it stay.
   * Nothing happens when there are none of these.
   */
  truncateTo(offset: number): void {
    this.keepEntries(lastSlotWhere(this.count, (slot) => this.offsetAt(slot) < offset) + 1);
  }

  /**
   * Reads the index's file; false means that it is broken and has to be rebuilt. What the other
   * methods answer then is undefined until `reset`.
   *
   * In a sound file, timestamps are not negative and strictly increase from entry to entry;
   * relative offsets are not negative and never decrease. A first slot of zeros, or zeros behind
   * the entries, are unused room (a killed Kafka leaves a file full of it) and are cut off: an
   * entry of timestamp 0 at the base offset is lost with them, harmlessly. Bytes behind the entries
   * that are neither an entry nor zeros make the file a broken one; so do entries behind zeros.
   */
  load(): boolean {
    return this.loadEntries((view, n) => {
      const at = n * ENTRY_SIZE;
      const timestamp = view.getBigInt64(at);
      const relative = view.getInt32(at + 8);
      if (timestamp < 0n || relative < 0) return false;
      if (n === 0) return timestamp > 0n || relative > 0;
      return timestamp > view.getBigInt64(at - 12) && relative >= view.getInt32(at - 4);
    });
  }

  /** Every entry, in order: for tools and tests. */
  *all(): IterableIterator<TimestampOffset> {
    for (let n = 0; n < this.count; n++) yield this.entryAt(n);
  }

  private entryAt(slot: number): TimestampOffset {
    if (slot < 0) return { timestamp: NO_TIMESTAMP, offset: this.baseOffset };
    return { timestamp: this.timestampAt(slot), offset: this.offsetAt(slot) };
  }

  private lastTimestamp(): number {
    return this.count === 0 ? NO_TIMESTAMP : this.timestampAt(this.count - 1);
  }

  private timestampAt(slot: number): number {
    return Number(this.view.getBigInt64(slot * ENTRY_SIZE));
  }

  private offsetAt(slot: number): number {
    return this.baseOffset + this.view.getInt32(slot * ENTRY_SIZE + 8);
  }
}
