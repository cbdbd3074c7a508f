/**
 * Stable: everybody works on its assignment and sends heartbeats.
 *
 * If the leader joins again it wants to assign anew, for it watches what the broker does not, such
 * as the number of a topic's partitions. Any other member has missed an answer, unless it brings
 * something else than before.
 */
import { hasProtocols } from '#groups/classic-member.ts';
import { completingRebalance } from '#groups/phases/completing-rebalance.ts';
import { updateMember } from '#groups/phases/member-update.ts';
import type { PhaseRules } from '#groups/phases/phase-rules.ts';
import { prepareRebalance } from '#groups/rebalance.ts';
import { ErrorCode } from '#protocol/errors.ts';

export const stable: PhaseRules = {
  admits: completingRebalance.admits,

  membersChanged: prepareRebalance,

  pendingMemberGone() {},

  rejoin(work, member, event) {
    const leads = work.group.isLeader(member.memberId);
    if (!leads && hasProtocols(member, event.protocols)) {
      work.answer(event.requestId, work.generationFor(member.memberId));
      return;
    }
    updateMember(member, event);
    const what = leads ? `leader ${member.memberId} joins again` : 'a member brings other metadata';
    prepareRebalance(work, what);
  },

  sync(work, member, { requestId }) {
    work.group.awaitedSyncs.delete(member.memberId);
    work.answer(requestId, work.assignmentFor(member));
  },

  heartbeatAnswer: ErrorCode.NONE,
  commitAnswer: ErrorCode.NONE,
};
