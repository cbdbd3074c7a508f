/**
 * The records of `__consumer_offsets`, as the coordinator thinks of them and as they lie on disk.
 *
 *     key     | kind int16 | fields                      kind 0, 1: an offset (offset-record.ts)
 *     value   | version int16 | fields                        2: a classic group
 *             no value: the offset or group is gone           3-8, 16: a piece of a consumer
 *             (a tombstone)                                   group (consumer-group-record.ts)
 *
 * A broker knows the kinds of its time. What it does not know is left where it is: somebody newer has
 * written it, and may be back.
 *
 * Written are Kafka 4.3's versions, so that it reads the directory as its own: 3 for a classic group.
 */
import {
  type ConsumerGroupRecord,
  decodeConsumerGroupRecord,
  encodeConsumerGroupRecord,
  isConsumerGroupKind,
} from '#groups/consumer-group-record.ts';
import { bytesAfterNumber, encodeNumbered, numberBefore } from '#groups/numbered-bytes.ts';
import {
  type CommittedOffset,
  decodeOffsetKey,
  decodeOffsetValue,
  encodeOffsetKey,
  encodeOffsetValue,
  isOffsetKind,
  type OffsetKey,
} from '#groups/offset-record.ts';
import { GroupMetadataKey } from '#protocol/records/group-metadata-key.ts';
import { GroupMetadataValue } from '#protocol/records/group-metadata-value.ts';
import { DecodeError } from '#protocol/wire-error.ts';

/** A group has committed an offset, or has none any more. */
export interface OffsetRecord extends OffsetKey {
  readonly kind: 'offset';
  readonly offset: CommittedOffset | undefined;
}

/** A classic group's generation, or that there is no such group. */
export interface GroupRecord {
  readonly kind: 'group';
  readonly groupId: string;
  readonly value: GroupMetadataValue | undefined;
}

export type CoordinatorRecord = OffsetRecord | GroupRecord | ConsumerGroupRecord;

const GROUP_KEY_VERSION = 0;
const GROUP_VALUE_VERSION = 3;

/** The bytes of a record; `value` is null for a tombstone. */
export function encodeCoordinatorRecord(record: CoordinatorRecord): {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
} {
  if (record.kind === 'offset') {
    const { offset } = record;
    return { key: encodeOffsetKey(record), value: offset ? encodeOffsetValue(offset) : null };
  }
  if (record.kind !== 'group') return encodeConsumerGroupRecord(record);
  const { groupId: group, value } = record;
  const version = GROUP_VALUE_VERSION;
  return {
    key: encodeNumbered(GroupMetadataKey.apiKey, GroupMetadataKey, GROUP_KEY_VERSION, { group }),
    value: value ? encodeNumbered(version, GroupMetadataValue, version, value) : null,
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
  if (isOffsetKind(kind)) {
    const offset = value ? decodeOffsetValue(value) : undefined;
    return { kind: 'offset', ...decodeOffsetKey(key), offset };
  }
  if (isConsumerGroupKind(kind)) return decodeConsumerGroupRecord(key, value);
  if (kind !== GroupMetadataKey.apiKey) return undefined;
  const { group: groupId } = GroupMetadataKey.decode(GROUP_KEY_VERSION, bytesAfterNumber(key));
  return { kind: 'group', groupId, value: value ? decodeGroup(value) : undefined };
}

/** The views of the bytes become copies: a group outlives the buffer it was read from. */
function decodeGroup(value: Uint8Array): GroupMetadataValue {
  const decoded = GroupMetadataValue.decode(numberBefore(value), bytesAfterNumber(value));
  const members = decoded.members.map((member) => ({
    ...member,
    subscription: member.subscription.slice(),
    assignment: member.assignment.slice(),
  }));
  return { ...decoded, members };
}
