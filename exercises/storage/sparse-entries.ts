/**
 * Which batches of a segment get an entry in its indexes: the rule that makes them sparse.
 *
 *   .log     | b0 | b1 | b2 | b3 | b4 | b5 | ...          with index.interval.bytes = 4096
 *            |<-- more than 4096 -->|
 *                                   ^ the first batch that has more than that before it gets the
 *                                     entries, and the count begins again with it
 *
 * So a reader who starts at the entry below an offset scans about that many bytes, wherever in the
 * segment the offset is. The first batch never gets an entry: it is where a search begins anyway.
 *
 * The largest timestamp so far moves with every batch, whether there is an entry or not.
 *
 * Source: org.apache.kafka.storage.internals.log.LogSegment.append.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { BatchHeader } from '#storage/batch-header.ts';
import type { OffsetIndex } from '#storage/offset-index.ts';
import type { TimeIndex, TimestampOffset } from '#storage/time-index.ts';

export class SparseEntries {
  readonly offsets: OffsetIndex;
  readonly times: TimeIndex;
  /** `index.interval.bytes`. */
  readonly intervalBytes: number;
  /** The largest timestamp so far, and the last offset of the (first) batch that has it. */
  newest: TimestampOffset;
  /** Bytes of the batches noted since the last entry, that of the entry included. */
  bytesSinceEntry = 0;

  /** Entries go to these two; both may have some. `startFrom` says how the segment stands. */
  constructor(offsets: OffsetIndex, times: TimeIndex, intervalBytes: number) {
    this.offsets = offsets;
    this.times = times;
    this.intervalBytes = intervalBytes;
    this.newest = times.last;
  }

  /** Goes on with a segment whose largest timestamp is `newest`; the interval begins anew. */
  startFrom(newest: TimestampOffset): void {
    this.newest = newest;
    this.bytesSinceEntry = 0;
  }

  /**
   * Takes note of the next batch, which lies at `position` in the file. Its timestamp is taken in
   * first (`noteTimestamp`). Then, when more than `intervalBytes` of batches have been noted since
   * the last entry, both indexes get one: the offset index of the batch's last offset and
   * `position`, the time index of the largest timestamp so far with its offset (`maybeAppend`, which
   * leaves out what is not larger). Last, the batch's own bytes count towards the next entry.
   */
  note(batch: BatchHeader, position: number): void {
    throw new NotImplemented('1.6', 'SparseEntries.note');
  }

  /**
   * Makes the batch's largest timestamp, with its last offset, the newest, if it is larger than
   * the newest so far; an equal one changes nothing.
   */
  noteTimestamp(batch: BatchHeader): void {
    throw new NotImplemented('1.6', 'SparseEntries.noteTimestamp');
  }
}
