/**
 * DescribeCluster (key 60): the nodes of the cluster for admin tools, without the topics that
 * Metadata would bring along (KIP-700). A controller answers with the controllers (KIP-919).
 *
 * Versions: 1 tells brokers from controllers (KIP-919), 2 can include fenced brokers (KIP-1073).
 */
import {
  array,
  bool,
  int8,
  int16,
  int32,
  type MessageOf,
  request,
  response,
  string,
} from '#protocol/schema.ts';

/** What to tell of the cluster. */
export const DescribeClusterRequest = request({
  name: 'DescribeClusterRequest',
  apiKey: 60,
  versions: '0-2',
  flexible: '0+',
  fields: {
    includeClusterAuthorizedOperations: bool(
      '0+',
      'Whether to say what the client may do to the cluster.',
    ),
    endpointType: int8('1+', { default: 1 }, '1 to list brokers, 2 to list controllers.'),
    includeFencedBrokers: bool('2+', 'Whether to list brokers that are registered but fenced.'),
  },
});
export type DescribeClusterRequest = MessageOf<typeof DescribeClusterRequest>;

/** The nodes of the cluster. */
export const DescribeClusterResponse = response({
  name: 'DescribeClusterResponse',
  apiKey: 60,
  versions: '0-2',
  flexible: '0+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('0+', '0, or what is wrong with the request.'),
    errorMessage: string('0+', { nullable: '0+', default: null }, 'What is wrong, or null.'),
    endpointType: int8('1+', { default: 1 }, 'What is listed: 1 brokers, 2 controllers.'),
    clusterId: string('0+', 'The id of the cluster.'),
    controllerId: int32(
      '0+',
      { default: -1 },
      "A broker answers with some broker that is alive, a controller with the quorum's leader.",
    ),
    brokers: array(
      '0+',
      {
        brokerId: int32('0+', { mapKey: true }, "The node's id."),
        host: string('0+', 'The host to connect to.'),
        port: int32('0+', 'The port to connect to.'),
        rack: string(
          '0+',
          { nullable: '0+', default: null },
          'The rack that the node stands in, null if none is set.',
        ),
        isFenced: bool('2+', 'True if the broker is fenced.'),
      },
      'The nodes.',
    ),
    clusterAuthorizedOperations: int32(
      '0+',
      { default: -2147483648 },
      'A bit for each operation allowed; -2^31 if it was not asked for.',
    ),
  },
});
export type DescribeClusterResponse = MessageOf<typeof DescribeClusterResponse>;
