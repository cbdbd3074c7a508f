/**
 * Members go without a word: their process died, their network is cut, or they think for too long.
 * What a coordinator knows of it is silence, so silence has a limit:
 *
 *     sessionDeadlineMs      no heartbeat and no commit for a session timeout
 *     pendingMembers         an id was given out, and nobody joined with it
 *     syncDeadlineMs         joined, and then did not ask for its assignment (KAFKA-12890)
 *
 * All by the monotonic clock: an administrator who sets the wall clock ends no session.
 */
import type { ClassicMember } from '#groups/classic-member.ts';
import type { GroupWork } from '#groups/group-work.ts';
import { rulesOf } from '#groups/phases/all.ts';
import { completeJoin } from '#groups/rebalance.ts';

/**
 * Takes out whoever was not heard of in time; a deadline that is now has passed.
 *
 * - Pending ids that have lapsed are taken back, and for each the phase's `pendingMemberGone` is
 *   told: a rebalance may have waited for that one alone.
 * - A member that has a request waiting, and is not new, is alive by that: its `sessionDeadlineMs`
 *   becomes Infinity until it is answered. One that is new may have gone since it asked.
 * - Any other is taken out. In PreparingRebalance the join is completed if nobody is left to wait
 *   for, be it the first rebalance or not; in other phases `membersChanged` is told.
 */
export function expireSessions(work: GroupWork): void {
  const { group, now } = work;
  for (const [memberId, lapsesMs] of [...group.pendingMembers]) {
    if (lapsesMs > now.monotonicMs) continue;
    work.note(`${memberId} did not join with the id it was given`);
    group.remove(memberId);
    rulesOf(group).pendingMemberGone(work);
  }
  for (const member of [...group.members.values()]) {
    if (member.sessionDeadlineMs > now.monotonicMs) continue;
    if (isAlive(member)) member.sessionDeadlineMs = Infinity;
    else expire(work, member);
  }
}

/**
 * The time to sync is over: who has not asked for its assignment is out, all of them, and then
 * `membersChanged` is told, once. If all have asked there is nothing to do but to forget the deadline.
 */
export function expireSyncs(work: GroupWork): void {
  const { group } = work;
  group.syncDeadlineMs = undefined;
  const late = [...group.awaitedSyncs];
  if (late.length === 0) return;
  for (const memberId of late) group.remove(memberId);
  rulesOf(group).membersChanged(work, `members did not sync in time: ${late.join(', ')}`);
}

/** A request that waits is a sign of life, but not the first: its sender may be long gone. */
function isAlive({ isNew, awaitingJoin, awaitingSync }: ClassicMember): boolean {
  return !isNew && (awaitingJoin !== undefined || awaitingSync !== undefined);
}

function expire(work: GroupWork, member: ClassicMember): void {
  const { group } = work;
  work.note(`member ${member.memberId} was not heard of in time`);
  work.takeOut(member);
  if (group.phase !== 'PreparingRebalance') {
    rulesOf(group).membersChanged(work, `member ${member.memberId} expired`);
  } else if (group.hasAllMembersJoined) {
    completeJoin(work);
  }
}
