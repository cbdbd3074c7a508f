/**
 * A member of the classic protocol joins a consumer group. It gets the place that a member of the
 * consumer protocol would get by its heartbeat, and is told that place as a generation in which
 * another one leads: so it has nothing to assign, and asks for what it may read by SyncGroup.
 *
 * If it takes over the static name of the last member of the consumer protocol, the group becomes a
 * classic one.
 */
import {
  type ClassicSubscription,
  classicSubscription,
} from '#groups/consumer-group/classic-subscription.ts';
import type { ConsumerGroup } from '#groups/consumer-group/consumer-group.ts';
import type { ConsumerMember } from '#groups/consumer-group/consumer-member.ts';
import type { ConsumerWork } from '#groups/consumer-group/consumer-work.ts';
import { updateEpoch } from '#groups/consumer-group/group-epoch.ts';
import { checkRoom, identify } from '#groups/consumer-group/identification.ts';
import { reconcileMember } from '#groups/consumer-group/member-reconciliation.ts';
import {
  subscriptionChanged,
  updateSubscription,
} from '#groups/consumer-group/member-subscription.ts';
import { isRefusal, type Refusal, refusal } from '#groups/consumer-group/refusal.ts';
import { membersWith } from '#groups/consumer-group/subscription.ts';
import { updateTarget } from '#groups/consumer-group/target-assignment.ts';
import { becomeClassic, mayBecomeClassic } from '#groups/consumer-group/to-classic-group.ts';
import type { JoinAnswer, JoinEvent } from '#groups/group-event.ts';
import { joinError } from '#groups/group-work.ts';
import { CONSUMER_PROTOCOL_TYPE } from '#protocol/consumer-protocol.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { DecodeError } from '#protocol/wire-error.ts';

export function joinClassic(work: ConsumerWork, event: JoinEvent): void {
  const { requestId, memberId, newMemberId, groupInstanceId } = event;
  const refused = checkJoin(work, event);
  if (refused !== undefined) {
    work.refuse(requestId, joinError(refused.errorCode, memberId));
  } else if (memberId === '' && groupInstanceId === null && event.mustKnowId) {
    work.refuse(requestId, joinError(ErrorCode.MEMBER_ID_REQUIRED, newMemberId));
  } else {
    const member = admit(work, event);
    const failure = (errorCode: number) => joinError(errorCode, memberId);
    if (isRefusal(member)) work.refuse(requestId, failure(member.errorCode));
    else work.answer({ requestId, answer: generationOf(member), failure });
  }
}

function checkJoin(work: ConsumerWork, event: JoinEvent): Refusal | undefined {
  if (!work.context.settings.migration.mixed) {
    return refusal(
      ErrorCode.INCONSISTENT_GROUP_PROTOCOL,
      `Cannot join the consumer group ${work.groupId} with the classic protocol because the group ` +
        'migration is disabled.',
    );
  }
  const full = checkRoom(work, event.memberId);
  if (full !== undefined || canFollow(work.group, event)) return full;
  return refusal(
    ErrorCode.INCONSISTENT_GROUP_PROTOCOL,
    `Member ${event.memberId}'s protocols are not supported.`,
  );
}

/** Whether at least one protocol is known to all that speak the classic one. */
function canFollow({ members }: ConsumerGroup, { protocolType, protocols }: JoinEvent): boolean {
  const others = [...members.values()].flatMap(({ classic }) =>
    classic === null ? [] : [classic],
  );
  const isKnown = (name: string) =>
    others.every(({ protocols: known }) => known.some((one) => one.name === name));
  return protocolType === CONSUMER_PROTOCOL_TYPE && protocols.some(({ name }) => isKnown(name));
}

function admit(work: ConsumerWork, event: JoinEvent): ConsumerMember | Refusal {
  const subscription = readSubscription(work, event);
  if (isRefusal(subscription)) return subscription;
  const { group } = work;
  const { groupInstanceId: instanceId } = event;
  const isNew = event.memberId === '';
  const memberId = isNew ? event.newMemberId : event.memberId;
  // An id that was given out before is not known here either, so any dynamic one may be new.
  const joins = isNew || instanceId === null;
  const named = instanceId === null ? undefined : group.staticMember(instanceId);
  const before = identify(work, { memberId, instanceId, joins });
  if (isRefusal(before)) return before;
  const member = memberAfter(before, event, subscription);
  const change = updateSubscription(work, before, member);
  if (isRefusal(change)) return change;
  const changed = subscriptionChanged(change);
  const epoch = updateEpoch(work, member, changed);
  if (named?.classic === null && mayBecomeClassic(work, [...membersWith(group, member)])) {
    return joinAsClassic(work, member, { named, epoch, changed, subscription });
  }
  const target = updateTarget(work, member, epoch);
  const { owned } = subscription;
  const moved = reconcileMember(work, member, { target, owned, subscriptionChanged: changed });
  if (!isRefusal(moved)) awaitSync(work, moved, event);
  return moved;
}

/** It replaces the last one of the consumer protocol: the group becomes a classic one with it. */
function joinAsClassic(
  work: ConsumerWork,
  member: ConsumerMember,
  by: {
    readonly named: ConsumerMember;
    readonly epoch: number;
    readonly changed: boolean;
    readonly subscription: ClassicSubscription;
  },
): ConsumerMember | Refusal {
  const { group } = work;
  const replacing = { before: by.named, memberId: member.memberId };
  const isOutdated = group.assignmentEpoch < by.epoch;
  const moved = isOutdated
    ? member
    : reconcileMember(work, member, {
        target: { epoch: group.assignmentEpoch, partitions: group.targetOf(member) },
        owned: by.subscription.owned,
        subscriptionChanged: by.changed,
      });
  if (isRefusal(moved)) return moved;
  const rebalance = isOutdated ? 'its assignment as a consumer group was out of date' : undefined;
  becomeClassic(work, [...membersWith(group, moved)], rebalance, replacing);
  return moved;
}

function readSubscription(
  { context }: ConsumerWork,
  { protocols }: JoinEvent,
): ClassicSubscription | Refusal {
  try {
    return classicSubscription(protocols[0]?.metadata ?? new Uint8Array(0), context.image.topics);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return refusal(
      ErrorCode.UNKNOWN_SERVER_ERROR,
      'Malformed embedded consumer protocol in subscription deserialization.',
    );
  }
}

function memberAfter(
  before: ConsumerMember,
  event: JoinEvent,
  { topicNames, rackId }: ClassicSubscription,
): ConsumerMember {
  const { clientId, clientHost, rebalanceTimeoutMs, sessionTimeoutMs, protocols } = event;
  return {
    ...before,
    instanceId: event.groupInstanceId ?? before.instanceId,
    rackId: rackId ?? before.rackId,
    rebalanceTimeoutMs,
    topicNames,
    pattern: '',
    clientId,
    clientHost,
    classic: { sessionTimeoutMs, protocols },
  };
}

/** It has joined, and has to come for its assignment. */
function awaitSync(work: ConsumerWork, member: ConsumerMember, event: JoinEvent): void {
  work.group.deadlines.cancel(member.memberId, 'join');
  work.touch(member);
  work.await(member, 'sync', event.rebalanceTimeoutMs);
}

/** The member's place, as a generation without a leader that it could take itself for. */
function generationOf({ memberId, memberEpoch, classic }: ConsumerMember): JoinAnswer {
  return {
    errorCode: ErrorCode.NONE,
    memberId,
    generationId: memberEpoch,
    protocolType: CONSUMER_PROTOCOL_TYPE,
    protocolName: classic?.protocols[0]?.name ?? null,
    leader: '',
    skipAssignment: false,
    members: [],
  };
}
