/**
 * The group's epoch: it counts every change after which the work may have to be shared otherwise. Who
 * counts it on does not compute the new target yet; that is a matter of the next heartbeats.
 *
 * A group also looks at the topics whenever the cluster's are others than those it has last seen. One
 * number stands for all that matters of them (metadata-hash.ts).
 */
import type { ConsumerMember } from '#groups/consumer-group/consumer-member.ts';
import { epochRecord, topicsTombstone } from '#groups/consumer-group/consumer-records.ts';
import type { ConsumerWork } from '#groups/consumer-group/consumer-work.ts';
import { metadataHash } from '#groups/consumer-group/metadata-hash.ts';
import { membersWith, subscribedTopics } from '#groups/consumer-group/subscription.ts';

/**
 * Counts the epoch on, if the change of a member asks for it (`bump`) or the topics have changed;
 * gives the epoch that the group is in then.
 */
export function updateEpoch(work: ConsumerWork, changed: ConsumerMember, bump: boolean): number {
  const { group, groupId, context } = work;
  const hasLooked = group.topicsSeen === context.image.topics;
  if (!bump && hasLooked) return group.epoch;
  group.topicsSeen = context.image.topics;
  const topics = subscribedTopics(membersWith(group, changed), group.patterns);
  const hash = metadataHash(topics, context.image);
  const mustCount = bump || hash !== group.metadataHash;
  const epoch = mustCount ? nextEpoch(work, hash) : group.epoch;
  if (group.hasTopicsRecord) work.write(topicsTombstone(groupId));
  return epoch;
}

/** Counts the epoch on; gives the new one. */
export function nextEpoch(work: ConsumerWork, hash: bigint): number {
  const { group, groupId } = work;
  const epoch = group.epoch + 1;
  work.write(epochRecord(groupId, epoch, hash));
  work.note(`is in epoch ${epoch}`);
  return epoch;
}
