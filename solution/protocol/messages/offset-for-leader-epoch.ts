/**
 * OffsetForLeaderEpoch (key 23): at which offset did a leader epoch end? A follower that comes
 * back asks before it fetches, and truncates what the answer shows to be another history
 * (KIP-101). A consumer asks after a change of leader, to learn whether records that it has read
 * were lost (KIP-320).
 *
 * If the leader never had the epoch asked for, it answers with the last one before it (KIP-279).
 *
 * Versions: 2 adds the client's own epoch, for fencing (KIP-320), 3 the id of the follower
 * (KIP-392), 4 is flexible (KIP-482).
 */
import {
  array,
  int16,
  int32,
  int64,
  type MessageOf,
  request,
  response,
  string,
} from '#protocol/schema.ts';

/** The epochs to look up. */
export const OffsetForLeaderEpochRequest = request({
  name: 'OffsetForLeaderEpochRequest',
  apiKey: 23,
  versions: '2-4',
  flexible: '4+',
  fields: {
    replicaId: int32(
      '3+',
      { default: -2, ignorable: true },
      'The follower that asks, -1 for a consumer, -2 for a tool that may see uncommitted offsets.',
    ),
    topics: array(
      '0+',
      {
        topic: string('0+', { mapKey: true }, 'The topic.'),
        partitions: array(
          '0+',
          {
            partition: int32('0+', 'The partition.'),
            currentLeaderEpoch: int32(
              '2+',
              { default: -1, ignorable: true },
              'The leader epoch that the client knows; -1 leaves the check out.',
            ),
            leaderEpoch: int32('0+', 'The epoch whose end is asked for.'),
          },
          'What to look up, by partition.',
        ),
      },
      'What to look up, by topic.',
    ),
  },
});
export type OffsetForLeaderEpochRequest = MessageOf<typeof OffsetForLeaderEpochRequest>;

/** Where each epoch ended. */
export const OffsetForLeaderEpochResponse = response({
  name: 'OffsetForLeaderEpochResponse',
  apiKey: 23,
  versions: '2-4',
  flexible: '4+',
  fields: {
    throttleTimeMs: int32(
      '2+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    topics: array(
      '0+',
      {
        topic: string('0+', { mapKey: true }, 'The topic.'),
        partitions: array(
          '0+',
          {
            errorCode: int16('0+', '0 if the partition could be asked.'),
            partition: int32('0+', 'The partition.'),
            leaderEpoch: int32(
              '1+',
              { default: -1, ignorable: true },
              'The epoch that the offset belongs to: the one asked for or the last before it; -1 if none.',
            ),
            endOffset: int64(
              '0+',
              { default: -1 },
              'The offset after the last record of that epoch, -1 if unknown.',
            ),
          },
          'The outcome, by partition.',
        ),
      },
      'The outcome, by topic.',
    ),
  },
});
export type OffsetForLeaderEpochResponse = MessageOf<typeof OffsetForLeaderEpochResponse>;
