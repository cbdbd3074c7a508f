/**
 * Members go because they say so, or because an administrator does: LeaveGroup, which may name many.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { LeaveEvent } from '#groups/group-event.ts';
import type { GroupWork } from '#groups/group-work.ts';

/**
 * Each of the members by itself, then one rebalance for all that have gone. A dead group answers
 * COORDINATOR_NOT_AVAILABLE and an empty list. Else the answer is NONE, with an outcome for each in
 * the order of the request, named as the request names it:
 *
 *     a pending id                       NONE: it is taken back
 *     no id, but a known static name     NONE: that member is taken out, as an administrator wants it
 *     what `checkMember` refuses         its error, and nothing changes
 *     a member                           NONE: it is taken out (`work.takeOut`)
 *
 * If anybody has gone, a pending id included, the phase's `membersChanged` is told, once; the answer
 * comes after it.
 */
export function leave(work: GroupWork, event: LeaveEvent): void {
  throw new NotImplemented('2.5', 'leave');
}
