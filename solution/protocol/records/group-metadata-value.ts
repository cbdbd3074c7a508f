/**
 * GroupMetadataValue: a generation of a classic group in `__consumer_offsets`, written when its
 * leader has assigned the work, and when its last member has gone. A record with the same key and
 * no value deletes the group.
 *
 * Two bytes before it say its version. Kafka 4.3 writes version 3.
 */
import { array, bytes, int32, int64, type MessageOf, record, string } from '#protocol/schema.ts';

/** A generation of a group. */
export const GroupMetadataValue = record({
  name: 'GroupMetadataValue',
  apiKey: 2,
  versions: '0-4',
  flexible: '4+',
  fields: {
    protocolType: string('0+', 'What kind of group it is.'),
    generation: int32('0+', 'The generation.'),
    protocol: string('0+', { nullable: '0+' }, 'The protocol it follows, null without members.'),
    leader: string('0+', { nullable: '0+' }, 'The member that leads it, null without members.'),
    currentStateTimestamp: int64(
      '2+',
      { default: -1, ignorable: true },
      'When its state changed last, in milliseconds since the epoch.',
    ),
    members: array(
      '0+',
      {
        memberId: string('0+', "The member's id."),
        groupInstanceId: string(
          '3+',
          { nullable: '3+', default: null, ignorable: true },
          'Its static name, or null.',
        ),
        clientId: string('0+', 'What its client calls itself.'),
        clientHost: string('0+', "Its client's address."),
        rebalanceTimeout: int32(
          '1+',
          { default: -1, ignorable: true },
          'How long it may take to join again, in milliseconds.',
        ),
        sessionTimeout: int32('0+', 'How long it may be silent, in milliseconds.'),
        subscription: bytes('0+', 'What it said for the chosen protocol when it joined.'),
        assignment: bytes('0+', 'What the leader assigned to it.'),
      },
      'The members.',
    ),
  },
});
export type GroupMetadataValue = MessageOf<typeof GroupMetadataValue>;
