/**
 * RemoveDelegationTokenRecord: a delegation token has expired or was taken back.
 */
import { type MessageOf, record, string } from '#protocol/schema.ts';

/** A delegation token was removed. */
export const RemoveDelegationTokenRecord = record({
  name: 'RemoveDelegationTokenRecord',
  apiKey: 26,
  versions: '0',
  flexible: '0+',
  fields: {
    tokenId: string('0+', "The token's id."),
  },
});
export type RemoveDelegationTokenRecord = MessageOf<typeof RemoveDelegationTokenRecord>;
