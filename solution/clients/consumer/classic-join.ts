/**
 * What a classic member makes of the answers to JoinGroup and SyncGroup.
 *
 *     0                       on to the next phase
 *     MEMBER_ID_REQUIRED      again at once, with the id that came (KIP-394)
 *     UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION, REBALANCE_IN_PROGRESS      again at once
 *     coordinator loads, moves, is gone                                 again after a pause
 *     anything else           the application's poll throws it; and again, if it polls on
 */
import type { JoinAnswer, SyncAnswer } from '#clients/consumer/classic-event.ts';
import type { MemberWork } from '#clients/consumer/member-work.ts';
import { CONSUMER_PROTOCOL_TYPE } from '#protocol/consumer-protocol.ts';
import { ErrorCode, errorName } from '#protocol/errors.ts';

export function joined(work: MemberWork, answer: JoinAnswer): void {
  const { member, nowMs, settings } = work;
  const errorCode = checked(answer);
  if (errorCode !== ErrorCode.NONE) {
    refusedJoin(work, errorCode, answer);
    return;
  }
  member.memberId = answer.memberId;
  member.generationId = answer.generationId;
  member.protocolName = answer.protocolName;
  member.isLeader = answer.leader === answer.memberId;
  member.heard(nowMs, settings);
  if (member.isLeader) {
    member.phase = 'dividing';
    work.effects.push({ kind: 'divide', attempt: member.attempt, answer });
  } else {
    work.sync(new Map());
  }
}

export function synced(work: MemberWork, answer: SyncAnswer): void {
  const { member, nowMs, settings } = work;
  const isOtherProtocol =
    answer.protocolName !== null && answer.protocolName !== member.protocolName;
  const errorCode = isOtherProtocol ? ErrorCode.INCONSISTENT_GROUP_PROTOCOL : checked(answer);
  if (errorCode !== ErrorCode.NONE) {
    refusedSync(work, errorCode);
    return;
  }
  member.heard(nowMs, settings);
  member.failures = 0;
  member.rejoinReason = undefined;
  member.phase = 'taking';
  member.task = {
    kind: 'take',
    assignment: answer.assignment,
    protocolName: member.protocolName ?? '',
    isLeader: member.isLeader,
  };
}

function refusedJoin(work: MemberWork, errorCode: number, answer: JoinAnswer): void {
  const { member } = work;
  if (errorCode === ErrorCode.MEMBER_ID_REQUIRED) {
    member.memberId = answer.memberId;
    member.rejoinReason = `need to re-join with the given member-id: ${answer.memberId}`;
    work.join();
  } else if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID) {
    work.reset(errorCode, 'JOIN_GROUP');
  } else if (errorCode === ErrorCode.REBALANCE_IN_PROGRESS) {
    work.again(errorName(errorCode));
  } else {
    refused(work, errorCode);
  }
}

function refusedSync(work: MemberWork, errorCode: number): void {
  const isOver =
    errorCode === ErrorCode.UNKNOWN_MEMBER_ID || errorCode === ErrorCode.ILLEGAL_GENERATION;
  if (isOver) work.reset(errorCode, 'SYNC_GROUP');
  else if (errorCode === ErrorCode.REBALANCE_IN_PROGRESS) work.again(errorName(errorCode));
  else refused(work, errorCode);
}

/** After a pause again; what time won't change is thrown. */
function refused(work: MemberWork, errorCode: number): void {
  const isPassing =
    work.isCoordinatorGone(errorCode) || errorCode === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
  work.retry({ error: work.failureOf(errorCode), isPassing });
}

/** The answer's code; a group of another kind is a mistake, whatever the code says. */
function checked(answer: JoinAnswer | SyncAnswer): number {
  const isOtherKind =
    answer.protocolType !== null && answer.protocolType !== CONSUMER_PROTOCOL_TYPE;
  return answer.errorCode === ErrorCode.NONE && isOtherKind
    ? ErrorCode.INCONSISTENT_GROUP_PROTOCOL
    : answer.errorCode;
}
