/**
 * The records that metadata is made of, and how they lie in a record batch's value.
 *
 *     frame version (uvarint, always 1) | api key (uvarint) | version (uvarint) | the record
 *
 * Keys are null. Kafka calls this the MetadataRecordSerde (KIP-631); the frame version is there so
 * that the frame itself could change one day.
 */
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
import { ZkMigrationStateRecord } from '#protocol/records/zk-migration-state-record.ts';
import type { InputOf, MessageOf } from '#protocol/schema.ts';
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
  ZkMigrationStateRecord,
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

const NAMES = new Map(
  Object.entries(METADATA_RECORDS).map(([name, record]) => [
    record.apiKey,
    name as MetadataRecordName,
  ]),
);

/** A value of the metadata log that is not a record this version knows. */
export class UnreadableMetadata extends Error {
  override readonly name = 'UnreadableMetadata';
}
