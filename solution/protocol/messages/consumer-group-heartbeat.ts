/**
 * ConsumerGroupHeartbeat (key 68): the one call by which a consumer of the KIP-848 protocol joins its
 * group, stays, is told what to read, says what it has given up, and leaves. A field that has not
 * changed since the last heartbeat is left out.
 *
 *     memberEpoch   0 joins, -1 leaves, -2 leaves for a while (static members), else the member's own
 *
 * Versions: 1 adds subscriptions by regular expression, and consumers name themselves (KIP-1082).
 */
import {
  array,
  int16,
  int32,
  type MessageOf,
  request,
  response,
  string,
  struct,
  uuid,
} from '#protocol/schema.ts';

const topicPartitions = {
  topicId: uuid('0+', "The topic's id."),
  partitions: array('0+', int32, 'Its partitions.'),
};

/** A sign of life, and what has changed at the member. */
export const ConsumerGroupHeartbeatRequest = request({
  name: 'ConsumerGroupHeartbeatRequest',
  apiKey: 68,
  versions: '0-1',
  flexible: '0+',
  fields: {
    groupId: string('0+', 'The group.'),
    memberId: string('0+', 'The id that the consumer has made up, and keeps while it lives.'),
    memberEpoch: int32('0+', 'The epoch that the member is in, or what it wants: see above.'),
    instanceId: string('0+', { nullable: '0+', default: null }, 'Its static name, or null.'),
    rackId: string('0+', { nullable: '0+', default: null }, 'The rack it stands in, or null.'),
    rebalanceTimeoutMs: int32(
      '0+',
      { default: -1 },
      'How long it may take to give up partitions, -1 if unchanged.',
    ),
    subscribedTopicNames: array(
      '0+',
      string,
      { nullable: '0+', default: null },
      'The topics it wants to read, null if unchanged.',
    ),
    subscribedTopicRegex: string(
      '1+',
      { nullable: '1+', default: null },
      'A pattern for the topics it wants to read, null if unchanged, empty for none any more.',
    ),
    serverAssignor: string(
      '0+',
      { nullable: '0+', default: null },
      'The assignor it prefers, null if unchanged or if any will do.',
    ),
    topicPartitions: array(
      '0+',
      topicPartitions,
      { nullable: '0+', default: null },
      'The partitions it owns, null if unchanged.',
    ),
  },
});
export type ConsumerGroupHeartbeatRequest = MessageOf<typeof ConsumerGroupHeartbeatRequest>;

/** The member's epoch, and what it may read. */
export const ConsumerGroupHeartbeatResponse = response({
  name: 'ConsumerGroupHeartbeatResponse',
  apiKey: 68,
  versions: '0-1',
  flexible: '0+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('0+', '0 if the member may go on.'),
    errorMessage: string('0+', { nullable: '0+', default: null }, 'What is wrong, or null.'),
    memberId: string('0+', { nullable: '0+', default: null }, "The member's id."),
    memberEpoch: int32('0+', 'The epoch that the member is in from now on.'),
    heartbeatIntervalMs: int32('0+', 'How soon the next heartbeat is wanted, in milliseconds.'),
    assignment: struct(
      '0+',
      {
        topicPartitions: array('0+', topicPartitions, 'What it may read right away, by topic.'),
      },
      { nullable: '0+', default: null },
      'What the member is to own, null if unchanged.',
    ),
  },
});
export type ConsumerGroupHeartbeatResponse = MessageOf<typeof ConsumerGroupHeartbeatResponse>;
