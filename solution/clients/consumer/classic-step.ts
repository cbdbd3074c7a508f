/**
 * The core of a classic member: one event in, effects out, at once. Nothing here waits or knows the
 * time but by `nowMs`, so a member's life can be written down and replayed, event by event.
 *
 * Only a poll begins to join: an application that does not come back takes no new partitions, and
 * after max.poll.interval.ms the member leaves, so that others get the ones it sits on (KIP-62).
 *
 * Source: org.apache.kafka.clients.consumer.internals.AbstractCoordinator.
 */
import type { ClassicEffect, ClassicEvent } from '#clients/consumer/classic-event.ts';
import { joined, synced } from '#clients/consumer/classic-join.ts';
import type { ClassicMember, ClassicSettings } from '#clients/consumer/classic-member.ts';
import { MemberWork } from '#clients/consumer/member-work.ts';
import { ErrorCode } from '#protocol/errors.ts';

export const POLL_TIMEOUT =
  'consumer poll timeout has expired. This means the time between subsequent calls to poll() was ' +
  'longer than the configured max.poll.interval.ms, which typically implies that the poll loop is ' +
  'spending too much time processing messages. You can address this either by increasing ' +
  'max.poll.interval.ms or by reducing the maximum size of batches returned in poll() with ' +
  'max.poll.records.';

/** Takes the member through one event; gives what has to be done outside, in order. */
export function step(
  member: ClassicMember,
  event: ClassicEvent,
  nowMs: number,
  settings: ClassicSettings,
): ClassicEffect[] {
  const work = new MemberWork(member, settings, nowMs);
  take(work, event);
  return work.effects;
}

function take(work: MemberWork, event: ClassicEvent): void {
  const { member } = work;
  if ('attempt' in event && event.attempt !== member.attempt) return;
  if (event.kind === 'poll') poll(work);
  else if (event.kind === 'tick') tick(work);
  else if (event.kind === 'rejoin') member.rejoinReason = event.reason;
  else if (event.kind === 'committed') committed(work);
  else if (event.kind === 'done') done(work);
  else if (event.kind === 'joined') joined(work, event.answer);
  else if (event.kind === 'divided') work.sync(event.assignments);
  else if (event.kind === 'synced') synced(work, event.answer);
  else if (event.kind === 'failed') work.retry(event);
  else if (event.kind === 'heard') heard(work, event);
  else if (event.kind === 'unheard') unheard(work, event);
  else if (event.kind === 'refused') refused(work, event);
  else leave(work, event.reason, event.isLeaving);
}

function poll(work: MemberWork): void {
  const { member, nowMs, settings } = work;
  member.lastPollMs = nowMs;
  if (member.task !== undefined) {
    member.isTaskRunning = true;
    return;
  }
  const isIdle = member.phase === 'unjoined' || member.phase === 'stable';
  if (!isIdle || member.rejoinReason === undefined || nowMs < member.joinNotBeforeMs) return;
  if (member.hasReleased) {
    work.join();
    return;
  }
  member.attempt++;
  if (settings.enableAutoCommit && member.isInGeneration) {
    member.phase = 'committing';
    work.effects.push({ kind: 'commit', attempt: member.attempt });
  } else {
    release(work);
  }
}

function committed(work: MemberWork): void {
  if (work.member.phase === 'committing') release(work);
}

function release(work: MemberWork): void {
  const { member } = work;
  const isLost = !member.isInGeneration || member.memberId === '';
  member.phase = 'releasing';
  member.task = { kind: 'release', isLost };
}

/** The application has done its task, and is in its poll still. */
function done(work: MemberWork): void {
  const { member } = work;
  const { task } = member;
  member.task = undefined;
  member.isTaskRunning = false;
  if (task === undefined) return;
  if (member.isTaskStale) {
    // What it still owns is lost; the next poll has it given up.
    member.isTaskStale = false;
    member.phase = 'unjoined';
    member.hasReleased = false;
  } else if (task.kind === 'release') {
    member.phase = 'unjoined';
    member.hasReleased = true;
    work.join();
  } else {
    member.phase = 'stable';
    member.hasReleased = false;
  }
}

function tick(work: MemberWork): void {
  const { member, nowMs, settings } = work;
  if (member.memberId !== '' && nowMs >= member.lastPollMs + settings.maxPollIntervalMs) {
    work.effects.push({ kind: 'warn', text: POLL_TIMEOUT });
    leave(work, 'consumer poll timeout has expired.', settings.groupInstanceId === undefined);
    return;
  }
  if (!member.beats) return;
  if (nowMs >= member.sessionEndsMs) {
    // Nobody answers: perhaps another broker coordinates the group by now.
    work.effects.push({ kind: 'forget-coordinator' });
    member.sessionEndsMs = nowMs + settings.sessionTimeoutMs;
  }
  if (nowMs >= member.heartbeatDueMs && !member.isHeartbeatUnderWay) {
    member.isHeartbeatUnderWay = true;
    member.heartbeatDueMs = nowMs + settings.heartbeatIntervalMs;
    work.effects.push({ kind: 'heartbeat' });
  }
}

function heard(work: MemberWork, event: Extract<ClassicEvent, { kind: 'heard' }>): void {
  const { member, nowMs, settings } = work;
  const { errorCode, from } = event;
  member.isHeartbeatUnderWay = false;
  if (errorCode === ErrorCode.NONE || errorCode === ErrorCode.REBALANCE_IN_PROGRESS) {
    member.sessionEndsMs = nowMs + settings.sessionTimeoutMs;
    const isIn = member.phase === 'stable' || member.phase === 'taking';
    if (errorCode !== ErrorCode.NONE && isIn) member.rejoinReason = 'group is already rebalancing';
  } else if (isOver(errorCode)) {
    if (member.is(from)) work.reset(errorCode, 'HEARTBEAT');
  } else if (!work.isCoordinatorGone(errorCode) && isFinal(errorCode)) {
    if (errorCode === ErrorCode.FENCED_INSTANCE_ID) work.reset(errorCode, 'HEARTBEAT');
    work.fail(errorCode);
  } else {
    member.heartbeatDueMs = nowMs + settings.retryBackoffMs;
  }
}

function unheard(work: MemberWork, event: Extract<ClassicEvent, { kind: 'unheard' }>): void {
  const { member, nowMs, settings } = work;
  member.isHeartbeatUnderWay = false;
  member.heartbeatDueMs = nowMs + settings.retryBackoffMs;
  if (!event.isPassing) work.effects.push({ kind: 'fail', error: event.error });
}

/** A commit was refused: that may say that the generation is over. */
function refused(work: MemberWork, event: Extract<ClassicEvent, { kind: 'refused' }>): void {
  const { member } = work;
  const { errorCode, from } = event;
  if (errorCode === ErrorCode.REBALANCE_IN_PROGRESS) {
    member.rejoinReason = 'offset commit failed since group is already rebalancing';
  } else if (isOver(errorCode) && member.is(from)) {
    work.reset(errorCode, 'OFFSET_COMMIT');
  }
}

/** Goes, telling the coordinator so if `isLeaving` and it knows this member. */
function leave(work: MemberWork, reason: string, isLeaving: boolean): void {
  const { member } = work;
  if (isLeaving && member.memberId !== '' && member.phase !== 'unjoined') {
    work.effects.push({ kind: 'leave', memberId: member.memberId, reason });
  }
  member.memberId = '';
  work.leaveGeneration('consumer pro-actively leaving the group');
}

/** Whether the code says that the generation, or the whole membership, is over. */
function isOver(errorCode: number): boolean {
  return errorCode === ErrorCode.UNKNOWN_MEMBER_ID || errorCode === ErrorCode.ILLEGAL_GENERATION;
}

/** Whether nothing will be better the next time. */
function isFinal(errorCode: number): boolean {
  return (
    errorCode === ErrorCode.FENCED_INSTANCE_ID || errorCode === ErrorCode.GROUP_AUTHORIZATION_FAILED
  );
}
