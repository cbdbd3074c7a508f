/**
 * ConsumerProtocolSubscription: what a consumer of a classic group tells the group's leader when it
 * joins. The broker carries it from the one to the other, as bytes.
 *
 * Versions only add at the end, so that an old member reads what a new one wrote: version 1 the
 * partitions that the member owns (KIP-429), 2 the generation in which it got them, 3 its rack
 * (KIP-881). Two bytes before it say its version: see `#protocol/consumer-protocol.ts`.
 */
import { array, bytes, data, int32, type MessageOf, string } from '#protocol/schema.ts';

/** What a member wants and what it has. */
export const ConsumerProtocolSubscription = data({
  name: 'ConsumerProtocolSubscription',
  versions: '0-3',
  flexible: 'none',
  fields: {
    topics: array('0+', string, 'The topics that it wants to read.'),
    userData: bytes(
      '0+',
      { nullable: '0+', default: null },
      'What its assignor has to tell the assignor of the leader, or null.',
    ),
    ownedPartitions: array(
      '1+',
      {
        topic: string('1+', { mapKey: true }, 'A topic.'),
        partitions: array('1+', int32, 'Its partitions.'),
      },
      { ignorable: true },
      'The partitions that it owns while it joins.',
    ),
    generationId: int32(
      '2+',
      { default: -1, ignorable: true },
      'The last generation that it was part of, -1 if of none.',
    ),
    rackId: string(
      '3+',
      { nullable: '3+', default: null, ignorable: true },
      'The rack that it is in, or null.',
    ),
  },
});
export type ConsumerProtocolSubscription = MessageOf<typeof ConsumerProtocolSubscription>;
