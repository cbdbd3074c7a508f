/**
 * Every record that is declared. The metadata log holds two kinds: metadata records, which say what
 * they are by an API key of their own, and control records, whose kind stands in the record's key.
 * `__consumer_offsets` holds pairs of a key and a value, which share an API key. And there is what
 * consumers put into the requests that they join groups with.
 */
import { AbortTransactionRecord } from '#protocol/records/abort-transaction-record.ts';
import { AccessControlEntryRecord } from '#protocol/records/access-control-entry-record.ts';
import { BeginTransactionRecord } from '#protocol/records/begin-transaction-record.ts';
import { BrokerRegistrationChangeRecord } from '#protocol/records/broker-registration-change-record.ts';
import { ClearElrRecord } from '#protocol/records/clear-elr-record.ts';
import { ClientQuotaRecord } from '#protocol/records/client-quota-record.ts';
import { ConfigRecord } from '#protocol/records/config-record.ts';
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
import { ConsumerProtocolAssignment } from '#protocol/records/consumer-protocol-assignment.ts';
import { ConsumerProtocolSubscription } from '#protocol/records/consumer-protocol-subscription.ts';
import { DelegationTokenRecord } from '#protocol/records/delegation-token-record.ts';
import { EndTransactionRecord } from '#protocol/records/end-transaction-record.ts';
import { EndTxnMarker } from '#protocol/records/end-txn-marker.ts';
import { FeatureLevelRecord } from '#protocol/records/feature-level-record.ts';
import { FenceBrokerRecord } from '#protocol/records/fence-broker-record.ts';
import { GroupMetadataKey } from '#protocol/records/group-metadata-key.ts';
import { GroupMetadataValue } from '#protocol/records/group-metadata-value.ts';
import { KRaftVersionRecord } from '#protocol/records/kraft-version-record.ts';
import { LeaderChangeMessage } from '#protocol/records/leader-change-message.ts';
import { LegacyOffsetCommitKey } from '#protocol/records/legacy-offset-commit-key.ts';
import { LegacyOffsetCommitValue } from '#protocol/records/legacy-offset-commit-value.ts';
import { NoOpRecord } from '#protocol/records/no-op-record.ts';
import { OffsetCommitKey } from '#protocol/records/offset-commit-key.ts';
import { OffsetCommitValue } from '#protocol/records/offset-commit-value.ts';
import { PartitionChangeRecord } from '#protocol/records/partition-change-record.ts';
import { PartitionRecord } from '#protocol/records/partition-record.ts';
import { ProducerIdsRecord } from '#protocol/records/producer-ids-record.ts';
import { QuorumStateData } from '#protocol/records/quorum-state-data.ts';
import { RegisterBrokerRecord } from '#protocol/records/register-broker-record.ts';
import { RegisterControllerRecord } from '#protocol/records/register-controller-record.ts';
import { RemoveAccessControlEntryRecord } from '#protocol/records/remove-access-control-entry-record.ts';
import { RemoveDelegationTokenRecord } from '#protocol/records/remove-delegation-token-record.ts';
import { RemoveTopicRecord } from '#protocol/records/remove-topic-record.ts';
import { RemoveUserScramCredentialRecord } from '#protocol/records/remove-user-scram-credential-record.ts';
import { SnapshotFooterRecord } from '#protocol/records/snapshot-footer-record.ts';
import { SnapshotHeaderRecord } from '#protocol/records/snapshot-header-record.ts';
import { TopicRecord } from '#protocol/records/topic-record.ts';
import { UnfenceBrokerRecord } from '#protocol/records/unfence-broker-record.ts';
import { UnregisterBrokerRecord } from '#protocol/records/unregister-broker-record.ts';
import { UserScramCredentialRecord } from '#protocol/records/user-scram-credential-record.ts';
import { VotersRecord } from '#protocol/records/voters-record.ts';
import { ZkMigrationRecord } from '#protocol/records/zk-migration-record.ts';

/** The records that a metadata image is replayed from, by their API key. */
export const allMetadataRecords = [
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
  ZkMigrationRecord,
  RemoveUserScramCredentialRecord,
  BeginTransactionRecord,
  EndTransactionRecord,
  AbortTransactionRecord,
  RemoveDelegationTokenRecord,
  RegisterControllerRecord,
  ClearElrRecord,
] as const;

/** The values of control records, and the file quorum-state. */
export const allDataStructures = [
  EndTxnMarker,
  KRaftVersionRecord,
  LeaderChangeMessage,
  QuorumStateData,
  SnapshotFooterRecord,
  SnapshotHeaderRecord,
  VotersRecord,
] as const;

/** The keys and values of `__consumer_offsets`. */
export const allGroupRecords = [
  LegacyOffsetCommitKey,
  LegacyOffsetCommitValue,
  OffsetCommitKey,
  OffsetCommitValue,
  GroupMetadataKey,
  GroupMetadataValue,
  ConsumerGroupMetadataKey,
  ConsumerGroupMetadataValue,
  ConsumerGroupPartitionMetadataKey,
  ConsumerGroupPartitionMetadataValue,
  ConsumerGroupMemberMetadataKey,
  ConsumerGroupMemberMetadataValue,
  ConsumerGroupTargetAssignmentMetadataKey,
  ConsumerGroupTargetAssignmentMetadataValue,
  ConsumerGroupTargetAssignmentMemberKey,
  ConsumerGroupTargetAssignmentMemberValue,
  ConsumerGroupCurrentMemberAssignmentKey,
  ConsumerGroupCurrentMemberAssignmentValue,
  ConsumerGroupRegularExpressionKey,
  ConsumerGroupRegularExpressionValue,
] as const;

/** What consumers of a classic group say to each other; no broker needs to read it. */
export const allConsumerProtocol = [
  ConsumerProtocolSubscription,
  ConsumerProtocolAssignment,
] as const;
