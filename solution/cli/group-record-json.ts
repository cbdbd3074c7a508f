/**
 * A record of `__consumer_offsets` as JSON text: what `kafka-dump-log --offsets-decoder` and the
 * formatters of `kafka-console-consumer` show of it, each in a frame of its own.
 *
 *     key     | kind int16    | OffsetCommitKey, GroupMetadataKey, …     the kind says which message
 *     value   | version int16 | OffsetCommitValue, GroupMetadataValue, …
 *
 * Members of a classic group of consumers put bytes into its record that no broker reads: who wants
 * to see into them gets them as JSON too, where they can be read.
 */
import { messageJson } from '#cli/message-json.ts';
import {
  CONSUMER_PROTOCOL_TYPE,
  consumerProtocolVersion,
  decodeAssignment,
  decodeSubscription,
} from '#protocol/consumer-protocol.ts';
import type { RecordMessage } from '#protocol/message.ts';
import { allGroupRecords } from '#protocol/records/all.ts';
import { ConsumerProtocolAssignment } from '#protocol/records/consumer-protocol-assignment.ts';
import { ConsumerProtocolSubscription } from '#protocol/records/consumer-protocol-subscription.ts';
import { GroupMetadataValue } from '#protocol/records/group-metadata-value.ts';
import { includes } from '#protocol/version-range.ts';
import { DecodeError } from '#protocol/wire-error.ts';

const NUMBER_SIZE = 2;

export interface GroupRecordJson {
  /** What the key is the key of: 1 for an offset, 2 for a classic group, … */
  readonly kind: number;
  readonly key: string;
  /** Undefined where the record says that the key has no value any more. */
  readonly value: { readonly version: number; readonly json: string } | undefined;
}

/** A record of a kind that is not declared here: somebody newer wrote it, or for other groups. */
export class UnknownGroupRecord extends Error {
  override readonly name = 'UnknownGroupRecord';
  readonly kind: number;

  constructor(kind: number) {
    super(`Found an unknown record type ${kind}`);
    this.kind = kind;
  }
}

/** Bytes that are no record of the kind that they claim to be; the message is Kafka's sentence. */
export class UnreadableGroupRecord extends Error {
  override readonly name = 'UnreadableGroupRecord';
}

export interface GroupRecordOptions {
  /** Show what members of a classic group of consumers said and were assigned, not their bytes. */
  readonly looksIntoMembers: boolean;
}

const messages = new Map(allGroupRecords.map((message) => [message.name as string, message]));
const kinds = new Map(
  allGroupRecords
    .filter(({ name }) => name.endsWith('Key'))
    .map((key) => {
      const value = messages.get(key.name.replace(/Key$/, 'Value')) as RecordMessage;
      return [key.apiKey as number, { key: key as unknown as RecordMessage, value }];
    }),
);

/** @throws UnknownGroupRecord, UnreadableGroupRecord */
export function groupRecordJson(
  keyBytes: Uint8Array,
  valueBytes: Uint8Array | null,
  options: GroupRecordOptions,
): GroupRecordJson {
  const kind = numberIn(keyBytes, 'key');
  const message = kinds.get(kind);
  if (message === undefined) throw new UnknownGroupRecord(kind);
  const fields = decode(message.key, 0, keyBytes, `version ${kind} from key`);
  const key = messageJson(message.key, 0, fields);
  if (valueBytes === null) return { kind, key, value: undefined };
  const version = numberIn(valueBytes, 'value');
  if (!includes(message.value.versions, version)) {
    throw new UnreadableGroupRecord(`Found an unknown record version ${version} for ${kind} type`);
  }
  const value = decode(message.value, version, valueBytes, `version ${version} from value`);
  const showsBytes =
    options.looksIntoMembers && isOfConsumers(kind, value) ? memberJson : undefined;
  return {
    kind,
    key,
    value: { version, json: messageJson(message.value, version, value, showsBytes) },
  };
}

function numberIn(bytes: Uint8Array, what: 'key' | 'value'): number {
  if (bytes.length < NUMBER_SIZE) {
    throw new UnreadableGroupRecord(`Could not read version from ${what}'s buffer.`);
  }
  return new DataView(bytes.buffer, bytes.byteOffset).getInt16(0);
}

function decode(message: RecordMessage, version: number, bytes: Uint8Array, what: string): object {
  try {
    return message.decode(version, bytes.subarray(NUMBER_SIZE));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const words = `Could not read record with ${what}'s buffer due to: ${error.message}.`;
    throw new UnreadableGroupRecord(words, { cause: error });
  }
}

function isOfConsumers(kind: number, value: object): boolean {
  if (kind !== GroupMetadataValue.apiKey) return false;
  return (value as GroupMetadataValue).protocolType === CONSUMER_PROTOCOL_TYPE;
}

/** The bytes of a member's field as JSON; undefined where they are not what consumers write. */
function memberJson(field: string, bytes: Uint8Array): string | undefined {
  try {
    const version = consumerProtocolVersion(bytes);
    return field === 'subscription'
      ? messageJson(ConsumerProtocolSubscription, version, decodeSubscription(bytes))
      : messageJson(ConsumerProtocolAssignment, version, decodeAssignment(bytes));
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
