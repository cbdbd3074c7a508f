/**
 * CompletingRebalance: the generation stands, its assignment does not. Members come to fetch theirs
 * and wait; the leader brings all of them. Once these are stored the group is stable.
 *
 *     b syncs ──► waits ─────────────────────────────────┐
 *     leader syncs, with all assignments ──► store ──► stored ──► everybody is answered: Stable
 */
import { type ClassicMember, hasProtocols, NO_ASSIGNMENT } from '#groups/classic-member.ts';
import type { JoinEvent, Stored, SyncEvent } from '#groups/group-event.ts';
import type { GroupWork } from '#groups/group-work.ts';
import { updateMember } from '#groups/phases/member-update.ts';
import type { PhaseRules } from '#groups/phases/phase-rules.ts';
import { dropAssignments, prepareRebalance } from '#groups/rebalance.ts';
import { ErrorCode } from '#protocol/errors.ts';

export const completingRebalance: PhaseRules = {
  admits: (group, memberId, maxSize) => group.members.has(memberId) || group.members.size < maxSize,

  membersChanged: prepareRebalance,

  pendingMemberGone() {},

  rejoin: rejoinCompleting,

  sync: syncCompleting,
};

/**
 * A member joins again before the assignment stands. As it was (`hasProtocols`), it has missed the
 * answer, and is told it once more by `generationFor`. If it brings something else, the leader has
 * to know: the member is updated (`updateMember`), and all have to join again.
 */
export function rejoinCompleting(work: GroupWork, member: ClassicMember, event: JoinEvent): void {
  if (hasProtocols(member, event.protocols)) {
    work.answer(event.requestId, work.generationFor(member.memberId));
    return;
  }
  updateMember(work, member, event);
  prepareRebalance(work, `member ${member.memberId} brings other metadata`);
}

/**
 * A member asks for its assignment: its request waits (`work.awaitSync`), and is awaited no more. The
 * leader brings everybody's: they are stored as `{ kind: 'assignment' }`, and count for nobody before
 * that is done. What others bring is not looked at.
 */
export function syncCompleting(work: GroupWork, member: ClassicMember, event: SyncEvent): void {
  const { group } = work;
  work.awaitSync(member, event.requestId);
  group.awaitedSyncs.delete(member.memberId);
  if (!group.isLeader(member.memberId)) return;
  const { generationId, assignments } = event;
  const leaderId = member.memberId;
  work.store({ kind: 'assignment', generationId, leaderId, assignments }, assignments);
}

/**
 * The assignment is durable: the group is Stable, and every member has what was assigned to it,
 * NO_ASSIGNMENT where nothing was. Whoever waits is told by `assignmentFor`.
 *
 * If it could not be written, all that wait are told the error, everybody's assignment is void, and
 * a rebalance begins. A group that has gone on meanwhile, to another phase or generation, has no
 * use for it: nothing happens.
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
