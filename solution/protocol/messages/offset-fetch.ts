/**
 * OffsetFetch (key 9): where a group has got to. A consumer asks before it begins to read; tools ask
 * to compute its lag.
 *
 * Versions: 0 went with Kafka 4.0. 2 may ask for all topics and answers an error for the whole
 * group, 3 adds the throttle time, from 4 on the broker answers before it throttles (KIP-219), 5 adds
 * the leader epoch (KIP-320), 6 is flexible (KIP-482), 7 can insist on offsets that no open transaction
 * may still change (KIP-447), 8 asks for many groups at once (KIP-709), 9 serves the new groups
 * too (KIP-848), 10 names topics by id.
 */
import {
  array,
  bool,
  int16,
  int32,
  int64,
  type MessageOf,
  request,
  response,
  string,
  uuid,
} from '#protocol/schema.ts';

/** Whose offsets are wanted, and of which partitions. */
export const OffsetFetchRequest = request({
  name: 'OffsetFetchRequest',
  apiKey: 9,
  versions: '1-10',
  flexible: '6+',
  fields: {
    groupId: string('1-7', 'The group.'),
    topics: array(
      '1-7',
      {
        name: string('1-7', 'The topic.'),
        partitionIndexes: array('1-7', int32, 'Its partitions.'),
      },
      { nullable: '2-7' },
      'The partitions, by topic; null for all that the group has offsets of.',
    ),
    groups: array(
      '8+',
      {
        groupId: string('8+', 'The group.'),
        memberId: string(
          '9+',
          { nullable: '9+', default: null, ignorable: true },
          'The member of a new group that asks, or null.',
        ),
        memberEpoch: int32('9+', { default: -1, ignorable: true }, 'Its epoch, or -1.'),
        topics: array(
          '8+',
          {
            name: string('8-9', { ignorable: true }, 'The topic.'),
            topicId: uuid('10+', { ignorable: true }, "The topic's id."),
            partitionIndexes: array('8+', int32, 'Its partitions.'),
          },
          { nullable: '8+' },
          'The partitions, by topic; null for all that the group has offsets of.',
        ),
      },
      'The groups.',
    ),
    requireStable: bool(
      '7+',
      { default: false },
      'True to be told to wait while an open transaction may still change an offset.',
    ),
  },
});
export type OffsetFetchRequest = MessageOf<typeof OffsetFetchRequest>;

/** The offsets. */
export const OffsetFetchResponse = response({
  name: 'OffsetFetchResponse',
  apiKey: 9,
  versions: '1-10',
  flexible: '6+',
  fields: {
    throttleTimeMs: int32(
      '3+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    topics: array(
      '1-7',
      {
        name: string('1-7', 'The topic.'),
        partitions: array(
          '1-7',
          {
            partitionIndex: int32('1-7', 'The partition.'),
            committedOffset: int64('1-7', 'The next offset to be read, -1 if none is noted.'),
            committedLeaderEpoch: int32(
              '5-7',
              { default: -1, ignorable: true },
              'The leader epoch of the record before it, -1 if unknown.',
            ),
            metadata: string('1-7', { nullable: '1-7' }, 'What the client noted with the offset.'),
            errorCode: int16('1-7', '0 if the answer can be used.'),
          },
          'The offsets, by partition.',
        ),
      },
      'The offsets, by topic.',
    ),
    errorCode: int16('2-7', { default: 0, ignorable: true }, '0 if the group can be asked.'),
    groups: array(
      '8+',
      {
        groupId: string('8+', 'The group.'),
        topics: array(
          '8+',
          {
            name: string('8-9', { ignorable: true }, 'The topic.'),
            topicId: uuid('10+', { ignorable: true }, "The topic's id."),
            partitions: array(
              '8+',
              {
                partitionIndex: int32('8+', 'The partition.'),
                committedOffset: int64('8+', 'The next offset to be read, -1 if none is noted.'),
                committedLeaderEpoch: int32(
                  '8+',
                  { default: -1, ignorable: true },
                  'The leader epoch of the record before it, -1 if unknown.',
                ),
                metadata: string(
                  '8+',
                  { nullable: '8+' },
                  'What the client noted with the offset.',
                ),
                errorCode: int16('8+', '0 if the answer can be used.'),
              },
              'The offsets, by partition.',
            ),
          },
          'The offsets, by topic.',
        ),
        errorCode: int16('8+', { default: 0 }, '0 if the group can be asked.'),
      },
      'The offsets, by group.',
    ),
  },
});
export type OffsetFetchResponse = MessageOf<typeof OffsetFetchResponse>;
