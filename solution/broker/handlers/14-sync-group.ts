/**
 * SyncGroup (key 14, versions 0-5): a member asks for its assignment, and the leader brings all of
 * them; the answer waits until they are durable. From version 5 on the member has to say which protocol it
 * means (KIP-559).
 */
import { handler } from '#broker/handler.ts';
import { syncError } from '#groups/group-work.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { SyncGroupRequest, SyncGroupResponse } from '#protocol/messages/sync-group.ts';

const FIRST_VERSION_WITH_PROTOCOL = 5;

export const syncGroupHandler = handler(
  SyncGroupRequest,
  SyncGroupResponse,
  async ({ groupId, assignments, ...request }, { apiVersion }, broker) => {
    const saysProtocol = request.protocolType !== null && request.protocolName !== null;
    if (apiVersion >= FIRST_VERSION_WITH_PROTOCOL && !saysProtocol) {
      return { throttleTimeMs: 0, ...syncError(ErrorCode.INCONSISTENT_GROUP_PROTOCOL) };
    }
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
