/**
 * LeaderChangeMessage: what a new Raft leader writes first in its epoch (KIP-595). When this
 * record is committed, so is everything before it, which Raft does not allow to conclude
 * otherwise. The value of a control record of type 2.
 *
 * Version 1 adds the voters' directory ids (KIP-853).
 */
import { array, data, int16, int32, type MessageOf, uuid } from '#protocol/schema.ts';

const voterFields = {
  voterId: int32('0+', "The voter's node id."),
  voterDirectoryId: uuid('1+', "The id of the voter's metadata log directory."),
};

/** A leader was elected. */
export const LeaderChangeMessage = data({
  name: 'LeaderChangeMessage',
  versions: '0-1',
  flexible: '0+',
  fields: {
    version: int16('0+', 'The version of this structure, written once more into its body.'),
    leaderId: int32('0+', 'The node that was elected.'),
    voters: array('0+', voterFields, 'All voters of the quorum.'),
    grantingVoters: array('0+', voterFields, 'The voters that voted for this leader.'),
  },
});
export type LeaderChangeMessage = MessageOf<typeof LeaderChangeMessage>;
