/**
 * The number of each API, and the header that goes before each version of its requests.
 *
 * A broker reads the header of a request before it knows whether it serves that version, and has to
 * answer even one that it does not (with UNSUPPORTED_VERSION). So the first flexible version of
 * every API of Kafka 4.3 stands here, also of those that are not declared as messages.
 *
 * Keys 4 to 7 were the ZooKeeper controller's; Kafka 4.0 removed them.
 * Source: https://kafka.apache.org/protocol#protocol_api_keys
 */
import { NotImplemented } from '#env/not-implemented.ts';

/** One API. */
export interface Api<Key extends number = number> {
  readonly key: Key;
  /** The first version with compact forms and tagged fields (KIP-482); Infinity for none. */
  readonly flexibleSince: number;
}

function api<const Key extends number>(key: Key, flexibleSince: number): Api<Key> {
  return { key, flexibleSince };
}

/** All APIs by Kafka's name. */
export const apis = {
  Produce: api(0, 9),
  Fetch: api(1, 12),
  ListOffsets: api(2, 6),
  Metadata: api(3, 9),
  OffsetCommit: api(8, 8),
  OffsetFetch: api(9, 6),
  FindCoordinator: api(10, 3),
  JoinGroup: api(11, 6),
  Heartbeat: api(12, 4),
  LeaveGroup: api(13, 4),
  SyncGroup: api(14, 4),
  DescribeGroups: api(15, 5),
  ListGroups: api(16, 3),
  SaslHandshake: api(17, Infinity),
  ApiVersions: api(18, 3),
  CreateTopics: api(19, 5),
  DeleteTopics: api(20, 4),
  DeleteRecords: api(21, 2),
  InitProducerId: api(22, 2),
  OffsetForLeaderEpoch: api(23, 4),
  AddPartitionsToTxn: api(24, 3),
  AddOffsetsToTxn: api(25, 3),
  EndTxn: api(26, 3),
  WriteTxnMarkers: api(27, 1),
  TxnOffsetCommit: api(28, 3),
  DescribeAcls: api(29, 2),
  CreateAcls: api(30, 2),
  DeleteAcls: api(31, 2),
  DescribeConfigs: api(32, 4),
  AlterConfigs: api(33, 2),
  AlterReplicaLogDirs: api(34, 2),
  DescribeLogDirs: api(35, 2),
  SaslAuthenticate: api(36, 2),
  CreatePartitions: api(37, 2),
  CreateDelegationToken: api(38, 2),
  RenewDelegationToken: api(39, 2),
  ExpireDelegationToken: api(40, 2),
  DescribeDelegationToken: api(41, 2),
  DeleteGroups: api(42, 2),
  ElectLeaders: api(43, 2),
  IncrementalAlterConfigs: api(44, 1),
  AlterPartitionReassignments: api(45, 0),
  ListPartitionReassignments: api(46, 0),
  OffsetDelete: api(47, Infinity),
  DescribeClientQuotas: api(48, 1),
  AlterClientQuotas: api(49, 1),
  DescribeUserScramCredentials: api(50, 0),
  AlterUserScramCredentials: api(51, 0),
  Vote: api(52, 0),
  BeginQuorumEpoch: api(53, 1),
  EndQuorumEpoch: api(54, 1),
  DescribeQuorum: api(55, 0),
  AlterPartition: api(56, 0),
  UpdateFeatures: api(57, 0),
  Envelope: api(58, 0),
  FetchSnapshot: api(59, 0),
  DescribeCluster: api(60, 0),
  DescribeProducers: api(61, 0),
  BrokerRegistration: api(62, 0),
  BrokerHeartbeat: api(63, 0),
  UnregisterBroker: api(64, 0),
  DescribeTransactions: api(65, 0),
  ListTransactions: api(66, 0),
  AllocateProducerIds: api(67, 0),
  ConsumerGroupHeartbeat: api(68, 0),
  ConsumerGroupDescribe: api(69, 0),
  ControllerRegistration: api(70, 0),
  GetTelemetrySubscriptions: api(71, 0),
  PushTelemetry: api(72, 0),
  AssignReplicasToDirs: api(73, 0),
  ListConfigResources: api(74, 0),
  DescribeTopicPartitions: api(75, 0),
  ShareGroupHeartbeat: api(76, 0),
  ShareGroupDescribe: api(77, 0),
  ShareFetch: api(78, 0),
  ShareAcknowledge: api(79, 0),
  AddRaftVoter: api(80, 0),
  RemoveRaftVoter: api(81, 0),
  UpdateRaftVoter: api(82, 0),
  InitializeShareGroupState: api(83, 0),
  ReadShareGroupState: api(84, 0),
  WriteShareGroupState: api(85, 0),
  DeleteShareGroupState: api(86, 0),
  ReadShareGroupStateSummary: api(87, 0),
  StreamsGroupHeartbeat: api(88, 0),
  StreamsGroupDescribe: api(89, 0),
  DescribeShareGroupOffsets: api(90, 0),
  AlterShareGroupOffsets: api(91, 0),
  DeleteShareGroupOffsets: api(92, 0),
};

export type ApiName = keyof typeof apis;

/** The keys by name: `ApiKey.Fetch` is 1. */
export const ApiKey = Object.fromEntries(
  Object.entries(apis).map(([name, { key }]) => [name, key]),
) as { readonly [Name in ApiName]: (typeof apis)[Name]['key'] };

export type ApiKey = (typeof ApiKey)[ApiName];

const byKey = new Map<number, { readonly name: string; readonly api: Api }>(
  Object.entries(apis).map(([name, one]) => [one.key, { name, api: one }]),
);

/** Kafka's name of an API, or undefined for a key that Kafka 4.3 does not have. */
export function apiName(key: number): string | undefined {
  return byKey.get(key)?.name;
}

/**
 * The version of the header before a request: 2 where the body is flexible, which it is from the
 * API's `flexibleSince` on, else 1. Versions that nobody has declared count too: 99 is flexible.
 *
 * @returns 1, 2, or undefined for an API key that is not in `apis`
 */
export function requestHeaderVersion(key: number, version: number): number | undefined {
  throw new NotImplemented('0.5', 'requestHeaderVersion');
}

/**
 * The version of the header before a response: 1 where the body is flexible, else 0.
 *
 * That of ApiVersions is always 0: whoever asks which versions there are can't know yet which
 * header to expect (KIP-511).
 *
 * @returns 0, 1, or undefined for an API key that is not in `apis`
 */
export function responseHeaderVersion(key: number, version: number): number | undefined {
  throw new NotImplemented('0.5', 'responseHeaderVersion');
}
