/**
 * SyncGroup (key 14, versions 0-5): a member asks for its assignment, and the leader brings all of
 * them; the answer waits until they are durable. Version 5 says which protocol is meant (KIP-559).
 */
import { handler } from '#broker/handler.ts';
import { SyncGroupRequest, SyncGroupResponse } from '#protocol/messages/sync-group.ts';

export const syncGroupHandler = handler(
  SyncGroupRequest,
  SyncGroupResponse,
  async ({ groupId, assignments, ...request }, _context, broker) => {
    const answer = await broker.groups.sync(groupId, {
      ...request,
      // What a group keeps must not be a view of the request's bytes.
      assignments: new Map(
        assignments.map(({ memberId, assignment }) => [memberId, assignment.slice()]),
      ),
    });
    return { throttleTimeMs: 0, ...answer };
  },
);
