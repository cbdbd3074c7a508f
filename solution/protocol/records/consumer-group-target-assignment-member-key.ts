/**
 * ConsumerGroupTargetAssignmentMemberKey: the key of a member's share of its group's target
 * assignment. On disk the two bytes 0 and 7 stand before it.
 */
import { type MessageOf, record, string } from '#protocol/schema.ts';

/** Whose share, in which group. */
export const ConsumerGroupTargetAssignmentMemberKey = record({
  name: 'ConsumerGroupTargetAssignmentMemberKey',
  apiKey: 7,
  versions: '0',
  flexible: 'none',
  fields: {
    groupId: string('0', 'The group.'),
    memberId: string('0', 'The member.'),
  },
});
export type ConsumerGroupTargetAssignmentMemberKey = MessageOf<
  typeof ConsumerGroupTargetAssignmentMemberKey
>;
