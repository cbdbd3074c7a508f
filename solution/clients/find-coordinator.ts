/**
 * Who coordinates a group: the broker that leads the group's partition of `__consumer_offsets`. Any
 * broker knows; until the partition has a leader the answer is COORDINATOR_NOT_AVAILABLE.
 */
import type { ClusterClient } from '#clients/cluster-client.ts';
import { KafkaError, throwIfError } from '#clients/kafka-error.ts';
import { ErrorCode } from '#protocol/errors.ts';
import {
  FindCoordinatorRequest,
  FindCoordinatorResponse,
} from '#protocol/messages/find-coordinator.ts';

export interface Coordinator {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

const FIRST_VERSION_WITH_MANY = 4;

/** The cluster client can reach it from now on. @throws KafkaError */
export async function findCoordinator(
  cluster: ClusterClient,
  groupId: string,
): Promise<Coordinator> {
  const connection = await cluster.connect('any');
  const asksForMany = connection.versions.of(FindCoordinatorRequest) >= FIRST_VERSION_WITH_MANY;
  const body = asksForMany ? { coordinatorKeys: [groupId] } : { key: groupId };
  const answer = await connection.send(FindCoordinatorRequest, FindCoordinatorResponse, body);
  const found = asksForMany ? answer.coordinators[0] : answer;
  if (found === undefined) throw new KafkaError(ErrorCode.COORDINATOR_NOT_AVAILABLE);
  throwIfError(found.errorCode, found.errorMessage || null);
  cluster.learn(found);
  return found;
}
