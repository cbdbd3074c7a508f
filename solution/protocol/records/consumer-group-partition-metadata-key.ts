/**
 * ConsumerGroupPartitionMetadataKey: the key of the topics that a consumer group saw, as brokers before
 * Kafka 4.1 wrote it. Newer ones keep a digest in the group's own record, and only delete these.
 * On disk the two bytes 0 and 4 stand before it.
 */
import { type MessageOf, record, string } from '#protocol/schema.ts';

/** Which group. */
export const ConsumerGroupPartitionMetadataKey = record({
  name: 'ConsumerGroupPartitionMetadataKey',
  apiKey: 4,
  versions: '0',
  flexible: 'none',
  fields: {
    groupId: string('0', 'The group.'),
  },
});
export type ConsumerGroupPartitionMetadataKey = MessageOf<typeof ConsumerGroupPartitionMetadataKey>;
