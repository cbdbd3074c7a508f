/**
 * ConsumerGroupMetadataKey: the key of a consumer group's epoch in `__consumer_offsets` (KIP-848). On
 * disk the two bytes 0 and 3 stand before it.
 */
import { type MessageOf, record, string } from '#protocol/schema.ts';

/** Which group. */
export const ConsumerGroupMetadataKey = record({
  name: 'ConsumerGroupMetadataKey',
  apiKey: 3,
  versions: '0',
  flexible: 'none',
  fields: {
    groupId: string('0', 'The group.'),
  },
});
export type ConsumerGroupMetadataKey = MessageOf<typeof ConsumerGroupMetadataKey>;
