/**
 * PreparingRebalance: the group waits for all members to join the next generation. They learn of it
 * by their heartbeats, may still commit what they have done in the last one, and then join.
 */
import { syncError } from '#groups/group-work.ts';
import { updateMember } from '#groups/phases/member-update.ts';
import type { PhaseRules } from '#groups/phases/phase-rules.ts';
import { completeJoin, completeJoinIfReady } from '#groups/rebalance.ts';
import { ErrorCode } from '#protocol/errors.ts';

export const preparingRebalance: PhaseRules = {
  /**
   * Counted are those who have joined: where the group is above a limit that was lowered, the last
   * ones to come find no room.
   */
  admits(group, memberId, maxSize) {
    const isWaiting = group.members.get(memberId)?.awaitingJoin !== undefined;
    return isWaiting || group.awaitingJoinCount < maxSize;
  },

  membersChanged: completeJoinIfReady,

  pendingMemberGone(work) {
    if (work.group.hasAllMembersJoined) completeJoin(work);
  },

  rejoin(work, member, event) {
    updateMember(work, member, event);
    completeJoinIfReady(work);
  },

  sync(work, _member, { requestId }) {
    work.answer(requestId, syncError(ErrorCode.REBALANCE_IN_PROGRESS));
  },
};
