/**
 * Dead: the group was deleted, or another broker coordinates it now. Whoever still reaches it has to
 * look for the coordinator again.
 */
import { joinError, syncError } from '#groups/group-work.ts';
import type { PhaseRules } from '#groups/phases/phase-rules.ts';
import { ErrorCode } from '#protocol/errors.ts';

export const dead: PhaseRules = {
  admits: () => true,
  membersChanged() {},
  pendingMemberGone() {},

  rejoin(work, { memberId }, { requestId }) {
    work.answer(requestId, joinError(ErrorCode.COORDINATOR_NOT_AVAILABLE, memberId));
  },

  sync(work, _member, { requestId }) {
    work.answer(requestId, syncError(ErrorCode.COORDINATOR_NOT_AVAILABLE));
  },
};
