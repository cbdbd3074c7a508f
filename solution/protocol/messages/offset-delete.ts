/**
 * OffsetDelete (key 47): an administrator deletes what a group has noted of some partitions
 * (KIP-496). Topics that a member of the group subscribes to are refused.
 */
import {
  array,
  int16,
  int32,
  type MessageOf,
  request,
  response,
  string,
} from '#protocol/schema.ts';

/** Which offsets go. */
export const OffsetDeleteRequest = request({
  name: 'OffsetDeleteRequest',
  apiKey: 47,
  versions: '0',
  flexible: 'none',
  fields: {
    groupId: string('0+', 'The group.'),
    topics: array(
      '0+',
      {
        name: string('0+', { mapKey: true }, 'The topic.'),
        partitions: array(
          '0+',
          { partitionIndex: int32('0+', 'The partition.') },
          'The partitions whose offsets go.',
        ),
      },
      'The partitions, by topic.',
    ),
  },
});
export type OffsetDeleteRequest = MessageOf<typeof OffsetDeleteRequest>;

/** Whether they are gone. */
export const OffsetDeleteResponse = response({
  name: 'OffsetDeleteResponse',
  apiKey: 47,
  versions: '0',
  flexible: 'none',
  fields: {
    errorCode: int16('0+', '0 if the group was found and may lose offsets.'),
    throttleTimeMs: int32(
      '0+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    topics: array(
      '0+',
      {
        name: string('0+', { mapKey: true }, 'The topic.'),
        partitions: array(
          '0+',
          {
            partitionIndex: int32('0+', { mapKey: true }, 'The partition.'),
            errorCode: int16('0+', '0 if no offset of it is noted any more.'),
          },
          'The outcome, by partition.',
        ),
      },
      'The outcome, by topic.',
    ),
  },
});
export type OffsetDeleteResponse = MessageOf<typeof OffsetDeleteResponse>;
