/**
 * DelegationTokenRecord: a delegation token was issued or renewed (KIP-48). A token lets a worker
 * log in on behalf of its owner without knowing the owner's password. Its secret is not in the
 * log: brokers compute it from the token id and the cluster's secret key.
 */
import { array, int64, type MessageOf, record, string } from '#protocol/schema.ts';

/** A delegation token was issued or renewed. */
export const DelegationTokenRecord = record({
  name: 'DelegationTokenRecord',
  apiKey: 10,
  versions: '0',
  flexible: '0+',
  fields: {
    owner: string('0+', 'On whose behalf the token logs in, for example "User:alice".'),
    requester: string('0+', 'Who asked for it.'),
    renewers: array('0+', string, 'Who may renew it besides the owner.'),
    issueTimestamp: int64('0+', 'When it was issued, in milliseconds since 1970.'),
    maxTimestamp: int64('0+', 'When it ends for good, however often it is renewed.'),
    expirationTimestamp: int64('0+', 'When it ends unless it is renewed.'),
    tokenId: string('0+', "The token's id."),
  },
});
export type DelegationTokenRecord = MessageOf<typeof DelegationTokenRecord>;
