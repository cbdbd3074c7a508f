/**
 * Writes Kafka's primitive types, from front to back, into as many pieces as it takes.
 *
 * What a writer has written never moves. When a piece is full, the next one starts; a payload that
 * is already bytes somewhere (a fetched batch) becomes a piece itself, by reference. The pieces go
 * to the socket as they are, in one gathering write, and nothing is copied on the way.
 *
 *     pieces   [ header, topic, partition ] [ records, by reference ] [ next partition ... ]
 *                own buffer, 0 .. 61          the segment's bytes       own buffer, 61 ..
 *
 * Invariant: the concatenation of `chunks()` is what was written, in order, and `size` its length.
 * The forms of each type are drawn in reader.ts.
 */
import { highHalf, isInt64, lowHalf } from '#protocol/int64.ts';
import { MAX_STRING_BYTES } from '#protocol/reader.ts';
import { encodeUtf8, writeAscii } from '#protocol/utf8.ts';
import { UUID_BYTES, writeUuid } from '#protocol/uuid.ts';
import { unsignedVarintSize, writeUnsignedVarint } from '#protocol/varint.ts';
import { EncodeError } from '#protocol/wire-error.ts';

/** Below this size copying is cheaper than one more piece in the gathering write. */
const COPY_UP_TO_BYTES = 512;
const SMALLEST_PIECE_BYTES = 256;
const LARGEST_PIECE_BYTES = 64 * 1024;

const floatBits = new DataView(new ArrayBuffer(8));

/** A place for an int32 that will be known later. */
export interface Int32Slot {
  /** Puts the value there. */
  set(value: number): void;
}

export class Writer {
  /** The buffer being filled, where its unfinished piece starts, and where the next byte goes. */
  #buffer: Uint8Array;
  #start = 0;
  #position = 0;
  #finished: Uint8Array[] = [];
  #finishedBytes = 0;

  /** `expectedBytes` sizes the first buffer; more than that is never an error. */
  constructor(expectedBytes = SMALLEST_PIECE_BYTES) {
    this.#buffer = new Uint8Array(Math.max(16, expectedBytes));
  }

  /** How many bytes have been written. */
  get size(): number {
    return this.#finishedBytes + this.#position - this.#start;
  }

  /** The pieces written so far. They are views: don't change them, and don't write on after. */
  chunks(): Uint8Array[] {
    this.#finishPiece();
    return this.#finished;
  }

  /** Everything written so far as one array; copies if there is more than one piece. */
  bytes(): Uint8Array {
    const pieces = this.chunks();
    if (pieces.length === 1) return pieces[0] as Uint8Array;
    const whole = new Uint8Array(this.size);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  bool(value: boolean): void {
    if (typeof value !== 'boolean') throw new EncodeError(`${value} is not a bool`);
    this.#byte(value ? 1 : 0);
  }

  int8(value: number): void {
    if ((value << 24) >> 24 !== value) throw new EncodeError(`${value} is not an int8`);
    this.#byte(value);
  }

  int16(value: number): void {
    if ((value << 16) >> 16 !== value) throw new EncodeError(`${value} is not an int16`);
    this.#uint16(value);
  }

  uint16(value: number): void {
    if ((value & 0xffff) !== value) throw new EncodeError(`${value} is not a uint16`);
    this.#uint16(value);
  }

  int32(value: number): void {
    if ((value | 0) !== value) throw new EncodeError(`${value} is not an int32`);
    this.#int32(value);
  }

  uint32(value: number): void {
    if (value >>> 0 !== value) throw new EncodeError(`${value} is not a uint32`);
    this.#int32(value);
  }

  /** A safe integer, or an end of the int64 range (see int64.ts). */
  int64(value: number): void {
    if (!isInt64(value)) throw new EncodeError(`${value} is not an int64 that is a safe integer`);
    const at = this.#reserve(8);
    putInt32(this.#buffer, at, highHalf(value));
    putInt32(this.#buffer, at + 4, lowHalf(value));
  }

  float64(value: number): void {
    if (typeof value !== 'number') throw new EncodeError(`${value} is not a float64`);
    floatBits.setFloat64(0, value);
    this.#int32(floatBits.getInt32(0));
    this.#int32(floatBits.getInt32(4));
  }

  unsignedVarint(value: number): void {
    if (value >= 0 && value < 0x80 && (value | 0) === value) {
      this.#byte(value);
      return;
    }
    const at = this.#reserve(unsignedVarintSize(value));
    writeUnsignedVarint({ bytes: this.#buffer, position: at }, value);
  }

  uuid(value: string): void {
    // Reserving may start another buffer, so it comes first.
    const at = this.#reserve(UUID_BYTES);
    writeUuid(value, this.#buffer, at);
  }

  string(value: string): void {
    const at = this.#reserve(2 + stringLength(value));
    if (writeAscii(value, this.#buffer, at + 2)) {
      this.#buffer[at] = value.length >> 8;
      this.#buffer[at + 1] = value.length;
      return;
    }
    this.#position = at;
    const text = utf8(value);
    this.#uint16(text.length);
    this.#copy(text);
  }

  compactString(value: string): void {
    const length = stringLength(value);
    if (length < 0x7f) {
      const at = this.#reserve(1 + length);
      this.#buffer[at] = length + 1;
      if (writeAscii(value, this.#buffer, at + 1)) return;
      this.#position = at;
    }
    const text = utf8(value);
    this.unsignedVarint(text.length + 1);
    this.#copy(text);
  }

  nullableString(value: string | null): void {
    if (value === null) this.#uint16(-1);
    else this.string(value);
  }

  compactNullableString(value: string | null): void {
    if (value === null) this.#byte(0);
    else this.compactString(value);
  }

  /** Bytes with their length before them; several pieces count as their concatenation. */
  byteArray(value: Uint8Array | readonly Uint8Array[]): void {
    this.int32(byteLength(value));
    this.raw(value);
  }

  compactByteArray(value: Uint8Array | readonly Uint8Array[]): void {
    this.unsignedVarint(byteLength(value) + 1);
    this.raw(value);
  }

  nullableBytes(value: Uint8Array | readonly Uint8Array[] | null): void {
    if (value === null) this.#int32(-1);
    else this.byteArray(value);
  }

  compactNullableBytes(value: Uint8Array | readonly Uint8Array[] | null): void {
    if (value === null) this.#byte(0);
    else this.compactByteArray(value);
  }

  /** The number of elements of an array that follows, -1 for a null one. */
  arrayCount(count: number): void {
    this.int32(count);
  }

  compactArrayCount(count: number): void {
    this.unsignedVarint(count + 1);
  }

  /** Bytes as they are, without a length: large ones by reference, so leave them unchanged. */
  raw(value: Uint8Array | readonly Uint8Array[]): void {
    if (!(value instanceof Uint8Array)) {
      for (const piece of value) this.raw(piece);
    } else if (value.length <= COPY_UP_TO_BYTES) {
      this.#copy(value);
    } else {
      this.#finishPiece();
      this.#addPiece(value);
    }
  }

  /** Leaves room for an int32, for a length that is known when what follows is written. */
  reserveInt32(): Int32Slot {
    const at = this.#reserve(4);
    const buffer = this.#buffer;
    return { set: (value) => putInt32(buffer, at, value) };
  }

  #byte(value: number): void {
    const at = this.#reserve(1);
    this.#buffer[at] = value;
  }

  #uint16(value: number): void {
    const at = this.#reserve(2);
    this.#buffer[at] = value >> 8;
    this.#buffer[at + 1] = value;
  }

  #int32(value: number): void {
    const at = this.#reserve(4);
    putInt32(this.#buffer, at, value);
  }

  #copy(value: Uint8Array): void {
    const at = this.#reserve(value.length);
    this.#buffer.set(value, at);
  }

  /** Takes the next `length` bytes of one buffer and returns where they start. */
  #reserve(length: number): number {
    if (this.#position + length > this.#buffer.length) this.#startBuffer(length);
    const at = this.#position;
    this.#position = at + length;
    return at;
  }

  #startBuffer(length: number): void {
    this.#finishPiece();
    const grown = Math.min(LARGEST_PIECE_BYTES, this.#buffer.length * 2);
    this.#buffer = new Uint8Array(Math.max(length, grown, SMALLEST_PIECE_BYTES));
    this.#start = 0;
    this.#position = 0;
  }

  #finishPiece(): void {
    if (this.#position === this.#start) return;
    this.#addPiece(this.#buffer.subarray(this.#start, this.#position));
    this.#start = this.#position;
  }

  #addPiece(piece: Uint8Array): void {
    this.#finished.push(piece);
    this.#finishedBytes += piece.length;
  }
}

function putInt32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 24;
  bytes[at + 1] = value >> 16;
  bytes[at + 2] = value >> 8;
  bytes[at + 3] = value;
}

function stringLength(value: string): number {
  if (typeof value !== 'string') throw new EncodeError(`${value} is not a string`);
  return checkLength(value.length);
}

function utf8(value: string): Uint8Array {
  const text = encodeUtf8(value);
  checkLength(text.length);
  return text;
}

function checkLength(length: number): number {
  if (length > MAX_STRING_BYTES) throw new EncodeError(`a string of ${length} bytes is too long`);
  return length;
}

function byteLength(value: Uint8Array | readonly Uint8Array[]): number {
  if (value instanceof Uint8Array) return value.length;
  if (!Array.isArray(value)) throw new EncodeError(`${value} is not bytes`);
  return value.reduce((sum, piece) => sum + piece.length, 0);
}
