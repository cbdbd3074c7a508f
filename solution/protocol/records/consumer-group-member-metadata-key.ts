/**
 * ConsumerGroupMemberMetadataKey: the key of a member of a consumer group in `__consumer_offsets`. On
 * disk the two bytes 0 and 5 stand before it.
 */
import { type MessageOf, record, string } from '#protocol/schema.ts';

/** Which member, of which group. */
export const ConsumerGroupMemberMetadataKey = record({
  name: 'ConsumerGroupMemberMetadataKey',
  apiKey: 5,
  versions: '0',
  flexible: 'none',
  fields: {
    groupId: string('0', 'The group.'),
    memberId: string('0', 'The member.'),
  },
});
export type ConsumerGroupMemberMetadataKey = MessageOf<typeof ConsumerGroupMemberMetadataKey>;
