/**
 * JoinGroup (key 11): a member enters a group, or enters its next generation.
 *
 * The answer is held back until all members have joined or the rebalance timeout is over. Then every
 * member learns the new generation and which protocol was chosen, and one of them, the leader,
 * gets everybody's metadata, to divide the work with it. SyncGroup follows.
 *
 *     member a --JoinGroup--> |         |  generation 5, leader a, members [a, b]
 *     member b --JoinGroup--> | waiting |  generation 5, leader a
 *
 * Versions: 1 adds the rebalance timeout (before it, the session timeout counted), 2 adds the
 * throttle time, from 3 on the broker answers before it throttles (KIP-219), from 4 on a newcomer is
 * first told its id and has to join again with it (KIP-394), 5 adds static members (KIP-345), 6 is
 * flexible (KIP-482), 7 answers the protocol type (KIP-559), 8 adds the reason (KIP-800), 9 tells
 * the leader when there is nothing to assign (KIP-814).
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

/** A member that wants to be in the group's next generation. */
export const JoinGroupRequest = request({
  name: 'JoinGroupRequest',
  apiKey: 11,
  versions: '0-9',
  flexible: '6+',
  fields: {
    groupId: string('0+', 'The group.'),
    sessionTimeoutMs: int32('0+', 'How long the member may be silent before it counts as gone.'),
    rebalanceTimeoutMs: int32(
      '1+',
      { default: -1, ignorable: true },
      'How long the member may take to join again when the group rebalances.',
    ),
    memberId: string('0+', "The member's id, empty for a newcomer."),
    groupInstanceId: string(
      '5+',
      { nullable: '5+', default: null },
      'The name of a static member, which it keeps through restarts, or null.',
    ),
    protocolType: string('0+', 'What kind of group it is: `consumer`, `connect` and so on.'),
    protocols: array(
      '0+',
      {
        name: string('0+', { mapKey: true }, "The protocol's name, such as `range`."),
        metadata: bytes('0+', 'What the member tells the leader; the broker does not read it.'),
      },
      'The protocols that the member can follow, the one it likes best first.',
    ),
    reason: string(
      '8+',
      { nullable: '8+', default: null, ignorable: true },
      'Why the member joins, in words, or null.',
    ),
  },
});
export type JoinGroupRequest = MessageOf<typeof JoinGroupRequest>;

/** The generation that the member is in now. */
export const JoinGroupResponse = response({
  name: 'JoinGroupResponse',
  apiKey: 11,
  versions: '0-9',
  flexible: '6+',
  fields: {
    throttleTimeMs: int32(
      '2+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('0+', '0 if the member is in the generation.'),
    generationId: int32('0+', { default: -1 }, 'The generation, -1 after an error.'),
    protocolType: string(
      '7+',
      { nullable: '7+', default: null, ignorable: true },
      'What kind of group it is.',
    ),
    protocolName: string(
      '0+',
      { nullable: '7+' },
      'The protocol that the group follows in this generation.',
    ),
    leader: string('0+', 'The id of the member that divides the work.'),
    skipAssignment: bool(
      '9+',
      { default: false },
      'True if the leader must not assign anew: the assignment stands.',
    ),
    memberId: string('0+', "The member's id."),
    members: array(
      '0+',
      {
        memberId: string('0+', "The member's id."),
        groupInstanceId: string(
          '5+',
          { nullable: '5+', default: null, ignorable: true },
          'Its static name, or null.',
        ),
        metadata: bytes('0+', 'What it says for the chosen protocol.'),
      },
      'All members, for the leader; empty for the others.',
    ),
  },
});
export type JoinGroupResponse = MessageOf<typeof JoinGroupResponse>;
