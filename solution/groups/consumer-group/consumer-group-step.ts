/**
 * The core of a consumer group: one event in, an outcome out, at once. Nothing here waits, writes, or
 * knows the time but by `now`; and nothing changes but deadlines, until the records of the outcome are
 * in the log and are applied (replay.ts).
 *
 * Invariant: every request is answered exactly once, by the step that takes it.
 */
import { joinClassic } from '#groups/consumer-group/classic-joining.ts';
import {
  heartbeatClassic,
  leaveClassic,
  syncClassic,
} from '#groups/consumer-group/classic-requests.ts';
import type { ConsumerGroup } from '#groups/consumer-group/consumer-group.ts';
import type {
  ConsumerContext,
  ConsumerGroupEvent,
  ConsumerOutcome,
} from '#groups/consumer-group/consumer-group-event.ts';
import { ConsumerWork } from '#groups/consumer-group/consumer-work.ts';
import { consumerHeartbeat } from '#groups/consumer-group/heartbeat.ts';
import type { Deadline, DeadlineKind } from '#groups/consumer-group/member-deadlines.ts';
import { removeMembers } from '#groups/consumer-group/member-removal.ts';
import { patternsMatched } from '#groups/consumer-group/pattern-refresh.ts';
import type { Now } from '#groups/group-event.ts';

const WHAT_IS_OVER: Readonly<Record<DeadlineKind, string>> = {
  session: 'was not heard of in time',
  rebalance: 'did not give up its partitions in time',
  join: 'did not join again in time',
  sync: 'did not sync in time',
};

/** Plans what follows from an event. */
export function step(
  group: ConsumerGroup,
  event: ConsumerGroupEvent,
  now: Now,
  context: ConsumerContext,
): ConsumerOutcome {
  const work = new ConsumerWork(group, now, context);
  take(work, event);
  return work;
}

function take(work: ConsumerWork, event: ConsumerGroupEvent): void {
  if (event.kind === 'consumerHeartbeat') consumerHeartbeat(work, event);
  else if (event.kind === 'join') joinClassic(work, event);
  else if (event.kind === 'sync') syncClassic(work, event);
  else if (event.kind === 'heartbeat') heartbeatClassic(work, event);
  else if (event.kind === 'leave') leaveClassic(work, event);
  else if (event.kind === 'tick') tick(work);
  else if (event.kind === 'patternsMatched') patternsMatched(work, event.matched);
  else if (event.kind === 'loaded') watchMembers(work);
}

function tick(work: ConsumerWork): void {
  const { group, now } = work;
  const due = group.deadlines.takeDue(now.monotonicMs).filter((one) => isMissed(group, one));
  const late = new Map(due.map((deadline) => [deadline.memberId, deadline]));
  const members = [...group.members.values()].filter(({ memberId }) => late.has(memberId));
  const reasons = [...late.values()].map(
    (one) => `member ${one.memberId} ${WHAT_IS_OVER[one.kind]}`,
  );
  removeMembers(work, members, reasons.join(', '));
}

/** Who has gone on to another epoch has given up what it had to. */
function isMissed({ members }: ConsumerGroup, { kind, memberId, memberEpoch }: Deadline): boolean {
  const member = members.get(memberId);
  if (member === undefined) return false;
  return kind !== 'rebalance' || member.memberEpoch === memberEpoch;
}

/** Whoever is not watched is from now on: all members of a group that was loaded. */
function watchMembers({ group, now, pace }: ConsumerWork): void {
  for (const member of group.members.values()) {
    const { memberId, memberEpoch, state, classic, rebalanceTimeoutMs } = member;
    const sessionMs = now.monotonicMs + (classic?.sessionTimeoutMs ?? pace.sessionTimeoutMs);
    group.deadlines.setIfAbsent({ memberId, kind: 'session', atMs: sessionMs, memberEpoch });
    if (state !== 'unrevoked' || classic !== null) continue;
    const atMs = now.monotonicMs + rebalanceTimeoutMs;
    group.deadlines.setIfAbsent({ memberId, kind: 'rebalance', atMs, memberEpoch });
  }
}
