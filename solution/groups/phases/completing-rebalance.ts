/**
 * CompletingRebalance: the generation stands, its assignment does not. Members come to fetch theirs
 * and wait; the leader brings all of them. Once these are stored the group is stable.
 *
 * A member that joins again as it was has missed the answer, and is told it once more. One that
 * brings something else changes what the leader has to know, so all have to join again. Commits
 * are refused: the member is about to learn which partitions are its own.
 */
import { hasProtocols, NO_ASSIGNMENT } from '#groups/classic-member.ts';
import type { Stored } from '#groups/group-event.ts';
import type { GroupWork } from '#groups/group-work.ts';
import { updateMember } from '#groups/phases/member-update.ts';
import type { PhaseRules } from '#groups/phases/phase-rules.ts';
import { dropAssignments, prepareRebalance } from '#groups/rebalance.ts';
import { ErrorCode } from '#protocol/errors.ts';

export const completingRebalance: PhaseRules = {
  admits: (group, memberId, maxSize) => group.members.has(memberId) || group.members.size < maxSize,

  membersChanged: prepareRebalance,

  pendingMemberGone() {},

  rejoin(work, member, event) {
    if (hasProtocols(member, event.protocols)) {
      work.answer(event.requestId, work.generationFor(member.memberId));
      return;
    }
    updateMember(member, event);
    prepareRebalance(work, `member ${member.memberId} brings other metadata`);
  },

  sync(work, member, event) {
    const { group } = work;
    member.awaitingSync = event.requestId;
    group.awaitedSyncs.delete(member.memberId);
    if (!group.isLeader(member.memberId)) return;
    const { generationId, assignments } = event;
    const leaderId = member.memberId;
    work.store({ kind: 'assignment', generationId, leaderId, assignments }, assignments);
  },

  heartbeatAnswer: ErrorCode.NONE,
  commitAnswer: ErrorCode.REBALANCE_IN_PROGRESS,
};

/**
 * The assignment is durable: everybody gets theirs. If it could not be written, all are told, and
 * try again in a new rebalance. A group that has gone on meanwhile has no use for it.
 */
export function assignmentStored(
  work: GroupWork,
  stored: Extract<Stored, { kind: 'assignment' }>,
  errorCode: number,
): void {
  const { group, now } = work;
  const { generationId, assignments } = stored;
  if (group.phase !== 'CompletingRebalance' || group.generationId !== generationId) return;
  if (errorCode !== ErrorCode.NONE) {
    dropAssignments(work, errorCode);
    prepareRebalance(work, `the assignment of member ${stored.leaderId} could not be stored`);
    return;
  }
  group.enter('Stable', now.wallMs);
  work.note(`is stable in generation ${generationId}`);
  for (const member of group.members.values()) {
    member.assignment = assignments.get(member.memberId) ?? NO_ASSIGNMENT;
    work.answerSync(member, work.assignmentFor(member));
  }
}
