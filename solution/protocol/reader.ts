/**
 * Reads Kafka's primitive types off some bytes, from front to back.
 *
 * The bytes came from anyone, so a length is a claim until it is checked against what is left:
 * nothing here allocates or loops by a number that the bytes merely state.
 *
 *     bool, int8 ... int64, float64      1 to 8 bytes, the most significant first
 *     uuid                               16 bytes
 *
 *     classic                            compact (KIP-482, "flexible" versions)
 *     string   int16 length, -1 null     unsigned varint length + 1, 0 null
 *     bytes    int32 length, -1 null     unsigned varint length + 1, 0 null
 *     array    int32 count,  -1 null     unsigned varint count + 1,  0 null
 *
 * Invariant: a method returns a value and moves `position` past it, or throws a DecodeError.
 * `position` never passes the end of `bytes` other than on the way out through an error.
 *
 * Types: https://kafka.apache.org/protocol#protocol_types
 */
import { INT64_MAX, INT64_MIN } from '#protocol/int64.ts';
import { decodeUtf8 } from '#protocol/utf8.ts';
import { UUID_BYTES, uuidFromBytes } from '#protocol/uuid.ts';
import { type Cursor, readUnsignedVarint } from '#protocol/varint.ts';
import { DecodeError } from '#protocol/wire-error.ts';

/** Kafka's longest string, also where the compact form could state more. */
export const MAX_STRING_BYTES = 0x7fff;

const floatBits = new DataView(new ArrayBuffer(8));

/**
 * A place in some bytes, and a method for each type that can stand there.
 *
 * Every method reads at `position` and moves it past what it read. Where the bytes are no such
 * value, or end before it does, it throws a DecodeError (`#protocol/wire-error.ts`); nobody reads on
 * after that, so `position` may then be anywhere.
 */
export class Reader implements Cursor {
  readonly bytes: Uint8Array;
  /** Index in `bytes` of the next byte to read. */
  position: number;

  /** Reads `bytes` from `position` to their end. Byte values read out are views of them. */
  constructor(bytes: Uint8Array, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  /** How many bytes are left. */
  remaining(): number {
    return this.bytes.length - this.position;
  }

  /** One byte: 0 is false, and any other value is true, as in Kafka. */
  bool(): boolean {
    return this.int8() !== 0;
  }

  /** One byte, -128 to 127. */
  int8(): number {
    return (this.uint8() << 24) >> 24;
  }

  /** One byte, 0 to 255. */
  uint8(): number {
    const byte = this.bytes[this.position];
    if (byte === undefined) throw this.#truncated(1);
    this.position++;
    return byte;
  }

  /** Two bytes, -32,768 to 32,767. */
  int16(): number {
    return (this.uint16() << 16) >> 16;
  }

  /** Two bytes, 0 to 65,535. */
  uint16(): number {
    const at = this.#take(2);
    return (this.#at(at) << 8) | this.#at(at + 1);
  }

  /** Four bytes, -2^31 to 2^31 - 1. */
  int32(): number {
    return this.#int32At(this.#take(4));
  }

  /** Four bytes, 0 to 2^32 - 1. */
  uint32(): number {
    return this.int32() >>> 0;
  }

  /**
   * Eight bytes as a number: a safe integer, from -(2^53 - 1) to 2^53 - 1, or `INT64_MAX` for
   * `7f ff ... ff`, or `INT64_MIN` for `80 00 ... 00` (`#protocol/int64.ts` says why these two).
   *
   * @throws DecodeError also for every other value, which a number can't hold exactly
   */
  int64(): number {
    const at = this.#take(8);
    const value = joinInt64(this.#int32At(at), this.#int32At(at + 4) >>> 0);
    if (value === undefined) throw new DecodeError('int64 is not a safe integer', at);
    return value;
  }

  /** Eight bytes, IEEE 754's double: every value there is, NaN and the infinities included. */
  float64(): number {
    floatBits.setInt32(0, this.int32());
    floatBits.setInt32(4, this.int32());
    return floatBits.getFloat64(0);
  }

  /** Sixteen bytes, as the 22 characters that `uuidFromBytes` (`#protocol/uuid.ts`) makes of them. */
  uuid(): string {
    return uuidFromBytes(this.bytes, this.#take(UUID_BYTES));
  }

  /**
   * A view of the next `length` bytes, not a copy.
   *
   * @param length a whole number from 0 to whatever the bytes have claimed: more than are left is
   *   a DecodeError.
   */
  raw(length: number): Uint8Array {
    const at = this.#take(length);
    return this.bytes.subarray(at, at + length);
  }

  /** As `readUnsignedVarint` (`#protocol/varint.ts`): a whole number from 0 to 2^32 - 1. */
  unsignedVarint(): number {
    return readUnsignedVarint(this);
  }

  /**
   * An int16 length and as many bytes of UTF-8; length -1 is null.
   *
   * `decodeUtf8` (`#protocol/utf8.ts`) makes text of the bytes: what is not UTF-8 becomes U+FFFD, as
   * in Kafka.
   *
   * @throws DecodeError also for a length below -1
   */
  nullableString(): string | null {
    return this.#text(this.int16());
  }

  /**
   * The same with its length in compact form: an unsigned varint that is the length + 1, 0 for null.
   *
   * @throws DecodeError also for a length above 32,767: it is Kafka's longest string in either form
   */
  compactNullableString(): string | null {
    return this.#text(this.unsignedVarint() - 1);
  }

  /**
   * An int32 length and as many bytes, a view of them; length -1 is null.
   *
   * @throws DecodeError also for a length below -1
   */
  nullableBytes(): Uint8Array | null {
    return this.#view(this.int32());
  }

  /** The same with its length in compact form. */
  compactNullableBytes(): Uint8Array | null {
    return this.#view(this.unsignedVarint() - 1);
  }

  /** As `nullableString`, but null is a DecodeError. */
  string(): string {
    return this.#notNull(this.nullableString());
  }

  /** As `compactNullableString`, but null is a DecodeError. */
  compactString(): string {
    return this.#notNull(this.compactNullableString());
  }

  /** As `nullableBytes`, but null is a DecodeError. */
  byteArray(): Uint8Array {
    return this.#notNull(this.nullableBytes());
  }

  /** As `compactNullableBytes`, but null is a DecodeError. */
  compactByteArray(): Uint8Array {
    return this.#notNull(this.compactNullableBytes());
  }

  /**
   * An int32: the number of elements of the array that follows, or -1 for a null one. The elements
   * are the caller's to read.
   *
   * @param minElementSize the fewest bytes that an element takes; 0 counts as 1, so that no count
   *   makes anybody loop without bytes to pay for it.
   * @throws DecodeError also for a count below -1, and for one whose elements could not fit into
   *   the bytes that are left after it
   */
  arrayCount(minElementSize: number): number {
    return this.#checkCount(this.int32(), minElementSize);
  }

  /** The same in compact form: an unsigned varint that is the count + 1, 0 for null (-1 here too). */
  compactArrayCount(minElementSize: number): number {
    return this.#checkCount(this.unsignedVarint() - 1, minElementSize);
  }

  #checkCount(count: number, minElementSize: number): number {
    if (count < -1) throw new DecodeError(`array count ${count}`, this.position);
    if (count * Math.max(1, minElementSize) > this.remaining()) {
      const reason = `array count ${count} can't fit into the ${this.remaining()} bytes left`;
      throw new DecodeError(reason, this.position);
    }
    return count;
  }

  #text(length: number): string | null {
    if (length < 0) return this.#nullLength(length);
    if (length > MAX_STRING_BYTES) throw new DecodeError(`string length ${length}`, this.position);
    const at = this.#take(length);
    return decodeUtf8(this.bytes, at, at + length);
  }

  #view(length: number): Uint8Array | null {
    return length < 0 ? this.#nullLength(length) : this.raw(length);
  }

  #nullLength(length: number): null {
    if (length !== -1) throw new DecodeError(`negative length ${length}`, this.position);
    return null;
  }

  #notNull<T>(value: T | null): T {
    if (value === null) throw new DecodeError('null where a value is required', this.position);
    return value;
  }

  /** Moves past `length` bytes and returns where they start. */
  #take(length: number): number {
    const at = this.position;
    if (length > this.bytes.length - at) throw this.#truncated(length);
    this.position = at + length;
    return at;
  }

  #truncated(wanted: number): DecodeError {
    return new DecodeError(`${wanted} bytes wanted, ${this.remaining()} left`, this.position);
  }

  #at(index: number): number {
    return this.bytes[index] as number;
  }

  #int32At(at: number): number {
    const high = (this.#at(at) << 24) | (this.#at(at + 1) << 16);
    return high | (this.#at(at + 2) << 8) | this.#at(at + 3);
  }
}

/**
 * The number of two halves (`high` signed, `low` unsigned), or undefined when it is neither a safe
 * integer nor an end of the range.
 */
function joinInt64(high: number, low: number): number | undefined {
  const value = high * 0x1_0000_0000 + low;
  if (Number.isSafeInteger(value)) return value;
  if (high === 0x7fff_ffff && low === 0xffff_ffff) return INT64_MAX;
  if (high === -0x8000_0000 && low === 0) return INT64_MIN;
  return undefined;
}
