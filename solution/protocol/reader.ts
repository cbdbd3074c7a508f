/**
 * Reads Kafka's primitive types off some bytes, from front to back.
 *
 * The bytes came from anyone, so a length is a claim until it is checked against what is left:
 * nothing here allocates or loops by a number that the bytes merely state.
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
import { joinInt64 } from '#protocol/int64.ts';
import { decodeUtf8 } from '#protocol/utf8.ts';
import { UUID_BYTES, uuidFromBytes } from '#protocol/uuid.ts';
import { type Cursor, readUnsignedVarint, readVarint, readVarlong } from '#protocol/varint.ts';
import { DecodeError } from '#protocol/wire-error.ts';

/** Kafka's longest string, also where the compact form could state more. */
export const MAX_STRING_BYTES = 0x7fff;

const floatBits = new DataView(new ArrayBuffer(8));

export class Reader implements Cursor {
  readonly bytes: Uint8Array;
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

  bool(): boolean {
    return this.int8() !== 0;
  }

  int8(): number {
    return (this.uint8() << 24) >> 24;
  }

  uint8(): number {
    const byte = this.bytes[this.position];
    if (byte === undefined) throw this.#truncated(1);
    this.position++;
    return byte;
  }

  int16(): number {
    return (this.uint16() << 16) >> 16;
  }

  uint16(): number {
    const at = this.#take(2);
    return (this.#at(at) << 8) | this.#at(at + 1);
  }

  int32(): number {
    return this.#int32At(this.#take(4));
  }

  uint32(): number {
    return this.int32() >>> 0;
  }

  /** A safe integer, or an end of the int64 range (see int64.ts). */
  int64(): number {
    const at = this.#take(8);
    const value = joinInt64(this.#int32At(at), this.#int32At(at + 4) >>> 0);
    if (value === undefined) throw new DecodeError('int64 is not a safe integer', at);
    return value;
  }

  float64(): number {
    floatBits.setInt32(0, this.int32());
    floatBits.setInt32(4, this.int32());
    return floatBits.getFloat64(0);
  }

  unsignedVarint(): number {
    return readUnsignedVarint(this);
  }

  varint(): number {
    return readVarint(this);
  }

  varlong(): number {
    return readVarlong(this);
  }

  uuid(): string {
    return uuidFromBytes(this.bytes, this.#take(UUID_BYTES));
  }

  /** A view of the next `length` bytes, not a copy. */
  raw(length: number): Uint8Array {
    const at = this.#take(length);
    return this.bytes.subarray(at, at + length);
  }

  nullableString(): string | null {
    return this.#text(this.int16());
  }

  compactNullableString(): string | null {
    return this.#text(this.unsignedVarint() - 1);
  }

  nullableBytes(): Uint8Array | null {
    return this.#view(this.int32());
  }

  compactNullableBytes(): Uint8Array | null {
    return this.#view(this.unsignedVarint() - 1);
  }

  string(): string {
    return this.#notNull(this.nullableString());
  }

  compactString(): string {
    return this.#notNull(this.compactNullableString());
  }

  byteArray(): Uint8Array {
    return this.#notNull(this.nullableBytes());
  }

  compactByteArray(): Uint8Array {
    return this.#notNull(this.compactNullableBytes());
  }

  /**
   * The number of elements of an array, or -1 for a null one.
   *
   * @param minElementSize the fewest bytes that an element takes: a count which could not fit into
   *   what is left is refused before anything is allocated for it.
   */
  arrayCount(minElementSize: number): number {
    return this.#checkCount(this.int32(), minElementSize);
  }

  compactArrayCount(minElementSize: number): number {
    return this.#checkCount(this.unsignedVarint() - 1, minElementSize);
  }

  /** Skips tagged fields, all of them unknown here (KIP-482: never an error). */
  skipTaggedFields(): void {
    for (let left = this.unsignedVarint(); left > 0; left--) {
      this.unsignedVarint();
      this.#take(this.unsignedVarint());
    }
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
