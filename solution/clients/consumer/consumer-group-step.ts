/**
 * The core of a member of a consumer group: one event in, effects out, at once. Nothing here waits
 * or knows the time but by `nowMs`.
 *
 * Only a poll begins to take another target: offsets are committed first, and what the application
 * has got last counts as done only when it comes back. Heartbeats go on all the time.
 *
 * Source: org.apache.kafka.clients.consumer.internals.AbstractMembershipManager.
 */
import { POLL_TIMEOUT } from '#clients/consumer/classic-step.ts';
import type {
  Assigned,
  ConsumerGroupEffect,
  ConsumerGroupEvent,
} from '#clients/consumer/consumer-group-event.ts';
import type {
  ConsumerGroupMember,
  ConsumerGroupSettings,
} from '#clients/consumer/consumer-group-member.ts';
import { ConsumerGroupWork } from '#clients/consumer/consumer-group-work.ts';

/** Takes the member through one event; gives what has to be done outside, in order. */
export function stepConsumerGroup(
  member: ConsumerGroupMember,
  event: ConsumerGroupEvent,
  nowMs: number,
  settings: ConsumerGroupSettings,
): ConsumerGroupEffect[] {
  const work = new ConsumerGroupWork(member, settings, nowMs);
  take(work, event);
  work.beatIfDue();
  return work.effects;
}

function take(work: ConsumerGroupWork, event: ConsumerGroupEvent): void {
  if ('life' in event && event.life !== work.member.life) return;
  if (event.kind === 'poll') poll(work);
  else if (event.kind === 'tick') tick(work);
  else if (event.kind === 'changed') work.beatSoon();
  else if (event.kind === 'heard') work.heard(event.answer);
  else if (event.kind === 'unheard') work.unheard(event);
  else if (event.kind === 'prepared') prepared(work, event.round, event.assigned);
  else if (event.kind === 'done') done(work);
  else leave(work, event.isLeaving);
}

function poll(work: ConsumerGroupWork): void {
  const { member, nowMs } = work;
  member.lastPollMs = nowMs;
  if (member.phase === 'unjoined') {
    work.join();
  } else if (member.task !== undefined) {
    member.isTaskRunning = true;
  } else if (member.phase === 'stable') {
    const isNew = member.round !== member.takenRound;
    if (isNew || nowMs >= member.retryAtMs) prepare(work);
  }
}

function prepare({ member, effects }: ConsumerGroupWork): void {
  member.phase = 'preparing';
  member.retryAtMs = Number.POSITIVE_INFINITY;
  effects.push({ kind: 'prepare', round: member.round, target: member.target });
}

function prepared(work: ConsumerGroupWork, round: number, assigned: Assigned): void {
  const { member } = work;
  if (member.phase !== 'preparing') return;
  if (round !== member.round) {
    // Another target has come in the meantime: that one is taken, and this one never.
    prepare(work);
    return;
  }
  member.phase = 'handing-over';
  member.task = { kind: 'hand-over', round, assigned };
}

/** The application has done its task, and is in its poll still. */
function done(work: ConsumerGroupWork): void {
  const { member, nowMs, settings } = work;
  const { task, isTaskStale } = member;
  member.task = isTaskStale ? { kind: 'lose' } : undefined;
  member.isTaskRunning = false;
  member.isTaskStale = false;
  if (isTaskStale || task === undefined) return;
  if (task.kind === 'lose') {
    if (member.phase === 'lost') work.join();
    return;
  }
  member.takenRound = task.round;
  member.phase = 'acknowledging';
  if (task.assigned.isPartial) member.retryAtMs = nowMs + settings.retryBackoffMs;
  work.beatSoon();
}

function tick(work: ConsumerGroupWork): void {
  const { member, nowMs, settings } = work;
  if (!member.beats || nowMs < member.lastPollMs + settings.maxPollIntervalMs) return;
  work.effects.push({ kind: 'warn', text: POLL_TIMEOUT });
  if (member.isInGroup) work.sayGoodbye(settings.groupInstanceId === undefined);
  work.lose();
}

/** Goes. A static member only goes away for a while, unless it is told to leave. */
function leave(work: ConsumerGroupWork, isLeaving: boolean): void {
  const { member, settings } = work;
  const isStatic = settings.groupInstanceId !== undefined;
  if (member.isInGroup && (isLeaving || isStatic)) work.sayGoodbye(isLeaving);
  work.lose();
  member.phase = 'left';
  member.task = undefined;
  member.isTaskStale = false;
}
