/**
 * Members go because they say so, or because an administrator does: LeaveGroup, which may name many.
 */
import type { LeaveAnswer, LeaveEvent, MemberIdentity } from '#groups/group-event.ts';
import type { GroupWork } from '#groups/group-work.ts';
import { checkMember } from '#groups/member-check.ts';
import { rulesOf } from '#groups/phases/all.ts';
import { ErrorCode } from '#protocol/errors.ts';

type Outcome = LeaveAnswer['members'][number];

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
  const { group } = work;
  if (group.phase === 'Dead') {
    const errorCode = ErrorCode.COORDINATOR_NOT_AVAILABLE;
    work.answer(event.requestId, { errorCode, members: [] });
    return;
  }
  const members = event.members.map((one) => leaveOne(work, one, one.reason));
  const gone = members.filter(({ errorCode }) => errorCode === ErrorCode.NONE);
  if (gone.length > 0) {
    const names = gone.map(({ memberId, groupInstanceId }) => memberId || groupInstanceId);
    rulesOf(group).membersChanged(work, `members leave: ${names.join(', ')}`);
  }
  work.answer(event.requestId, { errorCode: ErrorCode.NONE, members });
}

function leaveOne(work: GroupWork, identity: MemberIdentity, reason: string | null): Outcome {
  const { group } = work;
  const { memberId, groupInstanceId } = identity;
  const outcome = (errorCode: number) => ({ memberId, groupInstanceId, errorCode });
  if (group.pendingMembers.has(memberId)) {
    group.remove(memberId);
    return outcome(ErrorCode.NONE);
  }
  // An administrator knows a static member by its name alone.
  const byName = memberId === '' ? group.staticMembers.get(groupInstanceId ?? '') : undefined;
  const errorCode = byName === undefined ? checkMember(group, identity) : ErrorCode.NONE;
  const member = group.members.get(byName ?? memberId);
  if (errorCode !== ErrorCode.NONE || member === undefined) return outcome(errorCode);
  work.note(`member ${member.memberId} leaves${reason === null ? '' : ` (${reason})`}`);
  work.takeOut(member);
  return outcome(ErrorCode.NONE);
}
