/**
 * DescribeCluster (key 60, versions 0-2): the nodes of the cluster and its id. Version 1 says whether
 * brokers or controllers are meant (KIP-919): each is told only at a listener of its own kind.
 * Version 2 can ask for fenced brokers too (KIP-1073).
 */
import { ALL_CLUSTER_OPERATIONS, NOT_ASKED } from '#broker/authorized-operations.ts';
import { endpointsAt } from '#broker/broker-endpoints.ts';
import type { BrokerServices } from '#broker/broker-services.ts';
import { handler } from '#broker/handler.ts';
import type { Listener } from '#config/listeners.ts';
import { ErrorCode } from '#protocol/errors.ts';
import {
  DescribeClusterRequest,
  DescribeClusterResponse,
} from '#protocol/messages/describe-cluster.ts';

const BROKERS = 1;
const CONTROLLERS = 2;

export const describeClusterHandler = handler(
  DescribeClusterRequest,
  DescribeClusterResponse,
  (request, { peer }, broker) => {
    const common = { throttleTimeMs: 0, clusterId: broker.clusterId };
    const endpointType = peer.listener.controller ? CONTROLLERS : BROKERS;
    if (request.endpointType !== endpointType) {
      return {
        ...common,
        errorCode: ErrorCode.MISMATCHED_ENDPOINT_TYPE,
        errorMessage: `This endpoint is one of ${endpointType === BROKERS ? 'a broker' : 'a controller'}.`,
        brokers: [],
      };
    }
    return {
      ...common,
      errorCode: ErrorCode.NONE,
      endpointType,
      controllerId: broker.nodeId,
      brokers: nodes(request, peer.listener, broker),
      clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
        ? ALL_CLUSTER_OPERATIONS
        : NOT_ASKED,
    };
  },
);

function nodes(
  { includeFencedBrokers }: DescribeClusterRequest,
  { name, controller }: Listener,
  { image }: BrokerServices,
) {
  if (controller) {
    return [...image.cluster.controllers.values()].flatMap(({ id, endpoints }) =>
      endpoints
        .filter((endpoint) => endpoint.name === name)
        .map(({ host, port }) => ({ brokerId: id, host, port, isFenced: false })),
    );
  }
  return endpointsAt(image, name)
    .filter(({ broker }) => includeFencedBrokers || !broker.fenced)
    .map(({ broker, host, port }) => ({
      brokerId: broker.id,
      host,
      port,
      rack: broker.rack,
      isFenced: broker.fenced,
    }));
}
