/**
 * LeaveGroup (key 13): members go, and the group need not wait for their sessions to expire. An
 * administrator may send away others, static members by their names.
 *
 * Versions: 1 adds the throttle time, from 2 on the broker answers before it throttles (KIP-219), 3
 * takes many members at once and static ones (KIP-345), 4 is flexible (KIP-482), 5 adds the
 * reason (KIP-800).
 */
import {
  array,
  int16,
  int32,
  type MessageOf,
  request,
  response,
  string,
} from '#protocol/schema.ts';

/** Who goes. */
export const LeaveGroupRequest = request({
  name: 'LeaveGroupRequest',
  apiKey: 13,
  versions: '0-5',
  flexible: '4+',
  fields: {
    groupId: string('0+', 'The group.'),
    memberId: string('0-2', 'The member that goes.'),
    members: array(
      '3+',
      {
        memberId: string('3+', 'The member that goes; empty to name it by its static name alone.'),
        groupInstanceId: string(
          '3+',
          { nullable: '3+', default: null },
          'Its static name, or null.',
        ),
        reason: string(
          '5+',
          { nullable: '5+', default: null, ignorable: true },
          'Why it goes, in words, or null.',
        ),
      },
      'The members that go.',
    ),
  },
});
export type LeaveGroupRequest = MessageOf<typeof LeaveGroupRequest>;

/** Whether they are gone. */
export const LeaveGroupResponse = response({
  name: 'LeaveGroupResponse',
  apiKey: 13,
  versions: '0-5',
  flexible: '4+',
  fields: {
    throttleTimeMs: int32(
      '1+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('0+', '0 if the group was found; up to version 2, if the member is gone.'),
    members: array(
      '3+',
      {
        memberId: string('3+', 'The member, as it was named.'),
        groupInstanceId: string('3+', { nullable: '3+' }, 'Its static name, or null.'),
        errorCode: int16('3+', '0 if it is gone.'),
      },
      'The outcome, by member.',
    ),
  },
});
export type LeaveGroupResponse = MessageOf<typeof LeaveGroupResponse>;
