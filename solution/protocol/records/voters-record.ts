/**
 * VotersRecord: the set of voters of the metadata quorum, and how to reach them (KIP-853). Each
 * change adds or removes one voter only, which is what makes it safe without a joint quorum: any
 * majority of the old set and any of the new one share a node. The value of a control record of
 * type 6.
 */
import {
  array,
  data,
  int16,
  int32,
  type MessageOf,
  string,
  struct,
  uint16,
  uuid,
} from '#protocol/schema.ts';

/** The voters of the quorum. */
export const VotersRecord = data({
  name: 'VotersRecord',
  versions: '0',
  flexible: '0+',
  fields: {
    version: int16('0+', 'The version of this structure, written once more into its body.'),
    voters: array(
      '0+',
      {
        voterId: int32('0+', "The voter's node id."),
        voterDirectoryId: uuid(
          '0+',
          'The id of its metadata log directory: a node that lost its disk is another voter.',
        ),
        endpoints: array(
          '0+',
          {
            name: string('0+', { mapKey: true }, "The listener's name."),
            host: string('0+', 'The host to connect to.'),
            port: uint16('0+', 'The port to connect to.'),
          },
          'Its controller listeners.',
        ),
        kRaftVersionFeature: struct(
          '0+',
          {
            minSupportedVersion: int16('0+', 'The lowest version.'),
            maxSupportedVersion: int16('0+', 'The highest version.'),
          },
          'The range of KRaft versions that it can speak.',
        ),
      },
      'The voters.',
    ),
  },
});
export type VotersRecord = MessageOf<typeof VotersRecord>;
