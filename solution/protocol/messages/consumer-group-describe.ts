/**
 * ConsumerGroupDescribe (key 69): the state and the members of consumer groups (KIP-848), and for each
 * member what it owns now and what it will own once the group has settled.
 *
 * Versions: 1 adds which protocol a member speaks (KIP-1099).
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
  struct,
  uuid,
} from '#protocol/schema.ts';

const assignment = {
  topicPartitions: array(
    '0+',
    {
      topicId: uuid('0+', "The topic's id."),
      topicName: string('0+', "The topic's name."),
      partitions: array('0+', int32, 'Its partitions.'),
    },
    'The partitions, by topic.',
  ),
};

/** Which groups. */
export const ConsumerGroupDescribeRequest = request({
  name: 'ConsumerGroupDescribeRequest',
  apiKey: 69,
  versions: '0-1',
  flexible: '0+',
  fields: {
    groupIds: array('0+', string, 'The groups.'),
    includeAuthorizedOperations: bool('0+', 'True to be told which operations are allowed.'),
  },
});
export type ConsumerGroupDescribeRequest = MessageOf<typeof ConsumerGroupDescribeRequest>;

/** The groups. */
export const ConsumerGroupDescribeResponse = response({
  name: 'ConsumerGroupDescribeResponse',
  apiKey: 69,
  versions: '0-1',
  flexible: '0+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    groups: array(
      '0+',
      {
        errorCode: int16('0+', '0 if the group can be described.'),
        errorMessage: string('0+', { nullable: '0+', default: null }, 'What is wrong, or null.'),
        groupId: string('0+', 'The group.'),
        groupState: string('0+', 'Its state, empty after an error.'),
        groupEpoch: int32('0+', 'Counts the changes of its members, subscriptions and topics.'),
        assignmentEpoch: int32('0+', 'The group epoch that the target assignment was made for.'),
        assignorName: string('0+', 'The assignor that most members prefer.'),
        members: array(
          '0+',
          {
            memberId: string('0+', "The member's id."),
            instanceId: string(
              '0+',
              { nullable: '0+', default: null },
              'Its static name, or null.',
            ),
            rackId: string('0+', { nullable: '0+', default: null }, 'Its rack, or null.'),
            memberEpoch: int32('0+', 'The epoch that it has got to.'),
            clientId: string('0+', 'What its client calls itself.'),
            clientHost: string('0+', "Its client's address, behind a slash."),
            subscribedTopicNames: array('0+', string, 'The topics it asks for by name.'),
            subscribedTopicRegex: string(
              '0+',
              { nullable: '0+', default: null },
              'The pattern it asks for topics by, or null.',
            ),
            assignment: struct('0+', assignment, 'What it owns now.'),
            targetAssignment: struct('0+', assignment, 'What it is to own.'),
            memberType: int8(
              '1+',
              { default: -1, ignorable: true },
              'The protocol it speaks: 0 classic, 1 consumer, -1 unknown.',
            ),
          },
          'The members.',
        ),
        authorizedOperations: int32(
          '0+',
          { default: -2147483648 },
          'The allowed operations as bits; the default if they were not asked for.',
        ),
      },
      'The groups.',
    ),
  },
});
export type ConsumerGroupDescribeResponse = MessageOf<typeof ConsumerGroupDescribeResponse>;
