/**
 * How a message lies in a record of `__consumer_offsets`: after two bytes with a number. Before a
 * key the number is its kind, before a value the version it is written in.
 *
 *     key     | kind int16    | message |        value     | version int16 | message |
 */
import type { Fields } from '#protocol/field.ts';
import type { Message } from '#protocol/message.ts';
import type { Input } from '#protocol/message-types.ts';
import { DecodeError } from '#protocol/wire-error.ts';
import { readInt16, writeInt16 } from '#storage/big-endian.ts';

const NUMBER_SIZE = 2;

/** A message of a version, with a number before it. */
export function encodeNumbered<F extends Fields, V extends string>(
  number: number,
  message: Message<F, V>,
  version: number,
  fields: Input<F, V>,
): Uint8Array {
  const body = message.encode(version, fields);
  const bytes = new Uint8Array(NUMBER_SIZE + body.length);
  writeInt16(bytes, 0, number);
  bytes.set(body, NUMBER_SIZE);
  return bytes;
}

/** The number in front. Throws DecodeError where there are no two bytes. */
export function numberBefore(bytes: Uint8Array): number {
  if (bytes.length >= NUMBER_SIZE) return readInt16(bytes, 0);
  throw new DecodeError(`a record of ${bytes.length} bytes does not say what it is`, 0);
}

/** The message after the number, as a view of `bytes`. */
export function bytesAfterNumber(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(NUMBER_SIZE);
}
