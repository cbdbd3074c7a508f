/**
 * `__consumer_offsets`: made when the first client asks who coordinates its group (Kafka does so
 * too), and laid out by the offsets.topic.* keys. It is compacted, so it holds the newest record of
 * each key and does not grow with the commits.
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import { OFFSETS_TOPIC } from '#groups/group-partition.ts';
import type { TopicImage } from '#metadata/topics-image.ts';
import { ErrorCode } from '#protocol/errors.ts';

const CREATION_TIMEOUT_MS = 30_000;

/** The topic; undefined where there is none and none can be made, which the log tells. */
export async function offsetsTopic(broker: BrokerServices): Promise<TopicImage | undefined> {
  const known = broker.image.topics.byName.get(OFFSETS_TOPIC);
  if (known !== undefined) return known;
  const { config } = broker;
  const { topics } = await broker.controller.createTopics({
    topics: [
      {
        name: OFFSETS_TOPIC,
        numPartitions: config.get('offsets.topic.num.partitions'),
        replicationFactor: config.get('offsets.topic.replication.factor'),
        assignments: [],
        configs: [
          { name: 'cleanup.policy', value: 'compact' },
          { name: 'compression.type', value: 'producer' },
          { name: 'segment.bytes', value: String(config.get('offsets.topic.segment.bytes')) },
        ],
      },
    ],
    timeoutMs: CREATION_TIMEOUT_MS,
    validateOnly: false,
  });
  for (const { errorCode, errorMessage } of topics) {
    if (errorCode === ErrorCode.NONE || errorCode === ErrorCode.TOPIC_ALREADY_EXISTS) continue;
    broker.env.log.warn('groups cannot be coordinated: their topic cannot be created', {
      topic: OFFSETS_TOPIC,
      reason: errorMessage,
      see: 'offsets.topic.replication.factor, offsets.topic.num.partitions',
    });
  }
  return broker.image.topics.byName.get(OFFSETS_TOPIC);
}
