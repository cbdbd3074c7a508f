/**
 * ConsumerGroupTargetAssignmentMemberValue: what a member of a consumer group is to own once all have
 * given up what they must. Without a value the member has gone.
 */
import { array, int32, type MessageOf, record, uuid } from '#protocol/schema.ts';

/** A member's share of the target assignment. */
export const ConsumerGroupTargetAssignmentMemberValue = record({
  name: 'ConsumerGroupTargetAssignmentMemberValue',
  apiKey: 7,
  versions: '0',
  flexible: '0+',
  fields: {
    topicPartitions: array(
      '0+',
      {
        topicId: uuid('0+', "The topic's id."),
        partitions: array('0+', int32, 'Its partitions.'),
      },
      'The partitions, by topic.',
    ),
  },
});
export type ConsumerGroupTargetAssignmentMemberValue = MessageOf<
  typeof ConsumerGroupTargetAssignmentMemberValue
>;
