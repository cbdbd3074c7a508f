/**
 * The consumer protocol: what consumers of a classic group say to each other by way of a broker that
 * does not listen.
 *
 *     int16 version | a ConsumerProtocolSubscription or ConsumerProtocolAssignment of that version
 *
 * The members of a group may be of different ages, and none knows how old the leader is. So versions
 * only ever add fields at the end, and a version that is too new is read as the newest one known;
 * what is left over is ignored.
 *
 * Source: org.apache.kafka.clients.consumer.internals.ConsumerProtocol.
 */
import type { Fields } from '#protocol/field.ts';
import type { Message } from '#protocol/message.ts';
import type { Decoded, Input } from '#protocol/message-types.ts';
import { Reader } from '#protocol/reader.ts';
import { ConsumerProtocolAssignment } from '#protocol/records/consumer-protocol-assignment.ts';
import { ConsumerProtocolSubscription } from '#protocol/records/consumer-protocol-subscription.ts';
import type { InputOf } from '#protocol/schema.ts';
import { DecodeError } from '#protocol/wire-error.ts';
import { Writer } from '#protocol/writer.ts';

/** The protocol type of a group of consumers, as members say it when they join. */
export const CONSUMER_PROTOCOL_TYPE = 'consumer';

/** The newest version of both, in which consumers write unless asked for an older one. */
const LATEST = ConsumerProtocolSubscription.versions.max;

/** @throws EncodeError, UnsupportedVersion */
export function encodeSubscription(
  subscription: InputOf<typeof ConsumerProtocolSubscription>,
  version = LATEST,
): Uint8Array {
  return encode(ConsumerProtocolSubscription, version, subscription);
}

/**
 * @param version read as this version, whatever the bytes say: 0 finds the topics and the user data
 *   in all of them.
 * @throws DecodeError where the bytes are no subscription.
 */
export function decodeSubscription(
  bytes: Uint8Array,
  version?: number,
): ConsumerProtocolSubscription {
  return decode(ConsumerProtocolSubscription, bytes, version);
}

/** @throws EncodeError, UnsupportedVersion */
export function encodeAssignment(
  assignment: InputOf<typeof ConsumerProtocolAssignment>,
  version = LATEST,
): Uint8Array {
  return encode(ConsumerProtocolAssignment, version, assignment);
}

/** @throws DecodeError where the bytes are no assignment. */
export function decodeAssignment(bytes: Uint8Array): ConsumerProtocolAssignment {
  return decode(ConsumerProtocolAssignment, bytes);
}

/**
 * The version in which a subscription or an assignment is written, no newer than the newest known.
 *
 * @throws DecodeError where the bytes end before, or the version is negative.
 */
export function consumerProtocolVersion(bytes: Uint8Array): number {
  const version = new Reader(bytes).int16();
  if (version < 0) throw new DecodeError(`there is no consumer protocol version ${version}`, 0);
  return Math.min(version, LATEST);
}

function encode<F extends Fields, V extends string>(
  message: Message<F, V>,
  version: number,
  value: Input<F, V>,
): Uint8Array {
  const writer = new Writer(64);
  writer.int16(version);
  message.codec(version).write(writer, value);
  return writer.bytes();
}

function decode<F extends Fields, V extends string>(
  message: Message<F, V>,
  bytes: Uint8Array,
  version = consumerProtocolVersion(bytes),
): Decoded<F> {
  const reader = new Reader(bytes);
  reader.int16();
  return message.codec(version).read(reader);
}
