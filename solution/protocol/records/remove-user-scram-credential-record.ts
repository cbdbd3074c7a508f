/**
 * RemoveUserScramCredentialRecord: a user can no longer log in by this SCRAM mechanism.
 */
import { int8, type MessageOf, record, string } from '#protocol/schema.ts';

/** A SCRAM credential was removed. */
export const RemoveUserScramCredentialRecord = record({
  name: 'RemoveUserScramCredentialRecord',
  apiKey: 22,
  versions: '0',
  flexible: '0+',
  fields: {
    name: string('0+', 'The user.'),
    mechanism: int8('0+', '1 SCRAM-SHA-256, 2 SCRAM-SHA-512.'),
  },
});
export type RemoveUserScramCredentialRecord = MessageOf<typeof RemoveUserScramCredentialRecord>;
