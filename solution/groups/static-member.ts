/**
 * A static member comes back under a new id: the same name, another process (KIP-345).
 *
 * It takes the old one's place, its assignment included, and whoever still waits under the old id is
 * fenced. In a stable group that is all, so a restart within the session timeout moves no partition;
 * only if the group would now choose another protocol does it rebalance. The new id is written down
 * before it is told, else a coordinator that restarts would know the old one.
 */
import type { ClassicMember } from '#groups/classic-member.ts';
import type { JoinEvent, Stored } from '#groups/group-event.ts';
import { type GroupWork, joinError, syncError } from '#groups/group-work.ts';
import { rulesOf } from '#groups/phases/all.ts';
import { chooseProtocol } from '#groups/protocol-choice.ts';
import { ErrorCode } from '#protocol/errors.ts';

type Replacement = Extract<Stored, { kind: 'replacement' }>;

/** Puts the member that joins in the place of the one with its name. */
export function replaceStaticMember(work: GroupWork, event: JoinEvent, oldMemberId: string): void {
  const { group } = work;
  const before = group.members.get(oldMemberId);
  if (before === undefined) throw new Error(`${oldMemberId} has a static name but is no member`);
  const leaderBefore = group.leaderId;
  work.answerJoin(before, joinError(ErrorCode.FENCED_INSTANCE_ID, oldMemberId));
  work.answerSync(before, syncError(ErrorCode.FENCED_INSTANCE_ID));
  const member = successorOf(before, event);
  group.replace(oldMemberId, member);
  work.touch(member);
  if (group.phase === 'Stable' && chooseProtocol(group) === group.protocolName) {
    const { requestId, canSkipAssignment } = event;
    const { memberId } = member;
    work.note(`static member ${event.groupInstanceId} is back, now as ${memberId}`);
    work.store(
      { kind: 'replacement', before, memberId, requestId, canSkipAssignment, leaderBefore },
      assignmentsOf(group.members.values()),
    );
  } else {
    const name = event.groupInstanceId;
    rulesOf(group).membersChanged(work, `static member ${name} joins as ${member.memberId}`);
  }
}

/** The new id is durable, and may be told; or it is not, and the old one counts again. */
export function replacementStored(work: GroupWork, stored: Replacement, errorCode: number): void {
  const { group } = work;
  const member = group.members.get(stored.memberId);
  // A rebalance may have answered it meanwhile, or it has gone.
  if (member?.awaitingJoin !== stored.requestId) return;
  if (errorCode !== ErrorCode.NONE) {
    work.answerJoin(member, joinError(errorCode, ''));
    group.replace(stored.memberId, stored.before);
    work.touch(stored.before);
    return;
  }
  const generation = work.generationFor(stored.memberId);
  // Who can't be told to skip the assignment is told that another one leads.
  const answer = stored.canSkipAssignment
    ? { ...generation, skipAssignment: group.isLeader(stored.memberId) }
    : { ...generation, leader: stored.leaderBefore ?? '', members: [] };
  work.answerJoin(member, answer);
  work.touch(member);
}

function successorOf(before: ClassicMember, event: JoinEvent): ClassicMember {
  return {
    ...before,
    memberId: event.newMemberId,
    protocols: event.protocols,
    rebalanceTimeoutMs: event.rebalanceTimeoutMs,
    sessionTimeoutMs: event.sessionTimeoutMs,
    awaitingJoin: event.requestId,
    awaitingSync: undefined,
  };
}

function assignmentsOf(members: Iterable<ClassicMember>): Map<string, Uint8Array> {
  return new Map([...members].map(({ memberId, assignment }) => [memberId, assignment]));
}
