/**
 * Empty: the group has no members. It may have committed offsets, and then it stays until they have
 * expired; whoever uses no membership commits to it freely.
 */
import { type GroupWork, joinError, syncError } from '#groups/group-work.ts';
import type { PhaseRules } from '#groups/phases/phase-rules.ts';
import { prepareRebalance } from '#groups/rebalance.ts';
import { ErrorCode } from '#protocol/errors.ts';

export const empty: PhaseRules = {
  admits: () => true,

  /** Somebody came: the first rebalance begins. A pending id that went changes nothing. */
  membersChanged(work: GroupWork, reason) {
    if (work.group.members.size > 0) prepareRebalance(work, reason);
  },

  pendingMemberGone() {},

  rejoin(work, { memberId }, { requestId }) {
    work.answer(requestId, joinError(ErrorCode.UNKNOWN_MEMBER_ID, memberId));
  },

  sync(work, _member, { requestId }) {
    work.answer(requestId, syncError(ErrorCode.UNKNOWN_MEMBER_ID));
  },
};
