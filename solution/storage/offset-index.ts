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
import { lastSlotWhere } from '#storage/slot-search.ts';

const ENTRY_SIZE = 8;

/** The largest distance from a segment's base offset that an index can note. */
export const MAX_RELATIVE_OFFSET = 2 ** 31 - 1;

/**
 * One segment's offset index, in memory and in its file. What is the same for every kind of index
 * is `IndexFile`'s: `count` entries in `view`, `baseOffset`, `maxEntries`; `addEntry` at the end,
 * `keepEntries` of the start, `loadEntries` from the file; and writing the file. Here is what an
 * entry says, and what that is good for.
 */
export class OffsetIndex extends IndexFile {
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

  /** True when as many entries as fit whole in `maxBytes` are there. The segment then rolls. */
  get isFull(): boolean {
    return this.count >= this.maxEntries;
  }

  /** The offset of the last entry, or the base offset when there is none. */
  get lastOffset(): number {
    return this.count === 0 ? this.baseOffset : this.offsetAt(this.count - 1);
  }

  /**
   * Notes that the batch whose last offset is `offset` begins at `position`. Whether the index is
   * full is not looked at: the segment asks beforehand.
   *
   * @param offset absolute, at most `MAX_RELATIVE_OFFSET` above the base offset.
   * @param position in bytes from the segment's start, 0 to 2^31 - 1.
   * @throws Error when there is an entry already that is not below `offset`; nothing is added then.
   */
  append(offset: number, position: number): void {
    if (this.count > 0 && offset <= this.lastOffset) {
      throw new Error(`offset ${offset} is indexed after ${this.lastOffset}: order is broken`);
    }
    this.addEntry((view, at) => {
      view.setInt32(at, offset - this.baseOffset);
      view.setInt32(at + 4, position);
    });
  }

  /**
   * Where to begin to look for `offset`: the position of the last entry at or below it, or 0
   * (the segment's start) when all entries are above it or there is none.
   *
   * @param offset absolute; any number, also one far outside of the segment.
   */
  lookup(offset: number): number {
    const slot = this.lastSlotAtOrBelow(offset);
    return slot < 0 ? 0 : this.positionAt(slot);
  }

  /**
   * Forgets the entries of `offset` and above, in memory and in the file; those below it stay.
   * Nothing happens when there are none of these.
   */
  truncateTo(offset: number): void {
    this.keepEntries(this.lastSlotAtOrBelow(offset - 1) + 1);
  }

  /**
   * Reads the index's file. False means that it can't belong to a segment of `logSize` bytes and
   * has to be rebuilt; what the other methods answer then is undefined until `reset`.
   *
   * In a sound file, relative offsets are not negative and strictly increase from entry to entry;
   * so do positions; and every position is inside the segment. The segment's first batch is never
   * indexed, so the position of the first entry is above 0: a slot of zeros is unused room (a
   * killed Kafka leaves a file full of it behind the entries), and is cut off. Bytes behind the
   * entries that are neither an entry nor zeros make the file a broken one.
   *
   * @param logSize bytes of the segment's batches.
   */
  load(logSize: number): boolean {
    return this.loadEntries((view, n) => {
      const at = n * ENTRY_SIZE;
      const [relative, position] = [view.getInt32(at), view.getInt32(at + 4)];
      if (relative < 0 || position >= logSize) return false;
      if (n === 0) return position > 0;
      return relative > view.getInt32(at - 8) && position > view.getInt32(at - 4);
    });
  }

  /** Every entry, in order, with its absolute offset: for tools and tests. */
  *all(): IterableIterator<{ offset: number; position: number }> {
    for (let n = 0; n < this.count; n++) {
      yield { offset: this.offsetAt(n), position: this.positionAt(n) };
    }
  }

  private offsetAt(slot: number): number {
    return this.baseOffset + this.view.getInt32(slot * ENTRY_SIZE);
  }

  private positionAt(slot: number): number {
    return this.view.getInt32(slot * ENTRY_SIZE + 4);
  }

  /** The last entry's number; -1 when every entry is above `offset`. */
  private lastSlotAtOrBelow(offset: number): number {
    return lastSlotWhere(this.count, (slot) => this.offsetAt(slot) <= offset);
  }
}
