/**
 * Heartbeat (key 12, versions 0-4): a member is alive, and learns whether it has to join again.
 * Version 3 adds static members (KIP-345).
 */
import { handler } from '#broker/handler.ts';
import { HeartbeatRequest, HeartbeatResponse } from '#protocol/messages/heartbeat.ts';

export const heartbeatHandler = handler(
  HeartbeatRequest,
  HeartbeatResponse,
  async ({ groupId, generationId, memberId, groupInstanceId }, _context, broker) => {
    const identity = { memberId, groupInstanceId, generationId };
    return { throttleTimeMs: 0, ...(await broker.groups.heartbeat(groupId, identity)) };
  },
);
