/**
 * Members go: because they say so, because an administrator does, or because nobody has heard of them
 * for a session timeout. The group then shares the work anew.
 */
import type { ClassicMember } from '#groups/classic-member.ts';
import type { LeaveAnswer, LeaveEvent, MemberIdentity } from '#groups/group-event.ts';
import { type GroupWork, joinError, syncError } from '#groups/group-work.ts';
import { checkMember } from '#groups/member-check.ts';
import { rulesOf } from '#groups/phases/all.ts';
import { completeJoin } from '#groups/rebalance.ts';
import { ErrorCode } from '#protocol/errors.ts';

type Outcome = LeaveAnswer['members'][number];

/** LeaveGroup: each member by itself, then one rebalance for all that have gone. */
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

/** Takes out whoever was not heard of in time. */
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
    if (!group.members.has(member.memberId)) continue;
    if (isAlive(member)) member.sessionDeadlineMs = Infinity;
    else expire(work, member);
  }
}

/** Members that never asked for their assignment are out (KIP-735). */
export function expireSyncs(work: GroupWork): void {
  const { group } = work;
  group.syncDeadlineMs = undefined;
  const late = [...group.awaitedSyncs];
  if (late.length === 0) return;
  for (const memberId of late) group.remove(memberId);
  rulesOf(group).membersChanged(work, `members did not sync in time: ${late.join(', ')}`);
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
  takeOut(work, member);
  return outcome(ErrorCode.NONE);
}

/** A request that waits is a sign of life, but not the first: its sender may be long gone. */
function isAlive({ isNew, awaitingJoin, awaitingSync }: ClassicMember): boolean {
  return !isNew && (awaitingJoin !== undefined || awaitingSync !== undefined);
}

function expire(work: GroupWork, member: ClassicMember): void {
  const { group } = work;
  work.note(`member ${member.memberId} was not heard of in time`);
  takeOut(work, member);
  if (group.phase !== 'PreparingRebalance') {
    rulesOf(group).membersChanged(work, `member ${member.memberId} expired`);
  } else if (group.hasAllMembersJoined) {
    completeJoin(work);
  }
}

/** Whoever still waits under the id is told that it is a member no more, and may join anew. */
function takeOut(work: GroupWork, member: ClassicMember): void {
  work.answerJoin(member, joinError(ErrorCode.UNKNOWN_MEMBER_ID, ''));
  work.answerSync(member, syncError(ErrorCode.UNKNOWN_MEMBER_ID));
  work.group.remove(member.memberId);
}
