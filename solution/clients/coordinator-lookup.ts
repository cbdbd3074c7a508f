/**
 * Who coordinates a group: the broker that leads the group's partition of `__consumer_offsets`. Any
 * broker knows; until the partition has a leader the answer is COORDINATOR_NOT_AVAILABLE.
 */
import type { ClusterClient } from '#clients/cluster-client.ts';
import { throwIfError } from '#clients/kafka-error.ts';
import {
  FindCoordinatorRequest,
  FindCoordinatorResponse,
} from '#protocol/messages/find-coordinator.ts';

export interface Coordinator {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

/** @throws KafkaError */
export async function findCoordinator(
  cluster: ClusterClient,
  groupId: string,
): Promise<Coordinator> {
  const answer = await cluster.ask('any', FindCoordinatorRequest, FindCoordinatorResponse, {
    coordinatorKeys: [groupId],
  });
  const [found] = answer.coordinators;
  if (found === undefined) throw new Error(`FindCoordinator answered without ${groupId}.`);
  throwIfError(found.errorCode, found.errorMessage || null);
  return found;
}
