/**
 * UserScramCredentialRecord: a user's SCRAM credential was set (KIP-554). The password itself is
 * never stored: from these fields the broker can check a login, but not perform one (RFC 5802).
 */
import { bytes, int8, int32, type MessageOf, record, string } from '#protocol/schema.ts';

/** A SCRAM credential was set. */
export const UserScramCredentialRecord = record({
  name: 'UserScramCredentialRecord',
  apiKey: 11,
  versions: '0',
  flexible: '0+',
  fields: {
    name: string('0+', 'The user.'),
    mechanism: int8('0+', '1 SCRAM-SHA-256, 2 SCRAM-SHA-512.'),
    salt: bytes('0+', 'The random salt that the password was hashed with.'),
    storedKey: bytes('0+', 'The hash of the key by which the client proves itself.'),
    serverKey: bytes('0+', 'The key by which the broker proves itself to the client.'),
    iterations: int32('0+', 'How many rounds of hashing, 4096 to 16384.'),
  },
});
export type UserScramCredentialRecord = MessageOf<typeof UserScramCredentialRecord>;
