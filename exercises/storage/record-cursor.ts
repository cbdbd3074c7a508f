/**
 * Walks the records of a batch without making an object per record.
 *
 *      record  | length | attributes | timestamp | offset  | key    | key | value  | value | header | headers
 *              | varint | int8 (0)   | delta     | delta   | length |     | length |       | count  | ...
 *              |        |            | varlong   | varint  | varint |     | varint |       | varint |
 *
 *      header  | key length varint | key (UTF-8) | value length varint | value |
 *
 * Every number is a zigzag varint, so a small record's overhead is 7 bytes; -1 as the length of a
 * key or value stands for null. Offsets and timestamps are deltas to the batch's header.
 *
 * A broker validates each record of each append, so this loop is where a broker spends its time
 * after the checksum. The cursor therefore keeps the current record in fields of plain numbers,
 * which the next `next()` overwrites, and points at key and value by position.
 *
 * Invariants: after `next()` returned true, every position is inside `[start, end)`; bytes that
 * aren't records make it throw `InvalidRecords`, and it never reads a byte outside its range.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { RecordHeader } from '#storage/record.ts';

/**
 * The records of one batch, one after the other. The public fields below tell of the current
 * record, the one that `next()` moved to last; before the first they mean nothing.
 */
export class RecordCursor {
  readonly bytes: Uint8Array;
  /** Index behind the last byte of the records. */
  readonly end: number;
  /** Where the next record starts. Others only read it. */
  position: number;

  /** Milliseconds to the batch's base timestamp; below 0 for a record that is older. */
  timestampDelta = 0;
  /** To the batch's base offset. */
  offsetDelta = 0;
  /** Bytes of the key; -1 for null. */
  keyLength = -1;

  /**
   * The records between `start` and `end` of `bytes`: a batch's, decompressed. Looks at nothing
   * yet.
   */
  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /**
   * Moves to the next record and tells of it in the fields. False at the end of the range, and
   * again whenever it is asked after that.
   *
   * The record attributes are a byte without a meaning so far, and any value is fine. Varints may be
   * longer than they need to be, up to 5 bytes (a varlong: 10).
   *
   * @throws InvalidRecords of INVALID_RECORD when the bytes at `position` are no record: its length
   *   is negative or reaches beyond `end`; its fields take more or fewer bytes than its length says;
   *   a key, a value or a header's value has a length below -1, a header's name one below 0; the
   *   count of headers is negative, or there are fewer; a varint has more than 5 bytes, a varlong
   *   more than 10 or a value that is no safe integer (one beyond ±2^52 may be refused as well); or
   *   one of these does not end before `end`. It takes no longer than the bytes there are, whatever
   *   they claim to be.
   */
  next(): boolean {
    throw new NotImplemented('1.3', 'RecordCursor.next');
  }

  /** A view of the current record's key in `bytes`; null where it has none, which is not empty. */
  key(): Uint8Array | null {
    throw new NotImplemented('1.3', 'RecordCursor.key');
  }

  /** A view of the current record's value in `bytes`; null where it has none. */
  value(): Uint8Array | null {
    throw new NotImplemented('1.3', 'RecordCursor.value');
  }

  /**
   * The current record's headers in their order; the one call that decodes text (UTF-8; a byte order
   * mark at the start of a name is part of it, as for Java). The cursor stays where it is: it may be
   * called twice, or not at all.
   */
  headers(): RecordHeader[] {
    throw new NotImplemented('1.3', 'RecordCursor.headers');
  }
}
