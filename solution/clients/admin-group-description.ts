/**
 * The part of the admin client that describes a group: its state, its members, what each of them reads.
 *
 *     ConsumerGroupDescribe ── a consumer group (KIP-848): epochs, target assignments
 *       └─ GROUP_ID_NOT_FOUND ─► DescribeGroups ── a classic group, or none at all
 *
 * Nobody can tell by its name which kind a group is of, and it may change from one to the other, so
 * the new kind is tried first. Where neither knows the group, the first answer's words are told.
 */
import type { ClusterClient } from '#clients/cluster-client.ts';
import { readAssignment } from '#clients/consumer-assignment.ts';
import { type Coordinator, findCoordinator } from '#clients/find-coordinator.ts';
import { KafkaError, NotAConsumerGroup, throwIfError } from '#clients/kafka-error.ts';
import { ErrorCode } from '#protocol/errors.ts';
import {
  ConsumerGroupDescribeRequest,
  ConsumerGroupDescribeResponse,
} from '#protocol/messages/consumer-group-describe.ts';
import {
  DescribeGroupsRequest,
  DescribeGroupsResponse,
} from '#protocol/messages/describe-groups.ts';
import type { TopicPartition } from '#storage/log-files.ts';

export interface MemberDescription {
  readonly memberId: string;
  /** The name of a static member, or null. */
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly assignment: readonly TopicPartition[];
  /** What the member will have once its group has settled; none in classic groups. */
  readonly targetAssignment: readonly TopicPartition[];
  /** The epoch that the member has got to; undefined in classic groups. */
  readonly memberEpoch: number | undefined;
  /** Whether the member speaks the new protocol; undefined where the group is classic. */
  readonly isUpgraded: boolean | undefined;
}

export interface GroupDescription {
  readonly groupId: string;
  readonly state: string;
  /** What the members follow, empty while a classic group is not stable. */
  readonly assignor: string;
  readonly coordinator: Coordinator;
  /** Counts the changes that ask for a new assignment; undefined for a classic group. */
  readonly groupEpoch: number | undefined;
  /** The group epoch that the target assignment was made for; undefined for a classic group. */
  readonly targetAssignmentEpoch: number | undefined;
  readonly members: readonly MemberDescription[];
}

type ConsumerMember = ConsumerGroupDescribeResponse['groups'][number]['members'][number];
type ClassicMember = DescribeGroupsResponse['groups'][number]['members'][number];

/** The protocol types of classic groups that consumers form, or that only commit offsets. */
const CONSUMER_TYPES: readonly string[] = ['consumer', ''];

/** @throws KafkaError: GROUP_ID_NOT_FOUND where there is no such group; NotAConsumerGroup */
export async function describeConsumerGroup(
  cluster: ClusterClient,
  groupId: string,
): Promise<GroupDescription> {
  const coordinator = await findCoordinator(cluster, groupId);
  const found = await describeAsConsumer(cluster, groupId, coordinator);
  if (!(found instanceof KafkaError)) return found;
  try {
    return await describeAsClassic(cluster, groupId, coordinator);
  } catch (error) {
    const isUnknown = error instanceof KafkaError && error.code === ErrorCode.GROUP_ID_NOT_FOUND;
    throw isUnknown && found.code === ErrorCode.GROUP_ID_NOT_FOUND ? found : error;
  }
}

/** The group, or why it has to be asked for as a classic one. */
async function describeAsConsumer(
  cluster: ClusterClient,
  groupId: string,
  coordinator: Coordinator,
): Promise<GroupDescription | KafkaError> {
  const { versions } = await cluster.connect(coordinator.nodeId);
  if (!versions.serves(ConsumerGroupDescribeRequest.apiKey)) {
    return new KafkaError(ErrorCode.UNSUPPORTED_VERSION);
  }
  const { groups } = await cluster.ask(
    coordinator.nodeId,
    ConsumerGroupDescribeRequest,
    ConsumerGroupDescribeResponse,
    { groupIds: [groupId], includeAuthorizedOperations: false },
  );
  const [group] = groups;
  if (group === undefined) throw new Error(`ConsumerGroupDescribe answered without ${groupId}.`);
  const { errorCode } = group;
  if (errorCode === ErrorCode.GROUP_ID_NOT_FOUND || errorCode === ErrorCode.UNSUPPORTED_VERSION) {
    return new KafkaError(errorCode, group.errorMessage);
  }
  throwIfError(errorCode, group.errorMessage);
  return {
    groupId,
    state: group.groupState,
    assignor: group.assignorName,
    coordinator,
    groupEpoch: group.groupEpoch,
    targetAssignmentEpoch: group.assignmentEpoch,
    members: group.members.map(consumerMember),
  };
}

function consumerMember(member: ConsumerMember): MemberDescription {
  return {
    ...member,
    groupInstanceId: member.instanceId,
    assignment: partitionsOf(member.assignment),
    targetAssignment: partitionsOf(member.targetAssignment),
    isUpgraded: member.memberType < 0 ? undefined : member.memberType === 1,
  };
}

function partitionsOf({ topicPartitions }: ConsumerMember['assignment']): TopicPartition[] {
  return topicPartitions.flatMap(({ topicName: topic, partitions }) =>
    partitions.map((partition) => ({ topic, partition })),
  );
}

async function describeAsClassic(
  cluster: ClusterClient,
  groupId: string,
  coordinator: Coordinator,
): Promise<GroupDescription> {
  const { groups } = await cluster.ask(
    coordinator.nodeId,
    DescribeGroupsRequest,
    DescribeGroupsResponse,
    { groups: [groupId], includeAuthorizedOperations: false },
  );
  const [group] = groups;
  if (group === undefined) throw new Error(`DescribeGroups answered without ${groupId}.`);
  throwIfError(group.errorCode, group.errorMessage);
  if (!CONSUMER_TYPES.includes(group.protocolType)) {
    throw new NotAConsumerGroup(groupId, group.protocolType);
  }
  return {
    groupId,
    state: group.groupState,
    assignor: group.protocolData,
    coordinator,
    groupEpoch: undefined,
    targetAssignmentEpoch: undefined,
    members: group.members.map(classicMember),
  };
}

function classicMember(member: ClassicMember): MemberDescription {
  return {
    ...member,
    assignment: readAssignment(member.memberAssignment),
    targetAssignment: [],
    memberEpoch: undefined,
    isUpgraded: undefined,
  };
}
