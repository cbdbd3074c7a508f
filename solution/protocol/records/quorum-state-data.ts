/**
 * QuorumStateData: what a Raft node must not forget in a crash: the epoch that it is in and whom
 * it voted for. It is saved to the file quorum-state (as JSON, with these field names) before the
 * vote is answered; otherwise a node could vote twice in one epoch and two leaders be elected
 * (KIP-595).
 *
 * Version 1 drops what the log tells as well, and adds the directory of the candidate (KIP-853).
 */
import { array, data, int32, int64, type MessageOf, string, uuid } from '#protocol/schema.ts';

/** The vote and the epoch of a Raft node. */
export const QuorumStateData = data({
  name: 'QuorumStateData',
  versions: '0-1',
  flexible: '0+',
  fields: {
    clusterId: string('0', 'The cluster; never used, always empty.'),
    leaderId: int32('0+', { default: -1 }, 'The leader of this epoch, -1 if unknown.'),
    leaderEpoch: int32('0+', { default: -1 }, 'The epoch that the node is in.'),
    votedId: int32(
      '0+',
      { default: -1 },
      'The candidate that it voted for in this epoch, -1 if none.',
    ),
    votedDirectoryId: uuid('1+', 'The log directory of that candidate.'),
    appliedOffset: int64('0', 'Never used, always 0.'),
    currentVoters: array(
      '0',
      {
        voterId: int32('0', "The voter's node id."),
      },
      { nullable: '0' },
      'The voters of the static quorum.',
    ),
  },
});
export type QuorumStateData = MessageOf<typeof QuorumStateData>;
