/** Connections to the broker that is measured: a cluster of one, so it coordinates every group. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseBootstrapServers } from '#clients/bootstrap-servers.ts';
import { BrokerConnection } from '#clients/broker-connection.ts';
import { createNodeEnv } from '#env/node/node-env.ts';
import { ErrorCode, errorName } from '#protocol/errors.ts';
import {
  FindCoordinatorRequest,
  FindCoordinatorResponse,
} from '#protocol/messages/find-coordinator.ts';
import { OffsetFetchRequest, OffsetFetchResponse } from '#protocol/messages/offset-fetch.ts';

export type Wire = BrokerConnection;
export type Connect = () => Promise<Wire>;

const TIMEOUT_MS = 120_000;
const OFFSET_FETCH_VERSION = 8;

/** Makes connections to `host:port`. */
export function connector(bootstrap: string): Connect {
  const [address] = parseBootstrapServers(bootstrap);
  if (address === undefined) throw new Error(`${bootstrap} is no address`);
  const env = createNodeEnv();
  return () =>
    BrokerConnection.open(env, address, { clientId: 'bench', requestTimeoutMs: TIMEOUT_MS });
}

/** So many connections to the coordinator of a group, which is ready when they are. */
export async function connectAll(
  connect: Connect,
  { groupId, members }: { readonly groupId: string; readonly members: number },
): Promise<Wire[]> {
  const wires: Wire[] = [];
  while (wires.length < members) wires.push(await connect());
  const [first] = wires;
  if (first !== undefined) await coordinatorIsReady(first, groupId);
  return wires;
}

/** Looks for the coordinator, which makes `__consumer_offsets`, and waits until it serves the group. */
export async function coordinatorIsReady(wire: Wire, groupId: string): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS;
  while (performance.now() < deadline) {
    const found = await wire.send(FindCoordinatorRequest, FindCoordinatorResponse, {
      coordinatorKeys: [groupId],
    });
    if (found.coordinators[0]?.errorCode === ErrorCode.NONE) {
      const errorCode = (await committedOffsets(wire, groupId)).errorCode;
      if (errorCode === ErrorCode.NONE) return;
    }
    await sleep(5);
  }
  throw new Error(`nobody coordinates ${groupId}: ${errorName(ErrorCode.NOT_COORDINATOR)}`);
}

/** All that a group has committed, or why it can't be said. */
export async function committedOffsets(
  wire: Wire,
  groupId: string,
): Promise<{ readonly errorCode: number; readonly count: number }> {
  const body = { groups: [{ groupId, topics: null }] };
  const answer = await wire.sendAs(
    OFFSET_FETCH_VERSION,
    OffsetFetchRequest,
    OffsetFetchResponse,
    body,
  );
  const [group] = answer.groups;
  const count = group?.topics.reduce((sum, { partitions }) => sum + partitions.length, 0) ?? 0;
  return { errorCode: group?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR, count };
}
