/**
 * ConsumerGroupMemberMetadataValue: what a member of a consumer group has said of itself. Without a
 * value the member has gone.
 *
 * Mind the tagged field: left out it means an empty struct, so that a null has to be written.
 */
import { array, bytes, int32, type MessageOf, record, string, struct } from '#protocol/schema.ts';

/** A member. */
export const ConsumerGroupMemberMetadataValue = record({
  name: 'ConsumerGroupMemberMetadataValue',
  apiKey: 5,
  versions: '0',
  flexible: '0+',
  fields: {
    instanceId: string('0+', { nullable: '0+' }, 'Its static name, or null.'),
    rackId: string('0+', { nullable: '0+' }, 'The rack it stands in, or null.'),
    clientId: string('0+', 'What its client calls itself.'),
    clientHost: string('0+', "Its client's address, behind a slash."),
    subscribedTopicNames: array('0+', string, 'The topics it asks for by name.'),
    subscribedTopicRegex: string(
      '0+',
      { nullable: '0+' },
      'The pattern it asks for topics by, or null.',
    ),
    rebalanceTimeoutMs: int32(
      '0+',
      { default: -1 },
      'How long it may take to give up partitions, in milliseconds.',
    ),
    serverAssignor: string('0+', { nullable: '0+' }, 'The assignor it prefers, or null.'),
    classicMemberMetadata: struct(
      '0+',
      {
        sessionTimeoutMs: int32('0+', 'How long it may be silent, in milliseconds.'),
        supportedProtocols: array(
          '0+',
          {
            name: string('0+', "The protocol's name."),
            metadata: bytes('0+', 'What the member has said for it.'),
          },
          'The protocols it offered when it joined.',
        ),
      },
      { nullable: '0+', tagged: '0+', tag: 0 },
      'What it joined with, if it speaks the classic protocol; else null.',
    ),
  },
});
export type ConsumerGroupMemberMetadataValue = MessageOf<typeof ConsumerGroupMemberMetadataValue>;
