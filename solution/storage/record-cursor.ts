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
import { ErrorCode } from '#protocol/errors.ts';
import { InvalidRecords } from '#storage/invalid-records.ts';
import type { RecordHeader } from '#storage/record.ts';

/** By default, it would leave out a byte order mark. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

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
  /** Where the current record starts, with its length field. */
  private recordStart = 0;
  private keyStart = 0;
  private valueStart = 0;
  private valueLength = -1;
  private headerCount = 0;
  private headersStart = 0;

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
    if (this.position >= this.end) return false;
    this.recordStart = this.position;
    const length = this.readVarint();
    const bodyStart = this.position;
    const recordEnd = bodyStart + length;
    if (length < 0 || recordEnd > this.end) this.fail(`claims ${length} bytes`);
    this.position = bodyStart + 1; // Record attributes: a byte without a meaning so far.
    this.timestampDelta = this.readVarlong();
    this.offsetDelta = this.readVarint();
    this.keyLength = this.readVarint();
    this.keyStart = this.position;
    this.skip(this.keyLength, recordEnd, 'key');
    this.valueLength = this.readVarint();
    this.valueStart = this.position;
    this.skip(this.valueLength, recordEnd, 'value');
    this.headerCount = this.readVarint();
    this.headersStart = this.position;
    if (this.headerCount !== 0) this.walkHeaders(recordEnd);
    if (this.position !== recordEnd) {
      this.fail(`claims ${length} bytes but its fields take ${this.position - bodyStart}`);
    }
    return true;
  }

  /** A view of the current record's key in `bytes`; null where it has none, which is not empty. */
  key(): Uint8Array | null {
    return this.view(this.keyStart, this.keyLength);
  }

  /** A view of the current record's value in `bytes`; null where it has none. */
  value(): Uint8Array | null {
    return this.view(this.valueStart, this.valueLength);
  }

  /**
   * The current record's headers in their order; the one call that decodes text (UTF-8; a byte order
   * mark at the start of a name is part of it, as for Java). The cursor stays where it is: it may be
   * called twice, or not at all.
   */
  headers(): RecordHeader[] {
    const next = this.position;
    this.position = this.headersStart;
    const headers: RecordHeader[] = [];
    for (let left = this.headerCount; left > 0; left--) {
      const keyLength = this.readVarint();
      const key = utf8.decode(this.bytes.subarray(this.position, this.position + keyLength));
      this.position += keyLength;
      const valueLength = this.readVarint();
      headers.push({ key, value: this.view(this.position, valueLength) });
      this.position += Math.max(0, valueLength);
    }
    this.position = next;
    return headers;
  }

  private view(start: number, length: number): Uint8Array | null {
    return length < 0 ? null : this.bytes.subarray(start, start + length);
  }

  private walkHeaders(recordEnd: number): void {
    if (this.headerCount < 0) this.fail(`has ${this.headerCount} headers`);
    for (let left = this.headerCount; left > 0; left--) {
      const keyLength = this.readVarint();
      if (keyLength < 0) this.fail(`has a header whose key has length ${keyLength}`);
      this.skip(keyLength, recordEnd, 'header key');
      this.skip(this.readVarint(), recordEnd, 'header value');
    }
  }

  private skip(length: number, recordEnd: number, what: string): void {
    if (length > 0) this.position += length;
    if (length < -1 || this.position > recordEnd) this.fail(`has a ${what} of length ${length}`);
  }

  /** A zigzag varint of at most 5 bytes. */
  private readVarint(): number {
    const bytes = this.bytes;
    let at = this.position;
    let byte = at < this.end ? (bytes[at++] as number) : this.fail('ends too early');
    let value = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      if (shift > 28) this.fail('holds a varint of more than 5 bytes');
      byte = at < this.end ? (bytes[at++] as number) : this.fail('ends too early');
      value |= (byte & 0x7f) << shift;
    }
    this.position = at;
    return (value >>> 1) ^ -(value & 1);
  }

  /** A zigzag varint of at most 10 bytes, which must be a safe integer. */
  private readVarlong(): number {
    const start = this.position;
    let at = start;
    let byte = at < this.end ? (this.bytes[at++] as number) : this.fail('ends too early');
    let value = byte & 0x7f;
    for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
      if (at - start >= 10) this.fail('holds a varlong of more than 10 bytes');
      byte = at < this.end ? (this.bytes[at++] as number) : this.fail('ends too early');
      value += (byte & 0x7f) * scale;
    }
    if (!Number.isSafeInteger(value)) this.fail('has a timestamp delta outside ±2^52');
    this.position = at;
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  private fail(what: string): never {
    throw new InvalidRecords(
      ErrorCode.INVALID_RECORD,
      `The record at byte ${this.recordStart} of its batch's records ${what}.`,
    );
  }
}
