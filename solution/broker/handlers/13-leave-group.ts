/**
 * LeaveGroup (key 13, versions 0-5): members go. Up to version 2 one names itself, and its own error
 * is the whole answer; from 3 on there may be many, static ones by their names (KIP-345).
 */
import { handler } from '#broker/handler.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { LeaveGroupRequest, LeaveGroupResponse } from '#protocol/messages/leave-group.ts';

const FIRST_VERSION_WITH_MANY_MEMBERS = 3;

export const leaveGroupHandler = handler(
  LeaveGroupRequest,
  LeaveGroupResponse,
  async ({ groupId, memberId, members }, { apiVersion }, broker) => {
    if (apiVersion >= FIRST_VERSION_WITH_MANY_MEMBERS) {
      return { throttleTimeMs: 0, ...(await broker.groups.leave(groupId, { members })) };
    }
    const alone = [{ memberId, groupInstanceId: null, reason: null }];
    const answer = await broker.groups.leave(groupId, { members: alone });
    const own = answer.members[0]?.errorCode ?? ErrorCode.NONE;
    const errorCode = answer.errorCode === ErrorCode.NONE ? own : answer.errorCode;
    return { throttleTimeMs: 0, errorCode, members: [] };
  },
);
