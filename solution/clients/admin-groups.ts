/**
 * The part of the admin client that asks about groups. Each group is asked about at its coordinator;
 * only who coordinates which group is asked anywhere, and which groups there are everywhere.
 */
import type { ClusterClient } from '#clients/cluster-client.ts';
import { readAssignment } from '#clients/consumer-assignment.ts';
import { throwIfError } from '#clients/kafka-error.ts';
import {
  DescribeGroupsRequest,
  DescribeGroupsResponse,
} from '#protocol/messages/describe-groups.ts';
import {
  FindCoordinatorRequest,
  FindCoordinatorResponse,
} from '#protocol/messages/find-coordinator.ts';
import { ListGroupsRequest, ListGroupsResponse } from '#protocol/messages/list-groups.ts';
import { OffsetFetchRequest, OffsetFetchResponse } from '#protocol/messages/offset-fetch.ts';
import type { TopicPartition } from '#storage/log-files.ts';

export type GroupListing = ListGroupsResponse['groups'][number];

export interface Coordinator {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

export interface GroupMemberDescription {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly assignment: readonly TopicPartition[];
}

export interface GroupDescription {
  readonly groupId: string;
  readonly state: string;
  readonly protocolType: string;
  /** What the members follow, empty while the group is not stable. */
  readonly assignor: string;
  readonly coordinator: Coordinator;
  readonly members: readonly GroupMemberDescription[];
}

export interface GroupOffset extends TopicPartition {
  readonly offset: number;
  /** -1 if unknown. */
  readonly leaderEpoch: number;
  readonly metadata: string;
}

const CONSUMER = 'consumer';

/** The groups of all brokers; empty filters let everything through. */
export async function listGroups(
  cluster: ClusterClient,
  filter: { readonly states?: readonly string[]; readonly types?: readonly string[] } = {},
): Promise<GroupListing[]> {
  const listings: GroupListing[] = [];
  for (const brokerId of await cluster.brokerIds()) {
    const answer = await cluster.ask(brokerId, ListGroupsRequest, ListGroupsResponse, {
      statesFilter: filter.states ?? [],
      typesFilter: filter.types ?? [],
    });
    throwIfError(answer.errorCode);
    listings.push(...answer.groups);
  }
  return listings;
}

/** @throws KafkaError: GROUP_ID_NOT_FOUND where there is no such group. */
export async function describeGroup(
  cluster: ClusterClient,
  groupId: string,
): Promise<GroupDescription> {
  const coordinator = await findCoordinator(cluster, groupId);
  const { groups } = await cluster.ask(
    coordinator.nodeId,
    DescribeGroupsRequest,
    DescribeGroupsResponse,
    { groups: [groupId], includeAuthorizedOperations: false },
  );
  const [group] = groups;
  if (group === undefined) throw new Error(`DescribeGroups answered without ${groupId}.`);
  throwIfError(group.errorCode, group.errorMessage);
  const isConsumer = group.protocolType === CONSUMER;
  return {
    groupId,
    state: group.groupState,
    protocolType: group.protocolType,
    assignor: group.protocolData,
    coordinator,
    members: group.members.map((member) => ({
      ...member,
      assignment: isConsumer ? readAssignment(member.memberAssignment) : [],
    })),
  };
}

/** All that a group has committed. */
export async function listGroupOffsets(
  cluster: ClusterClient,
  groupId: string,
): Promise<GroupOffset[]> {
  const { nodeId } = await findCoordinator(cluster, groupId);
  const answer = await cluster.ask(nodeId, OffsetFetchRequest, OffsetFetchResponse, {
    groups: [{ groupId, topics: null }],
    requireStable: false,
  });
  const [group] = answer.groups;
  if (group === undefined) throw new Error(`OffsetFetch answered without ${groupId}.`);
  throwIfError(group.errorCode);
  return Promise.all(
    group.topics.flatMap(({ name, topicId, partitions }) =>
      partitions.map(async (one) => ({
        topic: name || (await topicName(cluster, topicId)),
        partition: one.partitionIndex,
        offset: one.committedOffset,
        leaderEpoch: one.committedLeaderEpoch,
        metadata: one.metadata ?? '',
      })),
    ),
  );
}

async function findCoordinator(cluster: ClusterClient, groupId: string): Promise<Coordinator> {
  const answer = await cluster.ask('any', FindCoordinatorRequest, FindCoordinatorResponse, {
    coordinatorKeys: [groupId],
  });
  const [found] = answer.coordinators;
  if (found === undefined) throw new Error(`FindCoordinator answered without ${groupId}.`);
  throwIfError(found.errorCode, found.errorMessage || null);
  return found;
}

/** New versions of OffsetFetch name topics by their ids. */
async function topicName(cluster: ClusterClient, topicId: string): Promise<string> {
  const { topics } = await cluster.metadata(null);
  return topics.find((topic) => topic.topicId === topicId)?.name ?? topicId;
}
