/**
 * The records of `__consumer_offsets`, as the coordinator thinks of them and as they lie on disk.
 *
 *     key     | kind int16 | fields                      kind 1: an offset (0 by very old brokers)
 *     value   | version int16 | fields                        2: a classic group
 *             no value: the offset or the group is gone (a tombstone)
 *
 * A broker knows the kinds of its time. What it does not know is left where it is: somebody newer has
 * written it, and may be back.
 *
 * Written are Kafka 4.3's versions, so that it reads the directory as its own: 4 for an offset (1
 * where an old client set an expiry, which later versions have no place for), 3 for a group.
 */
import type { CommittedOffset } from '#groups/committed-offsets.ts';
import type { Fields } from '#protocol/field.ts';
import type { Message } from '#protocol/message.ts';
import type { Input } from '#protocol/message-types.ts';
import { GroupMetadataKey } from '#protocol/records/group-metadata-key.ts';
import { GroupMetadataValue } from '#protocol/records/group-metadata-value.ts';
import { OffsetCommitKey } from '#protocol/records/offset-commit-key.ts';
import { OffsetCommitValue } from '#protocol/records/offset-commit-value.ts';
import { DecodeError } from '#protocol/wire-error.ts';
import { readInt16, writeInt16 } from '#storage/big-endian.ts';

/** A group has committed an offset, or has none any more. */
export interface OffsetRecord {
  readonly kind: 'offset';
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: CommittedOffset | undefined;
}

/** A group's generation, or that there is no such group. */
export interface GroupRecord {
  readonly kind: 'group';
  readonly groupId: string;
  readonly value: GroupMetadataValue | undefined;
}

export type CoordinatorRecord = OffsetRecord | GroupRecord;

const LEGACY_OFFSET_KEY = 0;
const KIND_SIZE = 2;
const KEY_VERSION = 0;
const GROUP_VALUE_VERSION = 3;
const OFFSET_VALUE_VERSION = 4;
const OFFSET_VALUE_VERSION_WITH_EXPIRY = 1;

/** The bytes of a record; `value` is null for a tombstone. */
export function encodeCoordinatorRecord(record: CoordinatorRecord): {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
} {
  if (record.kind === 'group') {
    const { groupId, value } = record;
    return {
      key: prefixed(GroupMetadataKey.apiKey, GroupMetadataKey, KEY_VERSION, { group: groupId }),
      value: value ? versioned(GroupMetadataValue, GROUP_VALUE_VERSION, value) : null,
    };
  }
  const { groupId: group, topic, partition, offset } = record;
  const fields = { group, topic, partition };
  return {
    key: prefixed(OffsetCommitKey.apiKey, OffsetCommitKey, KEY_VERSION, fields),
    value: offset ? encodeOffset(offset) : null,
  };
}

/**
 * What a record says; undefined for a kind that this broker does not know.
 *
 * @throws DecodeError, UnsupportedVersion where the bytes are no such record.
 */
export function decodeCoordinatorRecord(
  key: Uint8Array | null,
  value: Uint8Array | null,
): CoordinatorRecord | undefined {
  if (key === null) throw new DecodeError('a record of __consumer_offsets has no key', 0);
  const kind = numberBefore(key);
  const fields = key.subarray(KIND_SIZE);
  if (kind === GroupMetadataKey.apiKey) {
    const { group: groupId } = GroupMetadataKey.decode(KEY_VERSION, fields);
    return { kind: 'group', groupId, value: value ? decodeGroup(value) : undefined };
  }
  if (kind !== OffsetCommitKey.apiKey && kind !== LEGACY_OFFSET_KEY) return undefined;
  const { group: groupId, topic, partition } = OffsetCommitKey.decode(KEY_VERSION, fields);
  const offset = value ? decodeOffset(value) : undefined;
  return { kind: 'offset', groupId, topic, partition, offset };
}

function encodeOffset(committed: CommittedOffset): Uint8Array {
  const { offset, leaderEpoch, metadata, topicId, expireTimestampMs } = committed;
  const expires = expireTimestampMs !== undefined;
  return versioned(
    OffsetCommitValue,
    expires ? OFFSET_VALUE_VERSION_WITH_EXPIRY : OFFSET_VALUE_VERSION,
    {
      offset,
      leaderEpoch,
      metadata,
      commitTimestamp: committed.commitTimestampMs,
      expireTimestamp: expireTimestampMs ?? -1,
      topicId,
    },
  );
}

function decodeOffset(value: Uint8Array): CommittedOffset {
  const decoded = OffsetCommitValue.decode(numberBefore(value), value.subarray(KIND_SIZE));
  const { offset, leaderEpoch, metadata, topicId, commitTimestamp, expireTimestamp } = decoded;
  return {
    offset,
    leaderEpoch,
    metadata,
    topicId,
    commitTimestampMs: commitTimestamp,
    expireTimestampMs: expireTimestamp === -1 ? undefined : expireTimestamp,
  };
}

/** The views of the bytes become copies: a group outlives the buffer it was read from. */
function decodeGroup(value: Uint8Array): GroupMetadataValue {
  const decoded = GroupMetadataValue.decode(numberBefore(value), value.subarray(KIND_SIZE));
  const members = decoded.members.map((member) => ({
    ...member,
    subscription: member.subscription.slice(),
    assignment: member.assignment.slice(),
  }));
  return { ...decoded, members };
}

function versioned<F extends Fields, V extends string>(
  message: Message<F, V>,
  version: number,
  fields: Input<F, V>,
): Uint8Array {
  return prefixed(version, message, version, fields);
}

function prefixed<F extends Fields, V extends string>(
  number: number,
  message: Message<F, V>,
  version: number,
  fields: Input<F, V>,
): Uint8Array {
  const body = message.encode(version, fields);
  const bytes = new Uint8Array(KIND_SIZE + body.length);
  writeInt16(bytes, 0, number);
  bytes.set(body, KIND_SIZE);
  return bytes;
}

function numberBefore(bytes: Uint8Array): number {
  if (bytes.length >= KIND_SIZE) return readInt16(bytes, 0);
  throw new DecodeError(`a record of ${bytes.length} bytes does not say what it is`, 0);
}
