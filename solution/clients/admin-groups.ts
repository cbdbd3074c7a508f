/**
 * The part of the admin client that lists and deletes groups. All brokers together know which groups
 * there are; whether one may go is decided by its coordinator.
 *
 * How a group is described is in admin-group-description.ts, its offsets are in
 * admin-group-offsets.ts.
 */
import type { ClusterClient } from '#clients/cluster-client.ts';
import { findCoordinator } from '#clients/find-coordinator.ts';
import { throwIfError } from '#clients/kafka-error.ts';
import { DeleteGroupsRequest, DeleteGroupsResponse } from '#protocol/messages/delete-groups.ts';
import { ListGroupsRequest, ListGroupsResponse } from '#protocol/messages/list-groups.ts';

export type GroupListing = ListGroupsResponse['groups'][number];

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

/**
 * Deletes a group and all that it has committed.
 *
 * @throws KafkaError: NON_EMPTY_GROUP while it has members, GROUP_ID_NOT_FOUND
 */
export async function deleteGroup(cluster: ClusterClient, groupId: string): Promise<void> {
  const { nodeId } = await findCoordinator(cluster, groupId);
  const { results } = await cluster.ask(nodeId, DeleteGroupsRequest, DeleteGroupsResponse, {
    groupsNames: [groupId],
  });
  for (const { errorCode } of results) throwIfError(errorCode);
}
