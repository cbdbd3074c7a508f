/**
 * Writes Kafka's primitive types, from front to back.
 *
 * The other half of reader.ts, which draws the forms of each type. What the bytes are kept in is
 * pieces.ts; here a method asks for room and fills it.
 *
 * Invariant: what a method writes, the Reader's method of the same name reads back; a value that has
 * no encoding throws an EncodeError. The types can't promise that there is none: values come out of
 * JSON, of requests, of tools' arguments.
 */
import { INT64_MAX, isInt64 } from '#protocol/int64.ts';
import { Pieces } from '#protocol/pieces.ts';
import { MAX_STRING_BYTES } from '#protocol/reader.ts';
import { encodeUtf8, writeAscii } from '#protocol/utf8.ts';
import { UUID_BYTES, writeUuid } from '#protocol/uuid.ts';
import { unsignedVarintSize, writeUnsignedVarint } from '#protocol/varint.ts';
import { EncodeError } from '#protocol/wire-error.ts';

const floatBits = new DataView(new ArrayBuffer(8));

/**
 * A method for each type, each of which writes behind what is written already.
 *
 * Room comes from `Pieces`, whose methods are this class's too: `reserve` and `buffer` for bytes to
 * fill in, `raw` for bytes that stand, `size`, `chunks` and `bytes` for what was written. After an
 * EncodeError (`#protocol/wire-error.ts`) nobody uses a writer any more, so what it holds may then be
 * anything.
 */
export class Writer extends Pieces {
  /** 1 for true, 0 for false. @throws EncodeError for anything else */
  bool(value: boolean): void {
    if (typeof value !== 'boolean') throw new EncodeError(`${value} is not a bool`);
    this.#byte(value ? 1 : 0);
  }

  /** One byte. @throws EncodeError unless the value is a whole number from -128 to 127 */
  int8(value: number): void {
    if ((value << 24) >> 24 !== value) throw new EncodeError(`${value} is not an int8`);
    this.#byte(value);
  }

  /** Two bytes. @throws EncodeError unless it is a whole number from -32,768 to 32,767 */
  int16(value: number): void {
    if ((value << 16) >> 16 !== value) throw new EncodeError(`${value} is not an int16`);
    this.#uint16(value);
  }

  /** Two bytes. @throws EncodeError unless it is a whole number from 0 to 65,535 */
  uint16(value: number): void {
    if ((value & 0xffff) !== value) throw new EncodeError(`${value} is not a uint16`);
    this.#uint16(value);
  }

  /** Four bytes. @throws EncodeError unless it is a whole number from -2^31 to 2^31 - 1 */
  int32(value: number): void {
    if ((value | 0) !== value) throw new EncodeError(`${value} is not an int32`);
    this.#int32(value);
  }

  /** Four bytes. @throws EncodeError unless it is a whole number from 0 to 2^32 - 1 */
  uint32(value: number): void {
    if (value >>> 0 !== value) throw new EncodeError(`${value} is not a uint32`);
    this.#int32(value);
  }

  /**
   * Eight bytes. `INT64_MAX` is written as `7f ff ... ff`, `INT64_MIN` as `80 00 ... 00`.
   *
   * @throws EncodeError unless the value is a safe integer or one of these two (`isInt64` says it, in
   *   `#protocol/int64.ts`)
   */
  int64(value: number): void {
    if (!isInt64(value)) throw new EncodeError(`${value} is not an int64 that is a safe integer`);
    const at = this.reserve(8);
    putInt32(this.buffer, at, highHalf(value));
    putInt32(this.buffer, at + 4, lowHalf(value));
  }

  /** Eight bytes, IEEE 754's double. @throws EncodeError unless it is a number, of whatever kind */
  float64(value: number): void {
    if (typeof value !== 'number') throw new EncodeError(`${value} is not a float64`);
    floatBits.setFloat64(0, value);
    this.#int32(floatBits.getInt32(0));
    this.#int32(floatBits.getInt32(4));
  }

  /**
   * Sixteen bytes; `writeUuid` (`#protocol/uuid.ts`) makes them.
   *
   * @throws EncodeError unless the value is a uuid of 22 characters
   */
  uuid(value: string): void {
    // Reserving may start another buffer, so it comes first.
    const at = this.reserve(UUID_BYTES);
    writeUuid(value, this.buffer, at);
  }

  /**
   * As `writeUnsignedVarint` (`#protocol/varint.ts`), but there is always room.
   *
   * @throws EncodeError unless the value is a whole number from 0 to 2^32 - 1
   */
  unsignedVarint(value: number): void {
    if (value >= 0 && value < 0x80 && (value | 0) === value) {
      this.#byte(value);
      return;
    }
    const at = this.reserve(unsignedVarintSize(value));
    writeUnsignedVarint({ bytes: this.buffer, position: at }, value);
  }

  /**
   * Text in UTF-8, with its length in bytes before it as an int16. `encodeUtf8` (`#protocol/utf8.ts`)
   * makes the bytes.
   *
   * @throws EncodeError unless the value is a string of at most 32,767 bytes of UTF-8
   */
  string(value: string): void {
    const at = this.reserve(2 + stringLength(value));
    if (writeAscii(value, this.buffer, at + 2)) {
      this.buffer[at] = value.length >> 8;
      this.buffer[at + 1] = value.length;
      return;
    }
    this.release(at);
    const text = utf8(value);
    this.#uint16(text.length);
    this.raw(text);
  }

  /** The same with its length in compact form: an unsigned varint that is the length + 1. */
  compactString(value: string): void {
    const length = stringLength(value);
    if (length < 0x7f) {
      const at = this.reserve(1 + length);
      this.buffer[at] = length + 1;
      if (writeAscii(value, this.buffer, at + 1)) return;
      this.release(at);
    }
    const text = utf8(value);
    this.unsignedVarint(text.length + 1);
    this.raw(text);
  }

  /** As `string`; null is length -1. */
  nullableString(value: string | null): void {
    if (value === null) this.#uint16(-1);
    else this.string(value);
  }

  /** As `compactString`; null is 0 where the length + 1 would be. */
  compactNullableString(value: string | null): void {
    if (value === null) this.#byte(0);
    else this.compactString(value);
  }

  /**
   * Bytes with their length before them as an int32; several pieces count as their concatenation,
   * with one length. Large bytes are not copied: `raw` sees to that.
   *
   * @throws EncodeError when the value is neither bytes nor an array of them
   */
  byteArray(value: Uint8Array | readonly Uint8Array[]): void {
    this.int32(byteLength(value));
    this.raw(value);
  }

  /** The same with the length in compact form: an unsigned varint that is the length + 1. */
  compactByteArray(value: Uint8Array | readonly Uint8Array[]): void {
    this.unsignedVarint(byteLength(value) + 1);
    this.raw(value);
  }

  /** As `byteArray`; null is length -1. */
  nullableBytes(value: Uint8Array | readonly Uint8Array[] | null): void {
    if (value === null) this.#int32(-1);
    else this.byteArray(value);
  }

  /** As `compactByteArray`; null is 0 where the length + 1 would be. */
  compactNullableBytes(value: Uint8Array | readonly Uint8Array[] | null): void {
    if (value === null) this.#byte(0);
    else this.compactByteArray(value);
  }

  /**
   * The number of elements of an array that follows, an int32; -1 for a null array. Callers give no
   * less than -1: that is not checked.
   */
  arrayCount(count: number): void {
    this.int32(count);
  }

  /** The same in compact form: count + 1 as an unsigned varint, so 0 for -1. */
  compactArrayCount(count: number): void {
    this.unsignedVarint(count + 1);
  }

  #byte(value: number): void {
    const at = this.reserve(1);
    this.buffer[at] = value;
  }

  #uint16(value: number): void {
    const at = this.reserve(2);
    this.buffer[at] = value >> 8;
    this.buffer[at + 1] = value;
  }

  #int32(value: number): void {
    const at = this.reserve(4);
    putInt32(this.buffer, at, value);
  }
}

function putInt32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 24;
  bytes[at + 1] = value >> 16;
  bytes[at + 2] = value >> 8;
  bytes[at + 3] = value;
}

/** The upper 32 bits of a value that `isInt64` accepts, signed. */
function highHalf(value: number): number {
  if (value === INT64_MAX) return 0x7fff_ffff;
  return Math.floor(value / 0x1_0000_0000) | 0;
}

/** The lower 32 bits of a value that `isInt64` accepts, as a signed 32-bit number. */
function lowHalf(value: number): number {
  return value === INT64_MAX ? -1 : value | 0;
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
