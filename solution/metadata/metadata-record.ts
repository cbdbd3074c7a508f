/**
 * The records that metadata is made of, and how they lie in a record batch's value.
 *
 *     frame version (uvarint, always 1) | api key (uvarint) | version (uvarint) | the record
 *
 * Keys are null. Kafka calls this the MetadataRecordSerde (KIP-631); the frame version is there so
 * that the frame itself could change one day.
 */

import type { RecordMessage } from '#protocol/message.ts';
import { Reader } from '#protocol/reader.ts';
import { AbortTransactionRecord } from '#protocol/records/abort-transaction-record.ts';
import { AccessControlEntryRecord } from '#protocol/records/access-control-entry-record.ts';
import { BeginTransactionRecord } from '#protocol/records/begin-transaction-record.ts';
import { BrokerRegistrationChangeRecord } from '#protocol/records/broker-registration-change-record.ts';
import { ClearElrRecord } from '#protocol/records/clear-elr-record.ts';
import { ClientQuotaRecord } from '#protocol/records/client-quota-record.ts';
import { ConfigRecord } from '#protocol/records/config-record.ts';
import { DelegationTokenRecord } from '#protocol/records/delegation-token-record.ts';
import { EndTransactionRecord } from '#protocol/records/end-transaction-record.ts';
import { FeatureLevelRecord } from '#protocol/records/feature-level-record.ts';
import { FenceBrokerRecord } from '#protocol/records/fence-broker-record.ts';
import { NoOpRecord } from '#protocol/records/no-op-record.ts';
import { PartitionChangeRecord } from '#protocol/records/partition-change-record.ts';
import { PartitionRecord } from '#protocol/records/partition-record.ts';
import { ProducerIdsRecord } from '#protocol/records/producer-ids-record.ts';
import { RegisterBrokerRecord } from '#protocol/records/register-broker-record.ts';
import { RegisterControllerRecord } from '#protocol/records/register-controller-record.ts';
import { RemoveAccessControlEntryRecord } from '#protocol/records/remove-access-control-entry-record.ts';
import { RemoveDelegationTokenRecord } from '#protocol/records/remove-delegation-token-record.ts';
import { RemoveTopicRecord } from '#protocol/records/remove-topic-record.ts';
import { RemoveUserScramCredentialRecord } from '#protocol/records/remove-user-scram-credential-record.ts';
import { TopicRecord } from '#protocol/records/topic-record.ts';
import { UnfenceBrokerRecord } from '#protocol/records/unfence-broker-record.ts';
import { UnregisterBrokerRecord } from '#protocol/records/unregister-broker-record.ts';
import { UserScramCredentialRecord } from '#protocol/records/user-scram-credential-record.ts';
import { ZkMigrationRecord } from '#protocol/records/zk-migration-record.ts';
import type { InputOf, MessageOf } from '#protocol/schema.ts';
import { DecodeError } from '#protocol/wire-error.ts';
import { Writer } from '#protocol/writer.ts';

/** All record types of Kafka 4.3's metadata log. */
export const METADATA_RECORDS = {
  RegisterBrokerRecord,
  UnregisterBrokerRecord,
  TopicRecord,
  PartitionRecord,
  ConfigRecord,
  PartitionChangeRecord,
  FenceBrokerRecord,
  UnfenceBrokerRecord,
  RemoveTopicRecord,
  DelegationTokenRecord,
  UserScramCredentialRecord,
  FeatureLevelRecord,
  ClientQuotaRecord,
  ProducerIdsRecord,
  BrokerRegistrationChangeRecord,
  AccessControlEntryRecord,
  RemoveAccessControlEntryRecord,
  NoOpRecord,
  ZkMigrationStateRecord: ZkMigrationRecord,
  RemoveUserScramCredentialRecord,
  BeginTransactionRecord,
  EndTransactionRecord,
  AbortTransactionRecord,
  RemoveDelegationTokenRecord,
  RegisterControllerRecord,
  ClearElrRecord,
} as const;

export type MetadataRecordName = keyof typeof METADATA_RECORDS;

/** A record as it was read: every field is there. */
export type MetadataRecord = {
  [N in MetadataRecordName]: {
    readonly name: N;
    readonly version: number;
    readonly data: MessageOf<(typeof METADATA_RECORDS)[N]>;
  };
}[MetadataRecordName];

/** A record to be written: fields with a default may be left out. */
export type NewMetadataRecord = {
  [N in MetadataRecordName]: {
    readonly name: N;
    readonly version: number;
    readonly data: InputOf<(typeof METADATA_RECORDS)[N]>;
  };
}[MetadataRecordName];

const FRAME_VERSION = 1;

const NAMES: ReadonlyMap<number, MetadataRecordName> = new Map(
  (Object.keys(METADATA_RECORDS) as MetadataRecordName[]).map((name) => [
    METADATA_RECORDS[name].apiKey,
    name,
  ]),
);

/** A value of the metadata log that is not a record this version can read. */
export class UnreadableMetadata extends Error {
  override readonly name = 'UnreadableMetadata';
}

/** The bytes of a record batch's value. */
export function encodeMetadataRecord(record: NewMetadataRecord): Uint8Array {
  const schema: RecordMessage = METADATA_RECORDS[record.name];
  const writer = new Writer();
  writer.unsignedVarint(FRAME_VERSION);
  writer.unsignedVarint(schema.apiKey);
  writer.unsignedVarint(record.version);
  schema.codec(record.version).write(writer, record.data);
  return writer.bytes();
}

/**
 * Reads a record batch's value. Throws `UnreadableMetadata`: a record that can't be read can't be
 * skipped either, because every node has to hold the same state.
 */
export function decodeMetadataRecord(value: Uint8Array): MetadataRecord {
  const reader = new Reader(value);
  try {
    checkFrame(reader.unsignedVarint());
    const name = nameOf(reader.unsignedVarint());
    const version = reader.unsignedVarint();
    const data = METADATA_RECORDS[name].codec(version).read(reader);
    checkEnd(reader, name);
    return { name, version, data } as MetadataRecord;
  } catch (cause) {
    if (cause instanceof UnreadableMetadata) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnreadableMetadata(`A metadata record can't be read: ${reason}.`, { cause });
  }
}

/** Nothing may follow a metadata record, as in Kafka. */
function checkEnd(reader: Reader, name: MetadataRecordName): void {
  const count = reader.remaining();
  if (count > 0) throw new DecodeError(`${count} bytes of garbage after ${name}`, reader.position);
}

function checkFrame(version: number): void {
  if (version === FRAME_VERSION) return;
  throw new UnreadableMetadata(
    `A metadata record has frame version ${version}; only ${FRAME_VERSION} is known.`,
  );
}

function nameOf(apiKey: number): MetadataRecordName {
  const name = NAMES.get(apiKey);
  if (name !== undefined) return name;
  throw new UnreadableMetadata(
    `A metadata record has type ${apiKey}, which Kafka 4.3 does not know. ` +
      'A newer Kafka wrote this directory; open it with that one.',
  );
}
