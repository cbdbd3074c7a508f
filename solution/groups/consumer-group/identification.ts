/**
 * Which member does a request come from, and may it go on?
 *
 *     no static name   the id decides; who joins with an unknown one becomes a member
 *     a static name    new: becomes a member. Known, and joining: takes the place of the process
 *                      before it, with all that is assigned to it, if that one has left for a while
 *                      (or if one of the two speaks the classic protocol, which has no way to say so).
 *                      Known, and not joining: the id has to be its current one
 *
 * A member must not act on an epoch that is over: it may believe that it owns what others own by
 * now. One that has missed only the last answer is let in, if it owns nothing but what it should.
 */
import type { ConsumerGroup } from '#groups/consumer-group/consumer-group.ts';
import {
  AWAY_EPOCH,
  type ConsumerMember,
  JOINING_EPOCH,
  newMember,
} from '#groups/consumer-group/consumer-member.ts';
import {
  currentRecord,
  memberRecord,
  memberTombstones,
  targetRecord,
} from '#groups/consumer-group/consumer-records.ts';
import type { ConsumerWork } from '#groups/consumer-group/consumer-work.ts';
import {
  hasPartition,
  NO_PARTITIONS,
  type PartitionsByTopic,
} from '#groups/consumer-group/partitions-by-topic.ts';
import { isRefusal, type Refusal, refusal } from '#groups/consumer-group/refusal.ts';
import { ErrorCode } from '#protocol/errors.ts';

/** Who a request says it comes from. */
export interface Claim {
  readonly memberId: string;
  readonly instanceId: string | null;
  /** Whether the member may be a new one. */
  readonly joins: boolean;
  /** What a member of the consumer protocol says of itself; one of the classic protocol does not. */
  readonly epoch?: { readonly memberEpoch: number; readonly owned: PartitionsByTopic | null };
}

/** The member; a new one where it joins. Writes what a change of its id means. */
export function identify(work: ConsumerWork, claim: Claim): ConsumerMember | Refusal {
  const { instanceId } = claim;
  return instanceId === null ? dynamicMember(work, claim) : staticMember(work, claim, instanceId);
}

/** The member of a request that does not join, whatever protocol it speaks. */
export function knownMember(
  group: ConsumerGroup,
  { memberId, instanceId }: Pick<Claim, 'memberId' | 'instanceId'>,
): ConsumerMember | Refusal {
  if (instanceId === null) return group.members.get(memberId) ?? unknownMember(group, memberId);
  const member = group.staticMember(instanceId);
  if (member === undefined) {
    return refusal(ErrorCode.UNKNOWN_MEMBER_ID, `Instance id ${instanceId} is unknown.`);
  }
  if (member.memberId === memberId) return member;
  const which = `Static member ${memberId} with instance id ${instanceId}`;
  return refusal(ErrorCode.FENCED_INSTANCE_ID, `${which} was fenced by member ${member.memberId}.`);
}

/** Whether there is room for one more (group.consumer.max.size). */
export function checkRoom({ group, context }: ConsumerWork, memberId: string): Refusal | undefined {
  const { maxSize } = context.settings;
  if (group.members.size < maxSize || group.members.has(memberId)) return undefined;
  return refusal(
    ErrorCode.GROUP_MAX_SIZE_REACHED,
    `The consumer group has reached its maximum capacity of ${maxSize} members.`,
  );
}

function dynamicMember(work: ConsumerWork, claim: Claim): ConsumerMember | Refusal {
  const { memberId, joins } = claim;
  const known = work.group.members.get(memberId);
  if (known === undefined && !joins) return unknownMember(work.group, memberId);
  const member = known ?? newMember(memberId);
  return checkEpoch(member, claim) ?? member;
}

function staticMember(
  work: ConsumerWork,
  claim: Claim,
  instanceId: string,
): ConsumerMember | Refusal {
  const { group } = work;
  const before = group.staticMember(instanceId);
  if (!claim.joins) {
    const member = knownMember(group, claim);
    return isRefusal(member) ? member : (checkEpoch(member, claim) ?? member);
  }
  if (before === undefined) return group.members.get(claim.memberId) ?? newMember(claim.memberId);
  const isReleased = before.memberEpoch === AWAY_EPOCH;
  const bothCouldSay = claim.epoch !== undefined && before.classic === null;
  if (bothCouldSay && !isReleased) return unreleased(claim.memberId, instanceId, before);
  return replaceMember(work, before, claim.memberId);
}

/** The same name, another process: it has all that the one before had, in no epoch yet. */
function replaceMember(
  work: ConsumerWork,
  before: ConsumerMember,
  memberId: string,
): ConsumerMember {
  const { group, groupId } = work;
  const member = {
    ...before,
    memberId,
    memberEpoch: JOINING_EPOCH,
    previousMemberEpoch: JOINING_EPOCH,
  };
  const target = group.targets.get(before.memberId) ?? NO_PARTITIONS;
  work.write(
    ...memberTombstones(groupId, before.memberId),
    memberRecord(groupId, member),
    targetRecord(groupId, memberId, target),
    currentRecord(groupId, member),
  );
  work.note(`static member ${before.instanceId} is back, now as ${memberId}`);
  return member;
}

function checkEpoch(member: ConsumerMember, { epoch }: Claim): Refusal | undefined {
  if (epoch === undefined) return undefined;
  const { memberEpoch, owned } = epoch;
  if (memberEpoch === JOINING_EPOCH || memberEpoch === member.memberEpoch) return undefined;
  const isAhead = memberEpoch > member.memberEpoch;
  const missedAnAnswer =
    !isAhead && memberEpoch === member.previousMemberEpoch && ownsOnlyItsOwn(member, owned);
  if (missedAnAnswer) return undefined;
  return refusal(
    ErrorCode.FENCED_MEMBER_EPOCH,
    `The consumer group member has a ${isAhead ? 'greater' : 'smaller'} member epoch ` +
      `(${memberEpoch}) than the one known by the group coordinator (${member.memberEpoch}). ` +
      'The member must abandon all its partitions and rejoin.',
  );
}

function ownsOnlyItsOwn({ assigned }: ConsumerMember, owned: PartitionsByTopic | null): boolean {
  if (owned === null) return false;
  return [...owned].every(([topicId, partitions]) =>
    [...partitions].every((partition) => hasPartition(assigned, topicId, partition)),
  );
}

function unknownMember({ groupId }: ConsumerGroup, memberId: string): Refusal {
  return refusal(
    ErrorCode.UNKNOWN_MEMBER_ID,
    `Member ${memberId} is not a member of group ${groupId}.`,
  );
}

function unreleased(memberId: string, instanceId: string, before: ConsumerMember): Refusal {
  return refusal(
    ErrorCode.UNRELEASED_INSTANCE_ID,
    `Static member ${memberId} with instance id ${instanceId} cannot join the group because ` +
      `the instance id is owned by ${before.memberId} member.`,
  );
}
