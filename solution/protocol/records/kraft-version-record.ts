/**
 * KRaftVersionRecord: how the quorum keeps its voters: 0 in static configuration, 1 in
 * VotersRecord (KIP-853). The value of a control record of type 5; it comes right after a
 * snapshot's header.
 */
import { data, int16, type MessageOf } from '#protocol/schema.ts';

/** The version of KRaft in use. */
export const KRaftVersionRecord = data({
  name: 'KRaftVersionRecord',
  versions: '0',
  flexible: '0+',
  fields: {
    version: int16('0+', 'The version of this structure, written once more into its body.'),
    kRaftVersion: int16('0+', 'The finalized level of the feature "kraft.version".'),
  },
});
export type KRaftVersionRecord = MessageOf<typeof KRaftVersionRecord>;
