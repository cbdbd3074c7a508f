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
import { NotImplemented } from '#env/not-implemented.ts';
import type { GroupWork } from '#groups/group-work.ts';

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
  throw new NotImplemented('2.5', 'expireSessions');
}

/**
 * The time to sync is over: who has not asked for its assignment is out, all of them, and then
 * `membersChanged` is told, once. If all have asked there is nothing to do but to forget the deadline.
 */
export function expireSyncs(work: GroupWork): void {
  throw new NotImplemented('2.5', 'expireSyncs');
}
