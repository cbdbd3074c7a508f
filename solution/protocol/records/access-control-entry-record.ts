/**
 * AccessControlEntryRecord: a rule about who may do what from where (KIP-801). The numbers are
 * those of Kafka's ACL requests.
 */
import { int8, type MessageOf, record, string, uuid } from '#protocol/schema.ts';

/** An ACL was added. */
export const AccessControlEntryRecord = record({
  name: 'AccessControlEntryRecord',
  apiKey: 18,
  versions: '0',
  flexible: '0+',
  fields: {
    id: uuid('0+', 'The id of the rule, by which it is removed.'),
    resourceType: int8(
      '0+',
      '2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 user.',
    ),
    resourceName: string('0+', 'The resource, or how its name begins; "*" for all.'),
    patternType: int8('0+', '3 the whole name (literal), 4 how it begins (prefixed).'),
    principal: string('0+', 'Who, for example "User:alice".'),
    host: string('0+', 'From which address, "*" for any.'),
    operation: int8(
      '0+',
      'What: 2 all, 3 read, 4 write, 5 create, 6 delete, 7 alter, 8 describe and so on.',
    ),
    permissionType: int8('0+', '2 deny, 3 allow.'),
  },
});
export type AccessControlEntryRecord = MessageOf<typeof AccessControlEntryRecord>;
