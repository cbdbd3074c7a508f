/**
 * Topics in requests: by name in old versions, by id in new ones (KIP-516).
 *
 * An id that nobody knows is its own error, so that a client with stale metadata refreshes it
 * instead of reading from a topic that was deleted and made again under the same name.
 */

import type { BrokerServices } from '#broker/broker-services.ts';
import type { Replica } from '#broker/replicas.ts';
import type { MetadataImage } from '#metadata/metadata-image.ts';
import type { TopicImage } from '#metadata/topics-image.ts';
import { ZERO_UUID } from '#metadata/topics-image.ts';
import { ErrorCode } from '#protocol/errors.ts';

/** Finds a topic by its id, or by its name where the id is zero. */
export function findTopic(
  image: MetadataImage,
  { name, topicId }: { readonly name: string; readonly topicId: string },
): TopicImage | undefined {
  return topicId === ZERO_UUID ? image.topics.byName.get(name) : image.topics.byId.get(topicId);
}

/** The error for a topic that `findTopic` did not find. */
export function unknownTopic({ topicId }: { readonly topicId: string }): number {
  return topicId === ZERO_UUID ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.UNKNOWN_TOPIC_ID;
}

/**
 * The replica of a partition that this broker leads, or the error code that says why there is none:
 * the topic is unknown, or one of `Replicas.findLeader`'s.
 */
export function leaderOf(
  { image, replicas }: BrokerServices,
  topic: { readonly name: string; readonly topicId: string },
  partition: number,
  currentLeaderEpoch?: number,
): Replica | number {
  const found = findTopic(image, topic);
  if (found === undefined) return unknownTopic(topic);
  return replicas.findLeader(found, partition, currentLeaderEpoch);
}

/** The same for requests that know topics by name alone. */
export function leaderByName(
  broker: BrokerServices,
  name: string,
  partition: number,
  currentLeaderEpoch?: number,
): Replica | number {
  return leaderOf(broker, { name, topicId: ZERO_UUID }, partition, currentLeaderEpoch);
}
