/**
 * The record of a committed offset, as it lies in `__consumer_offsets`.
 *
 *     key     | kind 1 int16  | group | topic | partition     0 by very old brokers, same layout
 *     value   | version int16 | offset | leader epoch | metadata | commit time | topic id
 *             no value: the offset is gone (a tombstone)
 *
 * The key says whose offset it is and of which partition, so compaction leaves the newest of each:
 * the topic is a table.
 *
 * Written are Kafka 4.3's versions, so that it reads the directory as its own: 4, or 1 where an old
 * client has set an expiry, which later versions have no place for. Read are all that ever were.
 */
import { NotImplemented } from '#env/not-implemented.ts';

/** Whose offset, and of which partition. */
export interface OffsetKey {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
}

/** How far a group has got in a partition. */
export interface CommittedOffset {
  /** The next offset to be read: one after the last that is done with. */
  readonly offset: number;
  /** The leader epoch of the record before it, -1 if unknown (KIP-320). */
  readonly leaderEpoch: number;
  /** Words that the client has added. */
  readonly metadata: string;
  readonly commitTimestampMs: number;
  /** When it expires, where an old client said so; else undefined. */
  readonly expireTimestampMs: number | undefined;
  /** The topic's id, zero (`ZERO_UUID`) in a record of a broker that did not note it. */
  readonly topicId: string;
}

/**
 * Whether a key of this kind is a committed offset's: 1 is, and 0, which very old brokers wrote. All
 * other kinds, also those to come, belong to somebody else.
 */
export function isOffsetKind(kind: number): boolean {
  throw new NotImplemented('2.2', 'isOffsetKind');
}

/** The key, with its kind before it: 1, and then `OffsetCommitKey` in version 0. */
export function encodeOffsetKey({ groupId, topic, partition }: OffsetKey): Uint8Array {
  throw new NotImplemented('2.2', 'encodeOffsetKey');
}

/**
 * The key out of all its bytes. The kind in front is one that `isOffsetKind` knows, so somebody has
 * looked at it; both kinds are laid out alike.
 *
 * @throws DecodeError where they end early. Bytes behind the partition say nothing.
 */
export function decodeOffsetKey(bytes: Uint8Array): OffsetKey {
  throw new NotImplemented('2.2', 'decodeOffsetKey');
}

/**
 * The value, with its version before it: `OffsetCommitValue` in version 4, but in version 1 where
 * the offset has an expiry (0 is one, too). Version 1 has no place for leader epoch and topic id, and
 * these are left out.
 */
export function encodeOffsetValue(committed: CommittedOffset): Uint8Array {
  throw new NotImplemented('2.2', 'encodeOffsetValue');
}

/**
 * The value out of all its bytes, in whatever version they say, 0 to 4. What a version has no place
 * for is: leader epoch -1, topic id zero, no expiry. An expiry of -1 is none either. Bytes behind the
 * value say nothing.
 *
 * @throws DecodeError where they are no such value; UnsupportedVersion for a version of the future,
 *   as `OffsetCommitValue.decode` does.
 */
export function decodeOffsetValue(bytes: Uint8Array): CommittedOffset {
  throw new NotImplemented('2.2', 'decodeOffsetValue');
}
