/**
 * What a member tells the leader of its classic group: to bytes, and back.
 */
import type { MemberSubscription } from '#clients/assignors/assignor.ts';
import { byTopicThenPartition } from '#clients/partition-order.ts';
import { byTopic, oneByOne } from '#clients/partitions-by-topic.ts';
import { decodeSubscription, encodeSubscription } from '#protocol/consumer-protocol.ts';

/** In Kafka's order: the same subscription is always the same bytes, which tells what is new. */
export function writeSubscription(
  subscription: Omit<MemberSubscription, 'groupInstanceId'>,
): Uint8Array {
  const { topics, userData, ownedPartitions, generationId, rackId } = subscription;
  return encodeSubscription({
    topics: topics.toSorted(),
    userData,
    ownedPartitions: byTopic(ownedPartitions.toSorted(byTopicThenPartition)),
    generationId,
    rackId,
  });
}

/**
 * @param groupInstanceId what the broker tells of the member beside the bytes.
 * @throws DecodeError where the bytes are no subscription.
 */
export function readSubscription(
  bytes: Uint8Array,
  groupInstanceId: string | null,
): MemberSubscription {
  const { topics, userData, ownedPartitions, generationId, rackId } = decodeSubscription(bytes);
  return {
    topics,
    userData,
    ownedPartitions: oneByOne(ownedPartitions),
    generationId: Math.max(generationId, -1),
    rackId: rackId || null,
    groupInstanceId,
  };
}
