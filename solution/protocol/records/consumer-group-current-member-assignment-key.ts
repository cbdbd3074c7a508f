/**
 * ConsumerGroupCurrentMemberAssignmentKey: the key of what a member of a consumer group owns. On disk
 * the two bytes 0 and 8 stand before it.
 */
import { type MessageOf, record, string } from '#protocol/schema.ts';

/** Which member, of which group. */
export const ConsumerGroupCurrentMemberAssignmentKey = record({
  name: 'ConsumerGroupCurrentMemberAssignmentKey',
  apiKey: 8,
  versions: '0',
  flexible: 'none',
  fields: {
    groupId: string('0', 'The group.'),
    memberId: string('0', 'The member.'),
  },
});
export type ConsumerGroupCurrentMemberAssignmentKey = MessageOf<
  typeof ConsumerGroupCurrentMemberAssignmentKey
>;
