/**
 * The records of consumer groups (KIP-848) in `__consumer_offsets`. A group is written in pieces, so that
 * a change costs as much as has changed, and not as much as the group is large:
 *
 *     kind  key             value
 *        3  group           its epoch, and a digest of the topics it subscribes to
 *        4  group           the topics themselves, by brokers before Kafka 4.1; newer ones delete it
 *        5  group, member   what the member has said of itself
 *        6  group           the epoch that the target assignment is made for
 *        7  group, member   the member's share of the target assignment
 *        8  group, member   what the member owns now, and its epoch
 *       16  group, pattern  the topics that a regular expression stands for
 *
 * Without a value the thing is gone. All keys and values are of version 0: what has been added since is
 * in tagged fields. A batch holds all that one event has changed, so a group is never half changed.
 */
import { bytesAfterNumber, encodeNumbered, numberBefore } from '#groups/numbered-bytes.ts';
import type { RecordMessage } from '#protocol/message.ts';
import { ConsumerGroupCurrentMemberAssignmentKey } from '#protocol/records/consumer-group-current-member-assignment-key.ts';
import { ConsumerGroupCurrentMemberAssignmentValue } from '#protocol/records/consumer-group-current-member-assignment-value.ts';
import { ConsumerGroupMemberMetadataKey } from '#protocol/records/consumer-group-member-metadata-key.ts';
import { ConsumerGroupMemberMetadataValue } from '#protocol/records/consumer-group-member-metadata-value.ts';
import { ConsumerGroupMetadataKey } from '#protocol/records/consumer-group-metadata-key.ts';
import { ConsumerGroupMetadataValue } from '#protocol/records/consumer-group-metadata-value.ts';
import { ConsumerGroupPartitionMetadataKey } from '#protocol/records/consumer-group-partition-metadata-key.ts';
import { ConsumerGroupPartitionMetadataValue } from '#protocol/records/consumer-group-partition-metadata-value.ts';
import { ConsumerGroupRegularExpressionKey } from '#protocol/records/consumer-group-regular-expression-key.ts';
import { ConsumerGroupRegularExpressionValue } from '#protocol/records/consumer-group-regular-expression-value.ts';
import { ConsumerGroupTargetAssignmentMemberKey } from '#protocol/records/consumer-group-target-assignment-member-key.ts';
import { ConsumerGroupTargetAssignmentMemberValue } from '#protocol/records/consumer-group-target-assignment-member-value.ts';
import { ConsumerGroupTargetAssignmentMetadataKey } from '#protocol/records/consumer-group-target-assignment-metadata-key.ts';
import { ConsumerGroupTargetAssignmentMetadataValue } from '#protocol/records/consumer-group-target-assignment-metadata-value.ts';
import type { MessageOf } from '#protocol/schema.ts';

const layouts = {
  'consumer-group-metadata': {
    key: ConsumerGroupMetadataKey,
    value: ConsumerGroupMetadataValue,
  },
  'consumer-group-partition-metadata': {
    key: ConsumerGroupPartitionMetadataKey,
    value: ConsumerGroupPartitionMetadataValue,
  },
  'consumer-group-member-metadata': {
    key: ConsumerGroupMemberMetadataKey,
    value: ConsumerGroupMemberMetadataValue,
  },
  'consumer-group-target-assignment-metadata': {
    key: ConsumerGroupTargetAssignmentMetadataKey,
    value: ConsumerGroupTargetAssignmentMetadataValue,
  },
  'consumer-group-target-assignment-member': {
    key: ConsumerGroupTargetAssignmentMemberKey,
    value: ConsumerGroupTargetAssignmentMemberValue,
  },
  'consumer-group-current-member-assignment': {
    key: ConsumerGroupCurrentMemberAssignmentKey,
    value: ConsumerGroupCurrentMemberAssignmentValue,
  },
  'consumer-group-regular-expression': {
    key: ConsumerGroupRegularExpressionKey,
    value: ConsumerGroupRegularExpressionValue,
  },
} as const;

type Layouts = typeof layouts;
type Kind = keyof Layouts;

/** A piece of a consumer group, or that there is no such piece: its kind, its key's fields, a value. */
export type ConsumerGroupRecord = {
  [K in Kind]: { readonly kind: K } & Readonly<MessageOf<Layouts[K]['key']>> & {
      readonly value: MessageOf<Layouts[K]['value']> | undefined;
    };
}[Kind];

const VERSION = 0;

const kindsByNumber = new Map(
  (Object.keys(layouts) as Kind[]).map((kind) => [layouts[kind].key.apiKey, kind]),
);

/** Whether a key of this kind is a consumer group's. */
export function isConsumerGroupKind(kind: number): boolean {
  return kindsByNumber.has(kind);
}

/** The bytes of a record; `value` is null for a tombstone. */
export function encodeConsumerGroupRecord(record: ConsumerGroupRecord): {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
} {
  const layout = layoutOf(record.kind);
  return {
    key: encodeNumbered(layout.key.apiKey, layout.key, VERSION, record),
    value: record.value ? encodeNumbered(VERSION, layout.value, VERSION, record.value) : null,
  };
}

/**
 * What a record of a consumer group's kind says.
 *
 * @throws DecodeError, UnsupportedVersion where the bytes are no such record.
 */
export function decodeConsumerGroupRecord(
  key: Uint8Array,
  value: Uint8Array | null,
): ConsumerGroupRecord {
  const kind = kindsByNumber.get(numberBefore(key));
  if (kind === undefined) throw new Error(`${numberBefore(key)} is no consumer group's kind`);
  const layout = layoutOf(kind);
  return {
    ...layout.key.decode(VERSION, bytesAfterNumber(key)),
    kind,
    value: value ? decodeValue(layout.value, value) : undefined,
  } as ConsumerGroupRecord;
}

/** The key's and the value's layouts without the types of their fields, which `kind` has fixed. */
function layoutOf(kind: Kind): { readonly key: RecordMessage; readonly value: RecordMessage } {
  return layouts[kind] as unknown as { key: RecordMessage; value: RecordMessage };
}

/** Bytes are copied first: what is decoded outlives the buffer that it was read from. */
function decodeValue(layout: RecordMessage, value: Uint8Array): object {
  return layout.decode(numberBefore(value), bytesAfterNumber(value).slice());
}
