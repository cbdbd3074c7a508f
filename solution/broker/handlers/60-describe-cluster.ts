/**
 * DescribeCluster (key 60, versions 0-2): the nodes of the cluster and its id. Version 1 can ask for
 * controllers instead of brokers (KIP-919), which only a controller's own listener answers; version
 * 2 can ask for fenced brokers too (KIP-1073).
 */
import { ALL_CLUSTER_OPERATIONS, NOT_ASKED } from '#broker/authorized-operations.ts';
import { endpointsAt } from '#broker/broker-endpoints.ts';
import { handler } from '#broker/handler.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { DescribeClusterRequest, DescribeClusterResponse } from '#protocol/messages/describe-cluster.ts';

const BROKERS = 1;

export const describeClusterHandler = handler(
  DescribeClusterRequest,
  DescribeClusterResponse,
  (request, { peer }, broker) => {
    const common = { throttleTimeMs: 0, clusterId: broker.clusterId };
    if (request.endpointType !== BROKERS) {
      return {
        ...common,
        errorCode: ErrorCode.MISMATCHED_ENDPOINT_TYPE,
        errorMessage: 'The request was sent to an endpoint of type BROKER, not CONTROLLER.',
        brokers: [],
      };
    }
    return {
      ...common,
      errorCode: ErrorCode.NONE,
      controllerId: broker.nodeId,
      brokers: endpointsAt(broker.image, peer.listener.name)
        .filter(({ broker: node }) => request.includeFencedBrokers || !node.fenced)
        .map(({ broker: node, host, port }) => ({
          brokerId: node.id,
          host,
          port,
          rack: node.rack,
          isFenced: node.fenced,
        })),
      clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
        ? ALL_CLUSTER_OPERATIONS
        : NOT_ASKED,
    };
  },
);
