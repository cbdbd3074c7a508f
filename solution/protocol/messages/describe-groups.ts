/**
 * DescribeGroups (key 15): the state and the members of classic groups.
 *
 * Versions: 1 adds the throttle time, from 2 on the broker answers before it throttles (KIP-219), 3
 * can tell the operations that are allowed (KIP-430), 4 adds the names of static members
 * (KIP-345), 5 is flexible (KIP-482), 6 says that there is no such group, where older ones call
 * it dead (KIP-1043).
 */
import {
  array,
  bool,
  bytes,
  int16,
  int32,
  type MessageOf,
  request,
  response,
  string,
} from '#protocol/schema.ts';

/** Which groups. */
export const DescribeGroupsRequest = request({
  name: 'DescribeGroupsRequest',
  apiKey: 15,
  versions: '0-6',
  flexible: '5+',
  fields: {
    groups: array('0+', string, 'The groups.'),
    includeAuthorizedOperations: bool('3+', 'True to be told which operations are allowed.'),
  },
});
export type DescribeGroupsRequest = MessageOf<typeof DescribeGroupsRequest>;

/** The groups. */
export const DescribeGroupsResponse = response({
  name: 'DescribeGroupsResponse',
  apiKey: 15,
  versions: '0-6',
  flexible: '5+',
  fields: {
    throttleTimeMs: int32(
      '1+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    groups: array(
      '0+',
      {
        errorCode: int16('0+', '0 if the group can be described.'),
        errorMessage: string('6+', { nullable: '6+', default: null }, 'What is wrong, or null.'),
        groupId: string('0+', 'The group.'),
        groupState: string('0+', 'Its state, empty after an error.'),
        protocolType: string('0+', 'What kind of group it is, empty if nobody has said so yet.'),
        protocolData: string('0+', 'The protocol that it follows, told while it is stable.'),
        members: array(
          '0+',
          {
            memberId: string('0+', "The member's id."),
            groupInstanceId: string(
              '4+',
              { nullable: '4+', default: null, ignorable: true },
              'Its static name, or null.',
            ),
            clientId: string('0+', 'What its client calls itself.'),
            clientHost: string('0+', "Its client's address, behind a slash."),
            memberMetadata: bytes('0+', 'What it said when it joined, told while stable.'),
            memberAssignment: bytes('0+', 'What the leader assigned to it.'),
          },
          'The members.',
        ),
        authorizedOperations: int32(
          '3+',
          { default: -2147483648 },
          'The allowed operations as bits; the default if they were not asked for.',
        ),
      },
      'The groups.',
    ),
  },
});
export type DescribeGroupsResponse = MessageOf<typeof DescribeGroupsResponse>;
