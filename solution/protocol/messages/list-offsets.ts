/**
 * ListOffsets (key 2): translate a time into an offset. Consumers ask for their starting point
 * (earliest, latest), tools for the ends of a partition; kafka-get-offsets is this request.
 *
 * A timestamp of 0 or more asks for the first record that is as new or newer. Negative ones ask
 * for
 *
 *   -1  latest: the high watermark, or the last stable offset for read_committed
 *   -2  earliest: the log start offset
 *   -3  the record with the largest timestamp (KIP-734)
 *   -4  the first offset still on local disk (KIP-405)
 *   -5  the last offset in tiered storage (KIP-1005)
 *   -6  the first offset that has yet to be uploaded (KIP-1023)
 *
 * Versions: 1 returns a single offset (KIP-79), 2 adds the isolation level (KIP-98), from 3 on the
 * broker answers before it throttles (KIP-219), 4 adds leader epochs (KIP-320), 5 may say
 * OFFSET_NOT_AVAILABLE (KIP-207), 6 is flexible (KIP-482); 7, 8, 9 and 11 allow -3, -4, -5 and -6;
 * 10 adds a timeout for tiered storage (KIP-1075).
 */
import {
  array,
  int8,
  int16,
  int32,
  int64,
  type MessageOf,
  request,
  response,
  string,
} from '#protocol/schema.ts';

/** The times to look up. */
export const ListOffsetsRequest = request({
  name: 'ListOffsetsRequest',
  apiKey: 2,
  versions: '1-11',
  flexible: '6+',
  fields: {
    replicaId: int32('0+', 'The follower that asks, or -1 for a consumer.'),
    isolationLevel: int8(
      '2+',
      '0 takes the high watermark for the latest offset, 1 the last stable offset.',
    ),
    topics: array(
      '0+',
      {
        name: string('0+', 'The topic.'),
        partitions: array(
          '0+',
          {
            partitionIndex: int32('0+', 'The partition.'),
            currentLeaderEpoch: int32(
              '4+',
              { default: -1, ignorable: true },
              'The leader epoch that the client knows; -1 leaves the check out.',
            ),
            timestamp: int64(
              '0+',
              'Milliseconds since 1970, or one of the negative numbers above.',
            ),
          },
          'What to look up, by partition.',
        ),
      },
      'What to look up, by topic.',
    ),
    timeoutMs: int32(
      '10+',
      { ignorable: true },
      'How long to wait for an answer from tiered storage.',
    ),
  },
});
export type ListOffsetsRequest = MessageOf<typeof ListOffsetsRequest>;

/** The offsets found. */
export const ListOffsetsResponse = response({
  name: 'ListOffsetsResponse',
  apiKey: 2,
  versions: '1-11',
  flexible: '6+',
  fields: {
    throttleTimeMs: int32(
      '2+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    topics: array(
      '0+',
      {
        name: string('0+', 'The topic.'),
        partitions: array(
          '0+',
          {
            partitionIndex: int32('0+', 'The partition.'),
            errorCode: int16('0+', '0 if the partition could be asked.'),
            timestamp: int64(
              '1+',
              { default: -1 },
              'The timestamp of the record found, -1 for the ends of the log or if there is none.',
            ),
            offset: int64('1+', { default: -1 }, 'The offset found, -1 if there is none.'),
            leaderEpoch: int32(
              '4+',
              { default: -1 },
              'The leader epoch of the record found, -1 if unknown.',
            ),
          },
          'What was found, by partition.',
        ),
      },
      'What was found, by topic.',
    ),
  },
});
export type ListOffsetsResponse = MessageOf<typeof ListOffsetsResponse>;
