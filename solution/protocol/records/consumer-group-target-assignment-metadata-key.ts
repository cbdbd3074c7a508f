/**
 * ConsumerGroupTargetAssignmentMetadataKey: the key of a consumer group's target assignment as a
 * whole. On disk the two bytes 0 and 6 stand before it.
 */
import { type MessageOf, record, string } from '#protocol/schema.ts';

/** Which group. */
export const ConsumerGroupTargetAssignmentMetadataKey = record({
  name: 'ConsumerGroupTargetAssignmentMetadataKey',
  apiKey: 6,
  versions: '0',
  flexible: 'none',
  fields: {
    groupId: string('0', 'The group.'),
  },
});
export type ConsumerGroupTargetAssignmentMetadataKey = MessageOf<
  typeof ConsumerGroupTargetAssignmentMetadataKey
>;
