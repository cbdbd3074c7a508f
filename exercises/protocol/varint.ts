/**
 * Variable-length integers: small numbers take one byte, large ones more.
 *
 * A varint holds seven bits of the number in each byte, the lowest seven first. The top bit of a
 * byte says whether another byte follows. Kafka uses three kinds:
 *
 *     unsigned varint   lengths and counts in "compact" forms, tag numbers    0 ... 2^32 - 1
 *     varint            lengths and offset deltas inside a record batch      -2^31 ... 2^31 - 1
 *     varlong           timestamp deltas inside a record batch               any safe integer
 *
 *     300 = 0b10_0101100        byte 0: 1 0101100      byte 1: 0 0000010
 *                                       ^ more follows         ^ the last one
 *
 * A negative number has its high bits set, so it would always take the full length. The signed
 * kinds therefore zigzag first: 0, -1, 1, -2, 2 ... become 0, 1, 2, 3, 4 ..., and a number that is
 * near zero stays short whatever its sign.
 *
 * Invariant: what write puts down, read gives back and both move `position` by the same amount,
 * which is the number that the size function says. The encoding is Protocol Buffers' (sint32 and
 * sint64 for the signed kinds), see https://protobuf.dev/programming-guides/encoding/.
 */
import { NotImplemented } from '#env/not-implemented.ts';

/** A place in some bytes. Readers and writers are cursors; so is `{ bytes, position: 0 }`. */
export interface Cursor {
  readonly bytes: Uint8Array;
  /** Index of the next byte to read or write. Each function here moves it past what it did. */
  position: number;
}

/**
 * Reads an unsigned varint, at most 5 bytes long.
 *
 * Longer forms than needed are valid as far as 5 bytes: `80 00` is 0, as in Kafka.
 *
 * @returns a whole number from 0 to 4,294,967,295 (2^32 - 1).
 * @throws DecodeError when the bytes end before the last byte of the number ("truncated"), when
 *   the fifth byte still says that another follows ("longer than 5 bytes"), or when the fifth byte
 *   holds bits above the 32nd ("out of range"); where it does both, either message will do. Its
 *   position is where the number starts. The cursor's position is unspecified then.
 */
export function readUnsignedVarint(from: Cursor): number {
  throw new NotImplemented('0.2', 'readUnsignedVarint');
}

/**
 * Writes an unsigned varint in its shortest form, 1 to 5 bytes.
 *
 * @param value a whole number from 0 to 4,294,967,295 (2^32 - 1).
 * @throws EncodeError when the value is not such a number, or when `to.bytes` has no room for it.
 *   Nothing has been written then.
 */
export function writeUnsignedVarint(to: Cursor, value: number): void {
  throw new NotImplemented('0.2', 'writeUnsignedVarint');
}

/**
 * How many bytes `writeUnsignedVarint` takes for a value: 1 to 5.
 *
 * @throws EncodeError when the value is not a whole number from 0 to 2^32 - 1.
 */
export function unsignedVarintSize(value: number): number {
  throw new NotImplemented('0.2', 'unsignedVarintSize');
}

/**
 * Reads a zigzag varint, at most 5 bytes long.
 *
 * @returns a whole number from -2,147,483,648 to 2,147,483,647.
 * @throws DecodeError as `readUnsignedVarint` does.
 */
export function readVarint(from: Cursor): number {
  throw new NotImplemented('0.2', 'readVarint');
}

/**
 * Writes a zigzag varint in its shortest form, 1 to 5 bytes.
 *
 * @param value a whole number from -2,147,483,648 to 2,147,483,647.
 * @throws EncodeError when the value is not such a number, or when there is no room for it.
 */
export function writeVarint(to: Cursor, value: number): void {
  throw new NotImplemented('0.2', 'writeVarint');
}

/**
 * How many bytes `writeVarint` takes for a value: 1 for -64 to 63, at most 5.
 *
 * @throws EncodeError when the value is not a signed 32-bit number.
 */
export function varintSize(value: number): number {
  throw new NotImplemented('0.2', 'varintSize');
}

/**
 * Reads a zigzag varint of 64 bits, at most 10 bytes long, as a safe integer.
 *
 * A zigzagged safe integer can take 54 bits, one more than a number holds exactly. So the sign (the
 * lowest bit) is taken off first, and the rest is summed as multiples of powers of two.
 *
 * @returns a whole number from -(2^53 - 1) to 2^53 - 1.
 * @throws DecodeError when the bytes end too early ("truncated"), when the tenth byte says that
 *   another follows ("longer than 10 bytes"), or when the number is not a safe integer
 *   ("out of range"). Its position is where the number starts.
 */
export function readVarlong(from: Cursor): number {
  throw new NotImplemented('0.2', 'readVarlong');
}

/**
 * Writes a safe integer as a zigzag varint of 64 bits in its shortest form, 1 to 8 bytes.
 *
 * @param value a whole number from -(2^53 - 1) to 2^53 - 1.
 * @throws EncodeError when the value is not such a number, or when there is no room for it.
 *   Nothing has been written then.
 */
export function writeVarlong(to: Cursor, value: number): void {
  throw new NotImplemented('0.2', 'writeVarlong');
}

/**
 * How many bytes `writeVarlong` takes for a value: 1 for -64 to 63, at most 8.
 *
 * @throws EncodeError when the value is not a safe integer.
 */
export function varlongSize(value: number): number {
  throw new NotImplemented('0.2', 'varlongSize');
}
