/**
 * DescribeQuorum (key 55): how does the metadata quorum stand: who leads, who votes, who only
 * follows, and how far has each got (KIP-595)? kafka-metadata-quorum is this request. The leader
 * alone knows; a broker passes the request on to it.
 *
 * Versions: 1 tells when each replica last fetched (KIP-836), 2 adds error messages, directory ids
 * and the nodes' addresses (KIP-853).
 */
import {
  array,
  int16,
  int32,
  int64,
  type MessageOf,
  request,
  response,
  string,
  uint16,
  uuid,
} from '#protocol/schema.ts';

/** The quorum to describe: in practice __cluster_metadata-0. */
export const DescribeQuorumRequest = request({
  name: 'DescribeQuorumRequest',
  apiKey: 55,
  versions: '0-2',
  flexible: '0+',
  fields: {
    topics: array(
      '0+',
      {
        topicName: string('0+', 'The topic.'),
        partitions: array(
          '0+',
          {
            partitionIndex: int32('0+', 'The partition.'),
          },
          'Its partitions.',
        ),
      },
      'The quorums to describe, by topic.',
    ),
  },
});
export type DescribeQuorumRequest = MessageOf<typeof DescribeQuorumRequest>;

const replicaStateFields = {
  replicaId: int32('0+', "The node's id."),
  replicaDirectoryId: uuid('2+', 'The id of its metadata log directory.'),
  logEndOffset: int64('0+', 'How far its log goes, -1 if unknown.'),
  lastFetchTimestamp: int64(
    '1+',
    { default: -1, ignorable: true },
    "When it last fetched, by the leader's clock; -1 for the leader, or if unknown.",
  ),
  lastCaughtUpTimestamp: int64(
    '1+',
    { default: -1, ignorable: true },
    'When it last had everything; for the leader always now, -1 if unknown.',
  ),
};

/** The state of the quorum, as its leader sees it. */
export const DescribeQuorumResponse = response({
  name: 'DescribeQuorumResponse',
  apiKey: 55,
  versions: '0-2',
  flexible: '0+',
  fields: {
    errorCode: int16('0+', '0, or an error of the whole request.'),
    errorMessage: string('2+', { nullable: '2+', ignorable: true }, 'What is wrong, or null.'),
    topics: array(
      '0+',
      {
        topicName: string('0+', 'The topic.'),
        partitions: array(
          '0+',
          {
            partitionIndex: int32('0+', 'The partition.'),
            errorCode: int16('0+', '0 if this node leads the quorum.'),
            errorMessage: string(
              '2+',
              { nullable: '2+', ignorable: true },
              'What is wrong, or null.',
            ),
            leaderId: int32('0+', 'The node that leads, -1 if unknown.'),
            leaderEpoch: int32('0+', 'The epoch of the quorum.'),
            highWatermark: int64('0+', 'The offset before which a majority has everything.'),
            currentVoters: array(
              '0+',
              replicaStateFields,
              'The nodes that vote, the leader among them.',
            ),
            observers: array(
              '0+',
              replicaStateFields,
              'The nodes that follow without a vote: the brokers.',
            ),
          },
          'The outcome, by partition.',
        ),
      },
      'The outcome, by topic.',
    ),
    nodes: array(
      '2+',
      {
        nodeId: int32('2+', { mapKey: true }, "The node's id."),
        listeners: array(
          '2+',
          {
            name: string('2+', { mapKey: true }, "The listener's name."),
            host: string('2+', 'The host to connect to.'),
            port: uint16('2+', 'The port to connect to.'),
          },
          'Its controller listeners.',
        ),
      },
      'The addresses of the voters.',
    ),
  },
});
export type DescribeQuorumResponse = MessageOf<typeof DescribeQuorumResponse>;
