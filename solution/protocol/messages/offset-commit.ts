/**
 * OffsetCommit (key 8): a group notes how far it has got: in each partition, the offset of the next
 * record that it wants to read.
 *
 * A member of a group names itself and its generation, so that one that was sent away can't
 * overwrite what its successor has noted. Who uses no membership leaves both out.
 *
 * Versions: 0 and 1 went with Kafka 4.0. 3 adds the throttle time, from 4 on the broker answers before
 * it throttles (KIP-219), 5 drops the retention time (KIP-211), 6 adds the leader epoch (KIP-320), 7
 * static members (KIP-345), 8 is flexible (KIP-482), 9 serves the new groups too (KIP-848), 10 names
 * topics by id.
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
  uuid,
} from '#protocol/schema.ts';

/** What to note. */
export const OffsetCommitRequest = request({
  name: 'OffsetCommitRequest',
  apiKey: 8,
  versions: '2-10',
  flexible: '8+',
  fields: {
    groupId: string('2+', 'The group.'),
    generationIdOrMemberEpoch: int32(
      '2+',
      { default: -1, ignorable: true },
      "The generation, or in a new group the member's epoch; -1 for who is no member.",
    ),
    memberId: string('2+', { ignorable: true }, "The member's id, empty for who is none."),
    groupInstanceId: string(
      '7+',
      { nullable: '7+', default: null },
      'The name of a static member, or null.',
    ),
    retentionTimeMs: int64(
      '2-4',
      { default: -1, ignorable: true },
      "How long to keep the offsets, -1 for the broker's own setting.",
    ),
    topics: array(
      '2+',
      {
        name: string('2-9', { ignorable: true }, 'The topic.'),
        topicId: uuid('10+', { ignorable: true }, "The topic's id."),
        partitions: array(
          '2+',
          {
            partitionIndex: int32('2+', 'The partition.'),
            committedOffset: int64('2+', 'The next offset to be read.'),
            committedLeaderEpoch: int32(
              '6+',
              { default: -1, ignorable: true },
              'The leader epoch of the record before it, -1 if unknown.',
            ),
            committedMetadata: string(
              '2+',
              { nullable: '2+' },
              'Words that the client wants to find again with the offset.',
            ),
          },
          'The offsets, by partition.',
        ),
      },
      'The offsets, by topic.',
    ),
  },
});
export type OffsetCommitRequest = MessageOf<typeof OffsetCommitRequest>;

/** Whether it is noted. */
export const OffsetCommitResponse = response({
  name: 'OffsetCommitResponse',
  apiKey: 8,
  versions: '2-10',
  flexible: '8+',
  fields: {
    throttleTimeMs: int32(
      '3+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    topics: array(
      '2+',
      {
        name: string('2-9', { ignorable: true }, 'The topic.'),
        topicId: uuid('10+', { ignorable: true }, "The topic's id."),
        partitions: array(
          '2+',
          {
            partitionIndex: int32('2+', 'The partition.'),
            errorCode: int16('2+', '0 if the offset is noted.'),
          },
          'The outcome, by partition.',
        ),
      },
      'The outcome, by topic.',
    ),
  },
});
export type OffsetCommitResponse = MessageOf<typeof OffsetCommitResponse>;
