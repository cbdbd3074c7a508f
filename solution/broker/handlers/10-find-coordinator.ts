/**
 * FindCoordinator (key 10, versions 0-6): which broker coordinates a group.
 *
 * It is the leader of the partition of `__consumer_offsets` that the group's name hashes to; the
 * topic is made by the first such question. Nobody coordinates transactions or share groups yet,
 * and the answer says so in a way that no client takes for "try again".
 *
 * Version 1 tells what the key is, version 4 asks for many keys at once (KIP-699).
 */
import { aliveEndpointsAt } from '#broker/broker-endpoints.ts';
import type { BrokerServices } from '#broker/broker-services.ts';
import { handler } from '#broker/handler.ts';
import { offsetsTopic } from '#broker/offsets-topic.ts';
import type { Peer } from '#broker/request-context.ts';
import { groupPartition } from '#groups/group-partition.ts';
import { ErrorCode } from '#protocol/errors.ts';
import {
  FindCoordinatorRequest,
  FindCoordinatorResponse,
} from '#protocol/messages/find-coordinator.ts';

const FIRST_VERSION_WITH_MANY_KEYS = 4;
const GROUP = 0;
const NOBODY = { nodeId: -1, host: '', port: -1 };

export const findCoordinatorHandler = handler(
  FindCoordinatorRequest,
  FindCoordinatorResponse,
  async ({ key, keyType, coordinatorKeys }, { apiVersion, peer }, broker) => {
    if (apiVersion < FIRST_VERSION_WITH_MANY_KEYS) {
      return { throttleTimeMs: 0, ...(await find(key, keyType, peer, broker)) };
    }
    const answers = coordinatorKeys.map(async (one) => ({
      key: one,
      ...(await find(one, keyType, peer, broker)),
    }));
    return { throttleTimeMs: 0, coordinators: await Promise.all(answers) };
  },
);

async function find(key: string, keyType: number, peer: Peer, broker: BrokerServices) {
  if (keyType !== GROUP) {
    const message = 'This broker coordinates no transactions and no share groups.';
    return refusal(ErrorCode.UNSUPPORTED_VERSION, message);
  }
  const topic = await offsetsTopic(broker);
  const partition = topic?.partitions.get(groupPartition(key, topic.partitions.size));
  const endpoint = aliveEndpointsAt(broker.image, peer.listener.name).find(
    (one) => one.broker.id === partition?.leader,
  );
  if (endpoint === undefined) return refusal(ErrorCode.COORDINATOR_NOT_AVAILABLE, null);
  const { host, port } = endpoint;
  return { errorCode: ErrorCode.NONE, errorMessage: null, nodeId: endpoint.broker.id, host, port };
}

function refusal(errorCode: number, errorMessage: string | null) {
  return { errorCode, errorMessage, ...NOBODY };
}
