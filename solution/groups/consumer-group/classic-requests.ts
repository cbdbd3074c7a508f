/**
 * SyncGroup, Heartbeat and LeaveGroup of members that speak the classic protocol, in a consumer group.
 *
 * Such a member takes its steps only when it joins. So wherever it could take one, its heartbeat is
 * answered by REBALANCE_IN_PROGRESS, and then it has its rebalance timeout to join again.
 */
import { NO_ASSIGNMENT } from '#groups/classic-member.ts';
import { encodeClassicAssignment } from '#groups/consumer-group/classic-subscription.ts';
import type { ConsumerGroup } from '#groups/consumer-group/consumer-group.ts';
import type { ClassicJoin, ConsumerMember } from '#groups/consumer-group/consumer-member.ts';
import type { ConsumerWork } from '#groups/consumer-group/consumer-work.ts';
import { knownMember } from '#groups/consumer-group/identification.ts';
import { removeMembers } from '#groups/consumer-group/member-removal.ts';
import { hasPartition } from '#groups/consumer-group/partitions-by-topic.ts';
import { isRefusal } from '#groups/consumer-group/refusal.ts';
import type {
  HeartbeatEvent,
  LeaveAnswer,
  LeaveEvent,
  MemberIdentity,
  SyncEvent,
} from '#groups/group-event.ts';
import { syncError } from '#groups/group-work.ts';
import { CONSUMER_PROTOCOL_TYPE } from '#protocol/consumer-protocol.ts';
import { ErrorCode } from '#protocol/errors.ts';

type ClassicMember = ConsumerMember & { readonly classic: ClassicJoin };

export function syncClassic(work: ConsumerWork, event: SyncEvent): void {
  const { requestId, protocolType, protocolName } = event;
  const member = classicMemberOf(work.group, event);
  const errorCode = typeof member === 'number' ? member : checkSync(work, member, event);
  if (typeof member === 'number' || errorCode !== ErrorCode.NONE) {
    work.refuse(requestId, syncError(errorCode));
    return;
  }
  work.group.deadlines.cancel(member.memberId, 'sync');
  work.touch(member);
  const [protocol] = member.classic.protocols;
  const { topics } = work.context.image;
  const assignment = encodeClassicAssignment(
    member.assigned,
    protocol?.metadata ?? NO_ASSIGNMENT,
    topics,
  );
  const answer = { errorCode, protocolType, protocolName, assignment };
  work.answer({ requestId, answer, failure: syncError });
}

export function heartbeatClassic(work: ConsumerWork, event: HeartbeatEvent): void {
  const member = classicMemberOf(work.group, event);
  const answer = (errorCode: number) =>
    work.answer({
      requestId: event.requestId,
      answer: { errorCode },
      failure: (other) => ({ errorCode: other }),
    });
  if (typeof member === 'number') {
    answer(member);
    return;
  }
  work.touch(member);
  const mustJoin = canGoOn(work.group, member);
  if (mustJoin) awaitJoin(work, member);
  answer(mustJoin ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE);
}

/** Members of both protocols can be sent away like this; each by itself, then all at once. */
export function leaveClassic(work: ConsumerWork, event: LeaveEvent): void {
  const gone = new Map<string, ConsumerMember>();
  const members = event.members.map(({ memberId, groupInstanceId }) => {
    const member = leavingMember(work.group, { memberId, groupInstanceId });
    if (typeof member !== 'number') gone.set(member.memberId, member);
    const errorCode = typeof member === 'number' ? member : ErrorCode.NONE;
    return { memberId, groupInstanceId, errorCode };
  });
  removeMembers(work, [...gone.values()], `members leave: ${[...gone.keys()].join(', ')}`);
  const answer: LeaveAnswer = { errorCode: ErrorCode.NONE, members };
  const failure = (errorCode: number): LeaveAnswer => ({ errorCode, members: [] });
  work.answer({ requestId: event.requestId, answer, failure });
}

/** A member of the classic protocol in the generation that it names; or an error code. */
function classicMemberOf(
  group: ConsumerGroup,
  event: MemberIdentity & { readonly generationId: number },
): ClassicMember | number {
  const { memberId, groupInstanceId, generationId } = event;
  const member = knownMember(group, { memberId, instanceId: groupInstanceId });
  if (isRefusal(member)) return member.errorCode;
  const { classic } = member;
  if (classic === null) return ErrorCode.UNKNOWN_MEMBER_ID;
  if (generationId !== member.memberEpoch) return ErrorCode.ILLEGAL_GENERATION;
  return { ...member, classic };
}

function checkSync(work: ConsumerWork, member: ClassicMember, event: SyncEvent): number {
  const { protocolType, protocolName } = event;
  const agrees =
    (protocolType === null || protocolType === CONSUMER_PROTOCOL_TYPE) &&
    (protocolName === null || protocolName === member.classic.protocols[0]?.name);
  if (!agrees) return ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
  // Who gives up partitions has joined already, and joins again when it has given them up.
  const isBehind = work.group.assignmentEpoch > member.memberEpoch && member.state !== 'unrevoked';
  if (!isBehind) return ErrorCode.NONE;
  awaitJoin(work, member);
  return ErrorCode.REBALANCE_IN_PROGRESS;
}

/** There is a new target, or partitions to give up, or all that it waits for is free. */
function canGoOn(group: ConsumerGroup, member: ConsumerMember): boolean {
  if (member.memberEpoch < group.assignmentEpoch || member.state === 'unrevoked') return true;
  return member.state === 'unreleased' && !isAnythingOwned(group, member);
}

function isAnythingOwned(group: ConsumerGroup, member: ConsumerMember): boolean {
  for (const [topicId, partitions] of group.targetOf(member)) {
    for (const partition of partitions) {
      if (hasPartition(member.assigned, topicId, partition)) continue;
      if (group.ownerOf(topicId, partition) !== undefined) return true;
    }
  }
  return false;
}

function awaitJoin({ group, now }: ConsumerWork, member: ConsumerMember): void {
  const { memberId, memberEpoch, rebalanceTimeoutMs } = member;
  const atMs = now.monotonicMs + rebalanceTimeoutMs;
  group.deadlines.setIfAbsent({ memberId, kind: 'join', atMs, memberEpoch });
}

/** An administrator knows a static member by its name alone. */
function leavingMember(
  group: ConsumerGroup,
  { memberId, groupInstanceId: instanceId }: MemberIdentity,
): ConsumerMember | number {
  const byName =
    memberId === '' && instanceId !== null ? group.staticMember(instanceId) : undefined;
  const member = byName ?? knownMember(group, { memberId, instanceId });
  return isRefusal(member) ? member.errorCode : member;
}
