/**
 * DescribeTopicPartitions (key 75): the partitions of topics in portions, for clusters in which
 * one Metadata response would be too large, and with the eligible leader replicas (KIP-966).
 * Topics come in the order of their names; a response that is full ends with a cursor to go on
 * from.
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
  struct,
  uuid,
} from '#protocol/schema.ts';

/** The topics, and where to go on. */
export const DescribeTopicPartitionsRequest = request({
  name: 'DescribeTopicPartitionsRequest',
  apiKey: 75,
  versions: '0',
  flexible: '0+',
  fields: {
    topics: array(
      '0+',
      {
        name: string('0+', 'The topic.'),
      },
      'The topics to describe; empty for all.',
    ),
    responsePartitionLimit: int32(
      '0+',
      { default: 2000 },
      'The most partitions to return; the broker may have a lower limit.',
    ),
    cursor: struct(
      '0+',
      {
        topicName: string('0+', 'The topic to go on with.'),
        partitionIndex: int32('0+', 'The partition to go on with.'),
      },
      { nullable: '0+', default: null },
      'Where to go on, null to begin.',
    ),
  },
});
export type DescribeTopicPartitionsRequest = MessageOf<typeof DescribeTopicPartitionsRequest>;

/** One portion of partitions. */
export const DescribeTopicPartitionsResponse = response({
  name: 'DescribeTopicPartitionsResponse',
  apiKey: 75,
  versions: '0',
  flexible: '0+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    topics: array(
      '0+',
      {
        errorCode: int16('0+', '0, or why there is nothing to say of this topic.'),
        name: string('0+', { nullable: '0+', mapKey: true }, "The topic's name."),
        topicId: uuid('0+', { ignorable: true }, "The topic's id."),
        isInternal: bool(
          '0+',
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
              '0+',
              { default: -1, ignorable: true },
              'How often the leadership has changed hands, -1 if unknown.',
            ),
            replicaNodes: array(
              '0+',
              int32,
              'The brokers that hold a replica, the preferred leader first.',
            ),
            isrNodes: array('0+', int32, 'The replicas that are in sync with the leader.'),
            eligibleLeaderReplicas: array(
              '0+',
              int32,
              { nullable: '0+', default: null },
              'Replicas outside of the ISR that may lead without losing data.',
            ),
            lastKnownElr: array(
              '0+',
              int32,
              { nullable: '0+', default: null },
              'The last ones known, kept when the set above ran empty.',
            ),
            offlineReplicas: array(
              '0+',
              int32,
              { ignorable: true },
              "The replicas that can't be reached.",
            ),
          },
          'The partitions of this portion.',
        ),
        topicAuthorizedOperations: int32(
          '0+',
          { default: -2147483648 },
          'A bit for each operation allowed.',
        ),
      },
      'The topics of this portion.',
    ),
    nextCursor: struct(
      '0+',
      {
        topicName: string('0+', 'The topic to go on with.'),
        partitionIndex: int32('0+', 'The partition to go on with.'),
      },
      { nullable: '0+', default: null },
      'Where to go on, null if this was the last portion.',
    ),
  },
});
export type DescribeTopicPartitionsResponse = MessageOf<typeof DescribeTopicPartitionsResponse>;
