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
 * `SegmentFiles` has the files themselves: `log()` is the open `.log` file, `size` its bytes of
 * batches, `offsetIndex` and `timeIndex` what finds them (both by `indexes`), `noteBatch` tells the
 * indexes of a batch, `scanFrom` steps over headers, `truncateToPosition` cuts the file.
 *
 * Invariants: batches lie back to back and their offsets increase; a batch is never split; all
 * offsets are at or above the base offset, which names the files. Whatever is asked of a segment,
 * it is never read from its beginning: the index says where to begin.
 *
 * Source: org.apache.kafka.storage.internals.log.LogSegment.
 */
import type { BatchHeader } from '#storage/batch-header.ts';
import type { LogConfig } from '#storage/log-config.ts';
import { MAX_RELATIVE_OFFSET } from '#storage/offset-index.ts';
import { SegmentFiles } from '#storage/segment-files.ts';

/** What an append would add, for the decision whether the segment has to roll before it. */
export interface RollQuestion {
  /** Bytes of all batches that are to be appended. */
  readonly sizeInBytes: number;
  /** The largest timestamp among them, in milliseconds; -1 where they have none. */
  readonly maxTimestamp: number;
  /** The last offset among them. */
  readonly lastOffset: number;
  /** The wall clock, in milliseconds. */
  readonly now: number;
  /** The topic's settings as they are now. */
  readonly config: LogConfig;
}

export class Segment extends SegmentFiles {
  /**
   * Appends batches at the segment's end: `size` bytes into the `.log` file. `records` holds exactly
   * `batches`, back to back and in order, and it reaches the file by one write, whatever their
   * number. Afterwards `size` has grown by `records.length`, and every batch has been noted
   * (`noteBatch`) with the position in the file at which it begins. `position` of a header in
   * `batches` is its place in `records`.
   *
   * When the write fails, its DiskError passes on; `size` and the indexes are then as before, and
   * a later append takes the same place.
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

  /**
   * Whether this segment has to roll before it takes what is to be appended. It has to when
   *
   *   - its size and the new bytes together are more than `config.segmentBytes` (exactly as many
   *     are fine);
   *   - the last new offset lies more than `MAX_RELATIVE_OFFSET` (2^31 - 1) beyond the base offset,
   *     so that no index entry could note it;
   *   - one of its indexes is full (`indexes.isFull`);
   *   - it is not empty, and more than `config.segmentMs - jitterMs` lie between the largest
   *     timestamp of its first batch (`firstBatchTimestamp()`) and the largest that is to come: by
   *     the records' own time, so that a replica rolls where its leader did. Where the first batch
   *     has no timestamp (it is below 0), the time since `createdMs` counts.
   */
  shouldRoll(next: RollQuestion): boolean {
    if (this.size > next.config.segmentBytes - next.sizeInBytes) return true;
    if (next.lastOffset - this.baseOffset > MAX_RELATIVE_OFFSET) return true;
    if (this.indexes.isFull) return true;
    const span = this.timeSinceFirstBatch(next.now, next.maxTimestamp);
    return this.size > 0 && span > next.config.segmentMs - this.jitterMs;
  }

  /**
   * The first batch whose last offset is `offset` or later, with its `position` in the file;
   * undefined when all batches end before `offset`. So it is the batch that holds `offset`, or the
   * next one where compaction has left a gap there. Below the base offset it is the first batch.
   *
   * It begins to look where the offset index says and reads headers from there on: the work is that
   * of `index.interval.bytes`, not that of the segment.
   */
  batchHolding(offset: number): BatchHeader | undefined {
    const scan = this.scanFrom(this.offsetIndex.lookup(offset));
    let batch = scan.next();
    while (batch !== undefined && batch.lastOffset < offset) batch = scan.next();
    return batch;
  }

  /**
   * A copy of `length` bytes of batches from `position` on; fewer where the batches end before
   * (at `size`: the room behind, in a preallocated file, is never read), none from `size` on.
   * `allocate(n)` gives the array of n bytes to copy into; new memory when it is left out. Where
   * there is nothing to copy it may be asked for 0 bytes or not at all.
   */
  read(position: number, length: number, allocate = newArray): Uint8Array {
    const bytes = allocate(Math.max(0, Math.min(length, this.size - position)));
    const read = this.log().read(position, bytes);
    return read === bytes.length ? bytes : bytes.subarray(0, read);
  }

  /**
   * The offset after the last batch's last; the base offset while the segment is empty. Only the
   * batches from the last entry of the offset index on are looked at.
   */
  nextOffset(): number {
    const scan = this.scanFrom(this.offsetIndex.lookup(this.offsetIndex.lastOffset));
    let next = this.baseOffset;
    for (let batch = scan.next(); batch !== undefined; batch = scan.next()) {
      next = batch.lastOffset + 1;
    }
    return next;
  }

  /**
   * Cuts the segment before the batch that holds `offset`, for a batch is never split; returns the
   * bytes by which the file is shorter. Where it ends before `offset` that is 0, or the unused room
   * of a preallocated file, which goes all the same. The file and `size` are cut (`truncateToPosition`),
   * and the entries of `offset` and above go from the indexes (`indexes.truncateTo`) and from the
   * transaction index (`transactions.truncateTo`), in this order: the indexes look at the file for
   * the largest timestamp that is left.
   */
  truncateTo(offset: number): number {
    const position = this.batchHolding(offset)?.position ?? this.size;
    const cut = this.truncateToPosition(position);
    this.indexes.truncateTo(offset);
    this.transactions.truncateTo(offset);
    return cut;
  }

  /** By the records' own time where they have one, so that a replica rolls as its leader did. */
  private timeSinceFirstBatch(now: number, nextTimestamp: number): number {
    const first = this.firstBatchTimestamp();
    return first !== undefined && first >= 0 ? nextTimestamp - first : now - this.createdMs;
  }
}

function newArray(length: number): Uint8Array {
  return new Uint8Array(length);
}
