/**
 * How a message lies in a record of `__consumer_offsets`: behind two bytes with a number. Before a
 * key the number is its kind, before a value the version that it is written in.
 *
 *     key     | kind int16    | message |        value     | version int16 | message |
 *
 * A network request says what it is in its header. A record has no header, and its reader may be a
 * broker of another year, so the bytes have to say it themselves.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { Fields } from '#protocol/field.ts';
import type { Message } from '#protocol/message.ts';
import type { Input } from '#protocol/message-types.ts';

/**
 * `number`, big-endian, and behind it `fields` as `message` encodes them in `version`.
 *
 * @throws whatever `message.encode` throws.
 */
export function encodeNumbered<F extends Fields, V extends string>(
  number: number,
  message: Message<F, V>,
  version: number,
  fields: Input<F, V>,
): Uint8Array {
  throw new NotImplemented('2.2', 'encodeNumbered');
}

/**
 * The number in front, -32,768 to 32,767.
 *
 * @throws DecodeError where there are no two bytes; its position is 0.
 */
export function numberBefore(bytes: Uint8Array): number {
  throw new NotImplemented('2.2', 'numberBefore');
}

/** What lies behind the number, as a view of `bytes`: nothing is copied. */
export function bytesAfterNumber(bytes: Uint8Array): Uint8Array {
  throw new NotImplemented('2.2', 'bytesAfterNumber');
}
