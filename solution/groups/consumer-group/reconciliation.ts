/**
 * One step of a member towards its target. A partition must never have two owners, so it goes from
 * one member to the other in three steps, each of which a heartbeat confirms:
 *
 *     A: stable {1,2}       target {1}      the coordinator tells A to own {1} only
 *     A: unrevoked {1}, giving up {2}       A stays in its epoch; B, in the new one, waits
 *     A: stable {1}                         A's heartbeat no longer names 2: A is in the new epoch
 *     B: unreleased {} ──► stable {2}       2 is free, and the next heartbeat of B gets it
 *
 *     stable, unreleased ──► unrevoked ──► unreleased ──► stable
 *                                └──────────────────────────┘
 *
 * What a member is not subscribed to any more is taken from its target at once, without waiting for
 * the next computation.
 */
import type { ConsumerMember } from '#groups/consumer-group/consumer-member.ts';
import {
  type EpochsByTopic,
  hasPartition,
  NO_EPOCHS,
  type PartitionsByTopic,
} from '#groups/consumer-group/partitions-by-topic.ts';

/** The target of a member, and the epoch that it is the target of. */
export interface Target {
  readonly epoch: number;
  readonly partitions: PartitionsByTopic;
}

export interface Reconciliation {
  readonly target: Target;
  /** What the member says it owns; null if it has not said. */
  readonly owned: PartitionsByTopic | null;
  /** Whether it has changed its subscription with this heartbeat. */
  readonly subscriptionChanged: boolean;
  /** The ids of the topics that it is subscribed to. */
  readonly subscribedIds: ReadonlySet<string>;
  /** Who owns a partition, or has not given it up yet. */
  readonly ownerOf: (topicId: string, partition: number) => string | undefined;
}

/** The member after the step; the same one if it can't go on; undefined if it has to start anew. */
export function reconcile(member: ConsumerMember, by: Reconciliation): ConsumerMember | undefined {
  switch (member.state) {
    case 'stable':
      if (member.memberEpoch !== by.target.epoch) return towardsTarget(member, by);
      return by.subscriptionChanged ? withoutUnsubscribed(member, by) : member;
    case 'unrevoked':
      if (!ownsAnyOf(member.pendingRevocation, by.owned)) return towardsTarget(member, by);
      return by.subscriptionChanged ? withoutUnsubscribed(member, by) : member;
    case 'unreleased':
      return towardsTarget(member, by);
    case 'unknown':
      // Only if it owns nothing it is certain what it may be given.
      return by.owned?.size === 0 ? towardsTarget(member, by, by.target.epoch) : undefined;
  }
}

function towardsTarget(
  member: ConsumerMember,
  by: Reconciliation,
  epochMeanwhile = member.memberEpoch,
): ConsumerMember {
  const target = new Map(
    [...by.target.partitions].filter(([topicId]) => by.subscribedIds.has(topicId)),
  );
  const kept = filterOwned(member.assigned, (id, partition) => hasPartition(target, id, partition));
  const lost = filterOwned(
    member.assigned,
    (id, partition) => !hasPartition(target, id, partition),
  );
  if (ownsAnyOf(lost, by.owned)) {
    return moved(member, epochMeanwhile, {
      state: 'unrevoked',
      assigned: kept,
      pendingRevocation: lost,
    });
  }
  const { assigned, isWaiting } = withFree(member, kept, target, by);
  return moved(member, by.target.epoch, {
    state: isWaiting ? 'unreleased' : 'stable',
    assigned,
    pendingRevocation: NO_EPOCHS,
  });
}

/** What it keeps, and what else of its target nobody owns; some of it may still be owned. */
function withFree(
  member: ConsumerMember,
  kept: EpochsByTopic,
  target: PartitionsByTopic,
  by: Reconciliation,
): { readonly assigned: EpochsByTopic; readonly isWaiting: boolean } {
  const assigned = new Map([...kept].map(([topicId, epochs]) => [topicId, new Map(epochs)]));
  let isWaiting = false;
  for (const [topicId, partitions] of target) {
    for (const partition of partitions) {
      if (hasPartition(kept, topicId, partition)) continue;
      const owner = by.ownerOf(topicId, partition);
      // What it has just given up itself is free for it.
      const isOwn = hasPartition(member.pendingRevocation, topicId, partition);
      if (owner !== undefined && !isOwn) {
        isWaiting = true;
        continue;
      }
      const epochs = assigned.get(topicId) ?? new Map<number, number>();
      assigned.set(topicId, epochs.set(partition, by.target.epoch));
    }
  }
  return { assigned, isWaiting };
}

/** The short way: only what it is not subscribed to any more goes. */
function withoutUnsubscribed(member: ConsumerMember, by: Reconciliation): ConsumerMember {
  const kept = filterOwned(member.assigned, (topicId) => by.subscribedIds.has(topicId));
  if (kept.size === member.assigned.size) return member;
  const lost = filterOwned(member.assigned, (topicId) => !by.subscribedIds.has(topicId));
  const pending = new Map(member.pendingRevocation);
  for (const [topicId, epochs] of lost) {
    pending.set(topicId, new Map([...(pending.get(topicId) ?? []), ...epochs]));
  }
  return ownsAnyOf(pending, by.owned)
    ? moved(member, member.memberEpoch, {
        state: 'unrevoked',
        assigned: kept,
        pendingRevocation: pending,
      })
    : moved(member, member.memberEpoch, { assigned: kept });
}

/** Whether the member still owns any of them: as long as it has not said, it may. */
function ownsAnyOf(partitions: EpochsByTopic, owned: PartitionsByTopic | null): boolean {
  if (partitions.size === 0) return false;
  if (owned === null) return true;
  for (const [topicId, indexes] of owned) {
    for (const index of indexes) if (hasPartition(partitions, topicId, index)) return true;
  }
  return false;
}

function moved(
  member: ConsumerMember,
  memberEpoch: number,
  change: Partial<ConsumerMember>,
): ConsumerMember {
  return { ...member, ...change, memberEpoch, previousMemberEpoch: member.memberEpoch };
}

function filterOwned(
  owned: EpochsByTopic,
  keep: (topicId: string, partition: number) => boolean,
): EpochsByTopic {
  const left = new Map<string, ReadonlyMap<number, number>>();
  for (const [topicId, epochs] of owned) {
    const kept = new Map([...epochs].filter(([partition]) => keep(topicId, partition)));
    if (kept.size > 0) left.set(topicId, kept);
  }
  return left;
}
