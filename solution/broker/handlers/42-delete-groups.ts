/**
 * DeleteGroups (key 42, versions 0-2): deletes groups without members, with all that they have
 * committed (KIP-229). Each group stands for itself.
 */
import { handler } from '#broker/handler.ts';
import { DeleteGroupsRequest, DeleteGroupsResponse } from '#protocol/messages/delete-groups.ts';

export const deleteGroupsHandler = handler(
  DeleteGroupsRequest,
  DeleteGroupsResponse,
  async ({ groupsNames }, _context, broker) => {
    const results = [...new Set(groupsNames)].map(async (groupId) => ({
      groupId,
      errorCode: await broker.groups.deleteGroup(groupId),
    }));
    return { throttleTimeMs: 0, results: await Promise.all(results) };
  },
);
