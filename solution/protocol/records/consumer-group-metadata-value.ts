/**
 * ConsumerGroupMetadataValue: the epoch of a consumer group, written whenever its members, their
 * subscriptions or the topics they subscribe to have changed. Without a value the group is gone.
 */
import { bits64, int32, type MessageOf, record } from '#protocol/schema.ts';

/** How far a group's changes have been counted. */
export const ConsumerGroupMetadataValue = record({
  name: 'ConsumerGroupMetadataValue',
  apiKey: 3,
  versions: '0',
  flexible: '0+',
  fields: {
    epoch: int32('0+', "The group's epoch."),
    metadataHash: bits64(
      '0+',
      { tagged: '0+', tag: 0, default: 0n },
      'A digest of all subscribed topics: another one means another assignment (KIP-1101).',
    ),
  },
});
export type ConsumerGroupMetadataValue = MessageOf<typeof ConsumerGroupMetadataValue>;
