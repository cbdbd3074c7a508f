/**
 * ConsumerGroupHeartbeat: the one request of the consumer protocol. It brings a member into the group,
 * says what has changed at it, and takes it a step further.
 *
 *     who is it?                           identification.ts
 *     what is new about it?                member-subscription.ts
 *     is there more or less to share?      group-epoch.ts           a new group epoch
 *     who is to have what?                 target-assignment.ts     a new target, if it is time
 *     what can it have by now?             member-reconciliation.ts a new member epoch
 *
 * So work that a change makes is spread over the heartbeats that follow, and nobody waits for anybody.
 */
import type {
  ConsumerHeartbeatAnswer,
  ConsumerHeartbeatEvent,
} from '#groups/consumer-group/consumer-group-event.ts';
import {
  AWAY_EPOCH,
  type ConsumerMember,
  JOINING_EPOCH,
  LEFT_EPOCH,
} from '#groups/consumer-group/consumer-member.ts';
import type { ConsumerWork } from '#groups/consumer-group/consumer-work.ts';
import { updateEpoch } from '#groups/consumer-group/group-epoch.ts';
import { checkRoom, identify } from '#groups/consumer-group/identification.ts';
import { leave } from '#groups/consumer-group/leaving.ts';
import { reconcileMember } from '#groups/consumer-group/member-reconciliation.ts';
import {
  needsNewEpoch,
  subscriptionChanged,
  updateSubscription,
} from '#groups/consumer-group/member-subscription.ts';
import { sameEpochs, topicPartitions } from '#groups/consumer-group/partitions-by-topic.ts';
import { isRefusal, type Refusal } from '#groups/consumer-group/refusal.ts';
import { updateTarget } from '#groups/consumer-group/target-assignment.ts';

export function consumerHeartbeat(work: ConsumerWork, event: ConsumerHeartbeatEvent): void {
  const { requestId, memberEpoch } = event;
  const leaves = memberEpoch === LEFT_EPOCH || memberEpoch === AWAY_EPOCH;
  const answer = leaves ? leave(work, event) : stay(work, event);
  if (isRefused(answer)) {
    work.refuse(requestId, heartbeatError(answer.errorCode, answer.errorMessage));
  } else {
    work.answer({ requestId, answer, failure: heartbeatError });
  }
}

/** An answer with nothing but an error. */
export function heartbeatError(
  errorCode: number,
  errorMessage: string | null = null,
): ConsumerHeartbeatAnswer {
  return {
    errorCode,
    errorMessage,
    memberId: null,
    memberEpoch: 0,
    heartbeatIntervalMs: 0,
    assignment: null,
  };
}

function isRefused(answer: ConsumerHeartbeatAnswer | Refusal): answer is Refusal {
  return answer.errorCode !== 0;
}

function stay(
  work: ConsumerWork,
  event: ConsumerHeartbeatEvent,
): ConsumerHeartbeatAnswer | Refusal {
  const { memberId, instanceId, memberEpoch, owned } = event;
  const full = checkRoom(work, memberId);
  if (full !== undefined) return full;
  const joins = memberEpoch === JOINING_EPOCH;
  const before = identify(work, { memberId, instanceId, joins, epoch: { memberEpoch, owned } });
  if (isRefusal(before)) return before;
  const member = memberAfter(before, event);
  const change = updateSubscription(work, before, member);
  if (isRefusal(change)) return change;
  const epoch = updateEpoch(work, member, needsNewEpoch(change));
  const target = updateTarget(work, member, epoch);
  const moved = reconcileMember(work, member, {
    target,
    owned,
    subscriptionChanged: subscriptionChanged(change),
  });
  if (isRefusal(moved)) return moved;
  work.touch(moved);
  return answerFor(work, event, before, moved);
}

/** The member as the request describes it. Who comes this way does not speak the classic protocol. */
function memberAfter(before: ConsumerMember, event: ConsumerHeartbeatEvent): ConsumerMember {
  return {
    ...before,
    instanceId: event.instanceId ?? before.instanceId,
    rackId: event.rackId ?? before.rackId,
    rebalanceTimeoutMs: event.rebalanceTimeoutMs ?? before.rebalanceTimeoutMs,
    assignor: event.assignor ?? before.assignor,
    topicNames: event.topicNames === null ? before.topicNames : new Set(event.topicNames),
    pattern: event.pattern ?? before.pattern,
    clientId: event.clientId,
    clientHost: event.clientHost,
    classic: null,
  };
}

/** What it may own is told if that has changed, and to whoever tells all about itself. */
function answerFor(
  { pace }: ConsumerWork,
  event: ConsumerHeartbeatEvent,
  before: ConsumerMember,
  { memberId, memberEpoch, assigned }: ConsumerMember,
): ConsumerHeartbeatAnswer {
  const { rebalanceTimeoutMs, topicNames, pattern, owned } = event;
  const saysWhatItWants = topicNames !== null || pattern !== null;
  const tellsAll = rebalanceTimeoutMs !== null && saysWhatItWants && owned !== null;
  const isNews = !sameEpochs(before.assigned, assigned);
  const mustKnow = event.memberEpoch === JOINING_EPOCH || tellsAll || isNews;
  return {
    errorCode: 0,
    errorMessage: null,
    memberId,
    memberEpoch,
    heartbeatIntervalMs: pace.heartbeatIntervalMs,
    assignment: mustKnow ? { topicPartitions: topicPartitions(assigned) } : null,
  };
}
