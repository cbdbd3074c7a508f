/**
 * A classic group becomes a consumer group, when the first member of the consumer protocol joins it
 * (group.consumer.migration.policy). Nobody has to stop: what the leader has assigned is the target,
 * and what members own, in an epoch that is the generation. The newcomer then changes the target, and
 * the others give up partitions one by one as it needs them.
 */
import type { ClassicGroup } from '#groups/classic-group.ts';
import { type ClassicMember, metadataOf } from '#groups/classic-member.ts';
import {
  classicAssignment,
  classicSubscription,
} from '#groups/consumer-group/classic-subscription.ts';
import { ConsumerGroup } from '#groups/consumer-group/consumer-group.ts';
import type { ConsumerContext } from '#groups/consumer-group/consumer-group-event.ts';
import { type ConsumerMember, newMember } from '#groups/consumer-group/consumer-member.ts';
import { metadataHash } from '#groups/consumer-group/metadata-hash.ts';
import { sinceEpoch } from '#groups/consumer-group/partitions-by-topic.ts';
import { type Refusal, refusal } from '#groups/consumer-group/refusal.ts';
import { subscribedTopics } from '#groups/consumer-group/subscription.ts';
import type { Now } from '#groups/group-event.ts';
import { CONSUMER_PROTOCOL_TYPE } from '#protocol/consumer-protocol.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { DecodeError } from '#protocol/wire-error.ts';

/** The consumer group that the classic one becomes; or why it stays one. */
export function fromClassicGroup(
  classic: ClassicGroup,
  now: Now,
  context: ConsumerContext,
): ConsumerGroup | Refusal {
  const reason = whyNot(classic, context);
  if (reason !== undefined) return refused(classic, reason);
  const group = new ConsumerGroup(classic.groupId);
  group.epoch = classic.generationId;
  group.assignmentEpoch = classic.generationId;
  try {
    for (const member of classic.members.values()) {
      if (!addMember(group, classic, member, context)) {
        return refused(
          classic,
          'an unsupported custom assignor is in use. Please refer to the documentation or switch ' +
            'to a default assignor before re-attempting the upgrade',
        );
      }
      const atMs = now.monotonicMs + member.sessionTimeoutMs;
      const { memberId } = member;
      group.deadlines.set({ memberId, kind: 'session', atMs, memberEpoch: group.epoch });
    }
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return refused(classic, 'the embedded consumer protocol is malformed');
  }
  const topics = subscribedTopics(group.members.values(), group.patterns);
  group.metadataHash = metadataHash(topics, context.image);
  return group;
}

function whyNot(classic: ClassicGroup, { settings }: ConsumerContext): string | undefined {
  if (!settings.migration.upgrade) return 'online upgrade is disabled';
  if (classic.protocolType !== CONSUMER_PROTOCOL_TYPE) {
    return 'the group does not use the consumer embedded protocol';
  }
  return classic.members.size > settings.maxSize
    ? 'the group size exceeds the consumer group maximum size'
    : undefined;
}

/** False where the member's assignment says more than partitions. */
function addMember(
  group: ConsumerGroup,
  classic: ClassicGroup,
  member: ClassicMember,
  { image }: ConsumerContext,
): boolean {
  const target = classicAssignment(member.assignment, image.topics);
  if (target === undefined) return false;
  // In a first rebalance no protocol is chosen yet; all of them say the same of the subscription.
  const protocolName = classic.protocolName ?? member.protocols[0]?.name;
  const metadata = metadataOf(member, protocolName);
  const { topicNames, rackId } = classicSubscription(metadata, image.topics);
  const converted: ConsumerMember = {
    ...newMember(member.memberId),
    memberEpoch: group.epoch,
    previousMemberEpoch: group.epoch,
    instanceId: member.groupInstanceId,
    rackId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    topicNames,
    assigned: sinceEpoch(target, group.epoch),
    classic: { sessionTimeoutMs: member.sessionTimeoutMs, protocols: member.protocols },
  };
  group.setTarget(member.memberId, target);
  group.setMember(converted);
  return true;
}

function refused({ groupId }: ClassicGroup, reason: string): Refusal {
  return refusal(
    ErrorCode.GROUP_ID_NOT_FOUND,
    `Cannot upgrade classic group ${groupId} to consumer group because ${reason}.`,
  );
}
