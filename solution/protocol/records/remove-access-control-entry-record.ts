/**
 * RemoveAccessControlEntryRecord: a rule about who may do what was taken back.
 */
import { type MessageOf, record, uuid } from '#protocol/schema.ts';

/** An ACL was removed. */
export const RemoveAccessControlEntryRecord = record({
  name: 'RemoveAccessControlEntryRecord',
  apiKey: 19,
  versions: '0',
  flexible: '0+',
  fields: {
    id: uuid('0+', 'The id of the rule.'),
  },
});
export type RemoveAccessControlEntryRecord = MessageOf<typeof RemoveAccessControlEntryRecord>;
