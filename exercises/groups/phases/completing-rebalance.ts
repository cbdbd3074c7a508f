/**
 * CompletingRebalance: the generation stands, its assignment does not. Members come to fetch theirs
 * and wait; the leader brings all of them. Once these are stored the group is stable.
 *
 *     b syncs ──► waits ─────────────────────────────────┐
 *     leader syncs, with all assignments ──► store ──► stored ──► everybody is answered: Stable
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { ClassicMember } from '#groups/classic-member.ts';
import type { JoinEvent, Stored, SyncEvent } from '#groups/group-event.ts';
import type { GroupWork } from '#groups/group-work.ts';
import type { PhaseRules } from '#groups/phases/phase-rules.ts';
import { prepareRebalance } from '#groups/rebalance.ts';

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
  throw new NotImplemented('2.4', 'rejoinCompleting');
}

/**
 * A member asks for its assignment: its request waits (`work.awaitSync`), and is awaited no more. The
 * leader brings everybody's: they are stored as `{ kind: 'assignment' }`, and count for nobody before
 * that is done. What others bring is not looked at.
 */
export function syncCompleting(work: GroupWork, member: ClassicMember, event: SyncEvent): void {
  throw new NotImplemented('2.4', 'syncCompleting');
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
  throw new NotImplemented('2.4', 'assignmentStored');
}
