/**
 * DeleteRecords (key 21): forget all records of a partition before an offset (KIP-107). The leader
 * moves the log start offset forward; whole segments before it are deleted, the rest is only out
 * of reach. The answer waits for the in-sync replicas to do the same.
 *
 * Versions: from 1 on the broker answers before it throttles (KIP-219), 2 is flexible (KIP-482).
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

/** Up to where to delete. */
export const DeleteRecordsRequest = request({
  name: 'DeleteRecordsRequest',
  apiKey: 21,
  versions: '0-2',
  flexible: '2+',
  fields: {
    topics: array(
      '0+',
      {
        name: string('0+', 'The topic.'),
        partitions: array(
          '0+',
          {
            partitionIndex: int32('0+', 'The partition.'),
            offset: int64(
              '0+',
              'The first offset to keep, -1 to delete all up to the high watermark.',
            ),
          },
          'What to delete, by partition.',
        ),
      },
      'What to delete, by topic.',
    ),
    timeoutMs: int32('0+', 'How long to wait for the in-sync replicas.'),
  },
});
export type DeleteRecordsRequest = MessageOf<typeof DeleteRecordsRequest>;

/** Where each log now starts. */
export const DeleteRecordsResponse = response({
  name: 'DeleteRecordsResponse',
  apiKey: 21,
  versions: '0-2',
  flexible: '2+',
  fields: {
    throttleTimeMs: int32(
      '0+',
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
            lowWatermark: int64(
              '0+',
              'The smallest log start offset of the in-sync replicas, -1 after an error.',
            ),
            errorCode: int16('0+', '0 if the records are gone.'),
          },
          'The outcome, by partition.',
        ),
      },
      'The outcome, by topic.',
    ),
  },
});
export type DeleteRecordsResponse = MessageOf<typeof DeleteRecordsResponse>;
