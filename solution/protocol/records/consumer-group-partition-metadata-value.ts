/**
 * ConsumerGroupPartitionMetadataValue: the topics that a consumer group saw when its epoch was counted
 * last. Written by brokers before Kafka 4.1 (KIP-1101).
 */
import { array, int32, type MessageOf, record, string, uuid } from '#protocol/schema.ts';

/** What a group knew of its topics. */
export const ConsumerGroupPartitionMetadataValue = record({
  name: 'ConsumerGroupPartitionMetadataValue',
  apiKey: 4,
  versions: '0',
  flexible: '0+',
  fields: {
    topics: array(
      '0+',
      {
        topicId: uuid('0+', "The topic's id."),
        topicName: string('0+', "The topic's name."),
        numPartitions: int32('0+', 'How many partitions it had.'),
        partitionMetadata: array(
          '0+',
          {
            partition: int32('0+', 'The partition.'),
            racks: array('0+', string, 'The racks that held its replicas.'),
          },
          'Where its partitions stood, empty if unknown. No longer used.',
        ),
      },
      'The topics.',
    ),
  },
});
export type ConsumerGroupPartitionMetadataValue = MessageOf<
  typeof ConsumerGroupPartitionMetadataValue
>;
