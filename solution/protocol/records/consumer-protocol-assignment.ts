/**
 * ConsumerProtocolAssignment: what the leader of a classic group of consumers assigns to a member.
 * The broker carries it from the one to the other, as bytes.
 *
 * All versions are the same; they count along with those of the subscription. Two bytes before it say
 * its version: see `#protocol/consumer-protocol.ts`.
 */
import { array, bytes, data, int32, type MessageOf, string } from '#protocol/schema.ts';

/** The partitions of one member. */
export const ConsumerProtocolAssignment = data({
  name: 'ConsumerProtocolAssignment',
  versions: '0-3',
  flexible: 'none',
  fields: {
    assignedPartitions: array(
      '0+',
      {
        topic: string('0+', { mapKey: true }, 'A topic.'),
        partitions: array('0+', int32, 'Its partitions.'),
      },
      'The partitions that the member is to read.',
    ),
    userData: bytes(
      '0+',
      { nullable: '0+', default: null },
      "What the leader's assignor has to tell the member's, or null.",
    ),
  },
});
export type ConsumerProtocolAssignment = MessageOf<typeof ConsumerProtocolAssignment>;
