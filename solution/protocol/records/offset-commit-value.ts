/**
 * OffsetCommitValue: a committed offset in `__consumer_offsets`. A record with the same key and no
 * value deletes it.
 *
 * Two bytes before it say its version. Kafka 4.3 writes version 4, or 1 where an old client has asked
 * for an expiry of its own.
 */
import { int32, int64, type MessageOf, record, string, uuid } from '#protocol/schema.ts';

/** How far a group has got in a partition. */
export const OffsetCommitValue = record({
  name: 'OffsetCommitValue',
  apiKey: 1,
  versions: '0-4',
  flexible: '4+',
  fields: {
    offset: int64('0+', 'The next offset to be read.'),
    leaderEpoch: int32(
      '3+',
      { default: -1, ignorable: true },
      'The leader epoch of the record before it, -1 if unknown.',
    ),
    metadata: string('0+', 'Words that the client has added.'),
    commitTimestamp: int64('0+', 'When it was committed, in milliseconds since the epoch.'),
    expireTimestamp: int64(
      '1',
      { default: -1, ignorable: true },
      'When it expires, -1 where the retention of the broker decides.',
    ),
    topicId: uuid(
      '4+',
      { tagged: '4+', tag: 0, ignorable: true },
      'The id of the topic, zero where a broker did not note it.',
    ),
  },
});
export type OffsetCommitValue = MessageOf<typeof OffsetCommitValue>;
