/**
 * ConsumerGroupTargetAssignmentMetadataValue: the target assignment of a consumer group is complete. It
 * is written after the members' shares of it, so whoever finds it has them all.
 */
import { int32, int64, type MessageOf, record } from '#protocol/schema.ts';

/** Which group epoch the members' targets are made for. */
export const ConsumerGroupTargetAssignmentMetadataValue = record({
  name: 'ConsumerGroupTargetAssignmentMetadataValue',
  apiKey: 6,
  versions: '0',
  flexible: '0+',
  fields: {
    assignmentEpoch: int32('0+', 'The group epoch that the assignment was made for.'),
    assignmentTimestamp: int64(
      '0+',
      { tagged: '0+', tag: 0, default: 0, ignorable: true },
      'When it was made, in milliseconds since the epoch, 0 if unknown (KIP-1263).',
    ),
  },
});
export type ConsumerGroupTargetAssignmentMetadataValue = MessageOf<
  typeof ConsumerGroupTargetAssignmentMetadataValue
>;
