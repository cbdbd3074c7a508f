/**
 * SyncGroup (key 14): the second half of a rebalance. The leader brings what it has assigned to each
 * member; every member, the leader too, takes its own part away.
 *
 * The answer is held back until the leader's assignment is there and durable.
 *
 * Versions: 1 adds the throttle time, from 2 on the broker answers before it throttles (KIP-219), 3
 * adds static members (KIP-345), 4 is flexible (KIP-482), 5 lets both sides check that they mean the
 * same protocol (KIP-559).
 */
import {
  array,
  bytes,
  int16,
  int32,
  type MessageOf,
  request,
  response,
  string,
} from '#protocol/schema.ts';

/** A member that waits for its assignment; with all assignments if it is the leader. */
export const SyncGroupRequest = request({
  name: 'SyncGroupRequest',
  apiKey: 14,
  versions: '0-5',
  flexible: '4+',
  fields: {
    groupId: string('0+', 'The group.'),
    generationId: int32('0+', 'The generation that the member has joined.'),
    memberId: string('0+', "The member's id."),
    groupInstanceId: string(
      '3+',
      { nullable: '3+', default: null },
      'The name of a static member, or null.',
    ),
    protocolType: string(
      '5+',
      { nullable: '5+', default: null, ignorable: true },
      'What kind of group the member takes it for.',
    ),
    protocolName: string(
      '5+',
      { nullable: '5+', default: null, ignorable: true },
      'The protocol that the member follows.',
    ),
    assignments: array(
      '0+',
      {
        memberId: string('0+', 'The member that this part is for.'),
        assignment: bytes('0+', 'Its part; the broker does not read it.'),
      },
      'The parts of all members, from the leader; empty from the others.',
    ),
  },
});
export type SyncGroupRequest = MessageOf<typeof SyncGroupRequest>;

/** What the member has to work on. */
export const SyncGroupResponse = response({
  name: 'SyncGroupResponse',
  apiKey: 14,
  versions: '0-5',
  flexible: '4+',
  fields: {
    throttleTimeMs: int32(
      '1+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('0+', '0 if there is an assignment.'),
    protocolType: string(
      '5+',
      { nullable: '5+', default: null, ignorable: true },
      'What kind of group it is.',
    ),
    protocolName: string(
      '5+',
      { nullable: '5+', default: null, ignorable: true },
      'The protocol that the group follows.',
    ),
    assignment: bytes('0+', "The member's part, as the leader wrote it."),
  },
});
export type SyncGroupResponse = MessageOf<typeof SyncGroupResponse>;
