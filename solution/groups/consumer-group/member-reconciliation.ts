/**
 * A member's heartbeat takes it a step towards its target (reconciliation.ts), and that is written
 * down. A member that has to give up partitions gets its rebalance timeout to do so.
 */
import {
  type ConsumerMember,
  isReconciledTo,
  standsTheSame,
} from '#groups/consumer-group/consumer-member.ts';
import { currentRecord } from '#groups/consumer-group/consumer-records.ts';
import type { ConsumerWork } from '#groups/consumer-group/consumer-work.ts';
import type { PartitionsByTopic } from '#groups/consumer-group/partitions-by-topic.ts';
import { reconcile, type Target } from '#groups/consumer-group/reconciliation.ts';
import { type Refusal, refusal } from '#groups/consumer-group/refusal.ts';
import { topicsOf } from '#groups/consumer-group/subscription.ts';
import { ErrorCode } from '#protocol/errors.ts';

export interface MemberProgress {
  readonly target: Target;
  /** What the member says it owns; null if it has not said. */
  readonly owned: PartitionsByTopic | null;
  readonly subscriptionChanged: boolean;
}

/** The member after the step. */
export function reconcileMember(
  work: ConsumerWork,
  member: ConsumerMember,
  progress: MemberProgress,
): ConsumerMember | Refusal {
  const { target, subscriptionChanged } = progress;
  if (!subscriptionChanged && isReconciledTo(member, target.epoch)) return member;
  const moved = reconcile(member, {
    ...progress,
    subscribedIds: subscribedIds(work, member),
    ownerOf: (topicId, partition) => work.group.ownerOf(topicId, partition),
  });
  if (moved === undefined) {
    return refusal(
      ErrorCode.FENCED_MEMBER_EPOCH,
      'The consumer group member is in a unknown state. ' +
        'The member must abandon all its partitions and rejoin.',
    );
  }
  if (standsTheSame(member, moved)) return member;
  work.write(currentRecord(work.groupId, moved));
  // One of the classic protocol is watched by when it joins and syncs.
  if (moved.classic === null) awaitRevocation(work, moved);
  return moved;
}

function awaitRevocation(work: ConsumerWork, member: ConsumerMember): void {
  if (member.state === 'unrevoked') work.await(member, 'rebalance', member.rebalanceTimeoutMs);
  else work.group.deadlines.cancel(member.memberId, 'rebalance');
}

function subscribedIds({ group, context }: ConsumerWork, member: ConsumerMember): Set<string> {
  const ids = new Set<string>();
  for (const name of topicsOf(member, group.patterns)) {
    const topic = context.image.topics.byName.get(name);
    if (topic !== undefined) ids.add(topic.id);
  }
  return ids;
}
