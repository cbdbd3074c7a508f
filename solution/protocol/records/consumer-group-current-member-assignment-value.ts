/**
 * ConsumerGroupCurrentMemberAssignmentValue: what a member of a consumer group owns, what it still has
 * to give up, and which epoch it has got to on its way to the target. Without a value it has gone.
 */
import { array, int8, int32, type MessageOf, record, uuid } from '#protocol/schema.ts';

const topicPartitions = {
  topicId: uuid('0+', "The topic's id."),
  partitions: array('0+', int32, 'Its partitions.'),
  assignmentEpochs: array(
    '0+',
    int32,
    { nullable: '0+', tagged: '0+', tag: 0 },
    'For each partition the epoch it was assigned in: an older commit is fenced off.',
  ),
};

/** How far a member is reconciled with its target. */
export const ConsumerGroupCurrentMemberAssignmentValue = record({
  name: 'ConsumerGroupCurrentMemberAssignmentValue',
  apiKey: 8,
  versions: '0',
  flexible: '0+',
  fields: {
    memberEpoch: int32('0+', 'The epoch that the member has to send.'),
    previousMemberEpoch: int32('0+', 'The one before, which it sends if it missed the answer.'),
    state: int8('0+', 'Where it stands: 0 stable, 1 giving up, 2 waiting for others, 127 unknown.'),
    assignedPartitions: array('0+', topicPartitions, 'What it owns, by topic.'),
    partitionsPendingRevocation: array('0+', topicPartitions, 'What it must give up, by topic.'),
  },
});
export type ConsumerGroupCurrentMemberAssignmentValue = MessageOf<
  typeof ConsumerGroupCurrentMemberAssignmentValue
>;
