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
import { NotImplemented } from '#env/not-implemented.ts';
import type { Cursor } from '#protocol/varint.ts';

/** Kafka's longest string, also where the compact form could state more. */
export const MAX_STRING_BYTES = 0x7fff;

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
    throw new NotImplemented('0.1', 'Reader.bool');
  }

  /** One byte, -128 to 127. */
  int8(): number {
    throw new NotImplemented('0.1', 'Reader.int8');
  }

  /** One byte, 0 to 255. */
  uint8(): number {
    throw new NotImplemented('0.1', 'Reader.uint8');
  }

  /** Two bytes, -32,768 to 32,767. */
  int16(): number {
    throw new NotImplemented('0.1', 'Reader.int16');
  }

  /** Two bytes, 0 to 65,535. */
  uint16(): number {
    throw new NotImplemented('0.1', 'Reader.uint16');
  }

  /** Four bytes, -2^31 to 2^31 - 1. */
  int32(): number {
    throw new NotImplemented('0.1', 'Reader.int32');
  }

  /** Four bytes, 0 to 2^32 - 1. */
  uint32(): number {
    throw new NotImplemented('0.1', 'Reader.uint32');
  }

  /**
   * Eight bytes as a number: a safe integer, from -(2^53 - 1) to 2^53 - 1, or `INT64_MAX` for
   * `7f ff ... ff`, or `INT64_MIN` for `80 00 ... 00` (`#protocol/int64.ts` says why these two).
   *
   * @throws DecodeError also for every other value, which a number can't hold exactly
   */
  int64(): number {
    throw new NotImplemented('0.1', 'Reader.int64');
  }

  /** Eight bytes, IEEE 754's double: every value there is, NaN and the infinities included. */
  float64(): number {
    throw new NotImplemented('0.1', 'Reader.float64');
  }

  /** Sixteen bytes, as the 22 characters that `uuidFromBytes` (`#protocol/uuid.ts`) makes of them. */
  uuid(): string {
    throw new NotImplemented('0.1', 'Reader.uuid');
  }

  /**
   * A view of the next `length` bytes, not a copy.
   *
   * @param length a whole number from 0 to whatever the bytes have claimed: more than are left is
   *   a DecodeError.
   */
  raw(length: number): Uint8Array {
    throw new NotImplemented('0.1', 'Reader.raw');
  }

  /** As `readUnsignedVarint` (`#protocol/varint.ts`): a whole number from 0 to 2^32 - 1. */
  unsignedVarint(): number {
    throw new NotImplemented('0.2', 'Reader.unsignedVarint');
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
    throw new NotImplemented('0.3', 'Reader.nullableString');
  }

  /**
   * The same with its length in compact form: an unsigned varint that is the length + 1, 0 for null.
   *
   * @throws DecodeError also for a length above 32,767: it is Kafka's longest string in either form
   */
  compactNullableString(): string | null {
    throw new NotImplemented('0.3', 'Reader.compactNullableString');
  }

  /**
   * An int32 length and as many bytes, a view of them; length -1 is null.
   *
   * @throws DecodeError also for a length below -1
   */
  nullableBytes(): Uint8Array | null {
    throw new NotImplemented('0.3', 'Reader.nullableBytes');
  }

  /** The same with its length in compact form. */
  compactNullableBytes(): Uint8Array | null {
    throw new NotImplemented('0.3', 'Reader.compactNullableBytes');
  }

  /** As `nullableString`, but null is a DecodeError. */
  string(): string {
    throw new NotImplemented('0.3', 'Reader.string');
  }

  /** As `compactNullableString`, but null is a DecodeError. */
  compactString(): string {
    throw new NotImplemented('0.3', 'Reader.compactString');
  }

  /** As `nullableBytes`, but null is a DecodeError. */
  byteArray(): Uint8Array {
    throw new NotImplemented('0.3', 'Reader.byteArray');
  }

  /** As `compactNullableBytes`, but null is a DecodeError. */
  compactByteArray(): Uint8Array {
    throw new NotImplemented('0.3', 'Reader.compactByteArray');
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
    throw new NotImplemented('0.3', 'Reader.arrayCount');
  }

  /** The same in compact form: an unsigned varint that is the count + 1, 0 for null (-1 here too). */
  compactArrayCount(minElementSize: number): number {
    throw new NotImplemented('0.3', 'Reader.compactArrayCount');
  }
}
