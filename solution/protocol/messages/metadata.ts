/**
 * Metadata (key 3): the client's map of the cluster. Which brokers are there and at which address,
 * which topics exist, and which broker leads each partition. Every producer and consumer asks
 * before its first record, again every few minutes, and at once when a broker says
 * NOT_LEADER_OR_FOLLOWER.
 *
 * Asking may create: when auto.create.topics.enable is on and the request allows it, an unknown
 * topic is created on the way, and answered with LEADER_NOT_AVAILABLE or its fresh partitions.
 *
 * Versions: 0 means "all topics" by an empty list; from 1 on null means all and empty means none.
 * Response 1 adds rack, controller and internal flag (KIP-36, KIP-4), 2 the cluster id (KIP-78), 3
 * the throttle time (KIP-124). 4 lets a request forbid auto-creation. 5 lists offline replicas
 * (KIP-112). 7 adds leader epochs (KIP-320), 8 authorized operations (KIP-430). 9 is flexible
 * (KIP-482). 10 brings topic ids (KIP-516), but asking by id works from 12 on only: before, a
 * request with a null name or an id is answered with INVALID_REQUEST. 11
 * moves the cluster's authorized operations to DescribeCluster (KIP-700). 13 adds a top-level
 * error (KIP-1102), by which a broker can tell a client to bootstrap anew.
 */
import {
  array,
  bool,
  int16,
  int32,
  type MessageOf,
  request,
  response,
  string,
  uuid,
} from '#protocol/schema.ts';

/** Which topics a client wants to know of. */
export const MetadataRequest = request({
  name: 'MetadataRequest',
  apiKey: 3,
  versions: '0-13',
  flexible: '9+',
  fields: {
    topics: array(
      '0+',
      {
        topicId: uuid(
          '10+',
          { ignorable: true },
          "The topic's id, which is looked at when the name is null (from version 12 on).",
        ),
        name: string(
          '0+',
          { nullable: '10+' },
          "The topic's name, or null to ask by id, from version 12 on.",
        ),
      },
      { nullable: '1+' },
      'The topics asked for; null asks for all (in version 0 an empty list does).',
    ),
    allowAutoTopicCreation: bool(
      '4+',
      { default: true },
      'Whether an unknown topic may be created, if the broker is set up to.',
    ),
    includeClusterAuthorizedOperations: bool(
      '8-10',
      'Whether to say what the client may do to the cluster.',
    ),
    includeTopicAuthorizedOperations: bool(
      '8+',
      'Whether to say what the client may do to each topic.',
    ),
  },
});
export type MetadataRequest = MessageOf<typeof MetadataRequest>;

/** The cluster as this broker knows it. */
export const MetadataResponse = response({
  name: 'MetadataResponse',
  apiKey: 3,
  versions: '0-13',
  flexible: '9+',
  fields: {
    throttleTimeMs: int32(
      '3+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    brokers: array(
      '0+',
      {
        nodeId: int32('0+', { mapKey: true }, "The broker's id."),
        host: string('0+', 'The host that clients of this listener connect to.'),
        port: int32('0+', 'The port that clients of this listener connect to.'),
        rack: string(
          '1+',
          { nullable: '1+', default: null, ignorable: true },
          'The rack that the broker stands in, null if none is set.',
        ),
      },
      'The brokers that are alive.',
    ),
    clusterId: string(
      '2+',
      { nullable: '2+', default: null, ignorable: true },
      'The id of the cluster, so that a client notices when it has reached another.',
    ),
    controllerId: int32(
      '1+',
      { default: -1, ignorable: true },
      'The broker to send administrative requests to, -1 if none is known.',
    ),
    topics: array(
      '0+',
      {
        errorCode: int16('0+', '0, or why there is nothing to say of this topic.'),
        name: string(
          '0+',
          { nullable: '12+', mapKey: true },
          "The topic's name; null when it was asked for by an id that nobody knows.",
        ),
        topicId: uuid(
          '10+',
          { ignorable: true },
          "The topic's id; zero when it was asked for by a name that nobody knows.",
        ),
        isInternal: bool(
          '1+',
          { default: false, ignorable: true },
          "True for Kafka's own topics, such as __consumer_offsets.",
        ),
        partitions: array(
          '0+',
          {
            errorCode: int16('0+', '0, or for example 5 (LEADER_NOT_AVAILABLE).'),
            partitionIndex: int32('0+', "The partition's number in its topic."),
            leaderId: int32('0+', 'The broker that leads the partition, -1 if none does.'),
            leaderEpoch: int32(
              '7+',
              { default: -1, ignorable: true },
              'How often the leadership has changed hands, -1 if unknown.',
            ),
            replicaNodes: array(
              '0+',
              int32,
              'The brokers that hold a replica, the preferred leader first.',
            ),
            isrNodes: array('0+', int32, 'The replicas that are in sync with the leader.'),
            offlineReplicas: array(
              '5+',
              int32,
              { ignorable: true },
              "The replicas that can't be reached: broker down, or its log directory failed.",
            ),
          },
          "The topic's partitions.",
        ),
        topicAuthorizedOperations: int32(
          '8+',
          { default: -2147483648 },
          'A bit for each operation allowed; -2^31 if it was not asked for.',
        ),
      },
      'The topics asked for, also those with an error.',
    ),
    clusterAuthorizedOperations: int32(
      '8-10',
      { default: -2147483648 },
      'A bit for each operation allowed; -2^31 if it was not asked for.',
    ),
    errorCode: int16('13+', { ignorable: true }, '0, or an error that concerns the whole request.'),
  },
});
export type MetadataResponse = MessageOf<typeof MetadataResponse>;
