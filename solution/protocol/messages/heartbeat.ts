/**
 * Heartbeat (key 12): a member is alive, and learns whether it has to join again.
 *
 * Versions: 1 adds the throttle time, from 2 on the broker answers before it throttles (KIP-219), 3
 * adds static members (KIP-345), 4 is flexible (KIP-482).
 */
import { int16, int32, type MessageOf, request, response, string } from '#protocol/schema.ts';

/** A sign of life. */
export const HeartbeatRequest = request({
  name: 'HeartbeatRequest',
  apiKey: 12,
  versions: '0-4',
  flexible: '4+',
  fields: {
    groupId: string('0+', 'The group.'),
    generationId: int32('0+', 'The generation that the member is in.'),
    memberId: string('0+', "The member's id."),
    groupInstanceId: string(
      '3+',
      { nullable: '3+', default: null },
      'The name of a static member, or null.',
    ),
  },
});
export type HeartbeatRequest = MessageOf<typeof HeartbeatRequest>;

/** Whether the member may go on as it is. */
export const HeartbeatResponse = response({
  name: 'HeartbeatResponse',
  apiKey: 12,
  versions: '0-4',
  flexible: '4+',
  fields: {
    throttleTimeMs: int32(
      '1+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('0+', '0 to go on; REBALANCE_IN_PROGRESS asks the member to join again.'),
  },
});
export type HeartbeatResponse = MessageOf<typeof HeartbeatResponse>;
