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
import { NotImplemented } from '#env/not-implemented.ts';
import { Pieces } from '#protocol/pieces.ts';

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
    throw new NotImplemented('0.1', 'Writer.bool');
  }

  /** One byte. @throws EncodeError unless the value is a whole number from -128 to 127 */
  int8(value: number): void {
    throw new NotImplemented('0.1', 'Writer.int8');
  }

  /** Two bytes. @throws EncodeError unless it is a whole number from -32,768 to 32,767 */
  int16(value: number): void {
    throw new NotImplemented('0.1', 'Writer.int16');
  }

  /** Two bytes. @throws EncodeError unless it is a whole number from 0 to 65,535 */
  uint16(value: number): void {
    throw new NotImplemented('0.1', 'Writer.uint16');
  }

  /** Four bytes. @throws EncodeError unless it is a whole number from -2^31 to 2^31 - 1 */
  int32(value: number): void {
    throw new NotImplemented('0.1', 'Writer.int32');
  }

  /** Four bytes. @throws EncodeError unless it is a whole number from 0 to 2^32 - 1 */
  uint32(value: number): void {
    throw new NotImplemented('0.1', 'Writer.uint32');
  }

  /**
   * Eight bytes. `INT64_MAX` is written as `7f ff ... ff`, `INT64_MIN` as `80 00 ... 00`.
   *
   * @throws EncodeError unless the value is a safe integer or one of these two (`isInt64` says it, in
   *   `#protocol/int64.ts`)
   */
  int64(value: number): void {
    throw new NotImplemented('0.1', 'Writer.int64');
  }

  /** Eight bytes, IEEE 754's double. @throws EncodeError unless it is a number, of whatever kind */
  float64(value: number): void {
    throw new NotImplemented('0.1', 'Writer.float64');
  }

  /**
   * Sixteen bytes; `writeUuid` (`#protocol/uuid.ts`) makes them.
   *
   * @throws EncodeError unless the value is a uuid of 22 characters
   */
  uuid(value: string): void {
    throw new NotImplemented('0.1', 'Writer.uuid');
  }

  /**
   * As `writeUnsignedVarint` (`#protocol/varint.ts`), but there is always room.
   *
   * @throws EncodeError unless the value is a whole number from 0 to 2^32 - 1
   */
  unsignedVarint(value: number): void {
    throw new NotImplemented('0.2', 'Writer.unsignedVarint');
  }

  /**
   * Text in UTF-8, with its length in bytes before it as an int16. `encodeUtf8` (`#protocol/utf8.ts`)
   * makes the bytes.
   *
   * @throws EncodeError unless the value is a string of at most 32,767 bytes of UTF-8
   */
  string(value: string): void {
    throw new NotImplemented('0.3', 'Writer.string');
  }

  /** The same with its length in compact form: an unsigned varint that is the length + 1. */
  compactString(value: string): void {
    throw new NotImplemented('0.3', 'Writer.compactString');
  }

  /** As `string`; null is length -1. */
  nullableString(value: string | null): void {
    throw new NotImplemented('0.3', 'Writer.nullableString');
  }

  /** As `compactString`; null is 0 where the length + 1 would be. */
  compactNullableString(value: string | null): void {
    throw new NotImplemented('0.3', 'Writer.compactNullableString');
  }

  /**
   * Bytes with their length before them as an int32; several pieces count as their concatenation,
   * with one length. Large bytes are not copied: `raw` sees to that.
   *
   * @throws EncodeError when the value is neither bytes nor an array of them
   */
  byteArray(value: Uint8Array | readonly Uint8Array[]): void {
    throw new NotImplemented('0.3', 'Writer.byteArray');
  }

  /** The same with the length in compact form: an unsigned varint that is the length + 1. */
  compactByteArray(value: Uint8Array | readonly Uint8Array[]): void {
    throw new NotImplemented('0.3', 'Writer.compactByteArray');
  }

  /** As `byteArray`; null is length -1. */
  nullableBytes(value: Uint8Array | readonly Uint8Array[] | null): void {
    throw new NotImplemented('0.3', 'Writer.nullableBytes');
  }

  /** As `compactByteArray`; null is 0 where the length + 1 would be. */
  compactNullableBytes(value: Uint8Array | readonly Uint8Array[] | null): void {
    throw new NotImplemented('0.3', 'Writer.compactNullableBytes');
  }

  /**
   * The number of elements of an array that follows, an int32; -1 for a null array. Callers give no
   * less than -1: that is not checked.
   */
  arrayCount(count: number): void {
    throw new NotImplemented('0.3', 'Writer.arrayCount');
  }

  /** The same in compact form: count + 1 as an unsigned varint, so 0 for -1. */
  compactArrayCount(count: number): void {
    throw new NotImplemented('0.3', 'Writer.compactArrayCount');
  }
}
