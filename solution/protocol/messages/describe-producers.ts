/**
 * DescribeProducers (key 61): which producers does a partition remember (KIP-664)? An operator
 * looks here for the transaction that hangs, and so holds back the last stable offset.
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

/** The partitions to look at. */
export const DescribeProducersRequest = request({
  name: 'DescribeProducersRequest',
  apiKey: 61,
  versions: '0',
  flexible: '0+',
  fields: {
    topics: array(
      '0+',
      {
        name: string('0+', 'The topic.'),
        partitionIndexes: array('0+', int32, 'Its partitions.'),
      },
      'What to look at, by topic.',
    ),
  },
});
export type DescribeProducersRequest = MessageOf<typeof DescribeProducersRequest>;

/** The producer state of each partition. */
export const DescribeProducersResponse = response({
  name: 'DescribeProducersResponse',
  apiKey: 61,
  versions: '0',
  flexible: '0+',
  fields: {
    throttleTimeMs: int32(
      '0+',
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
            errorCode: int16('0+', '0 if this broker leads the partition and can tell.'),
            errorMessage: string(
              '0+',
              { nullable: '0+', default: null },
              'What is wrong, or null.',
            ),
            activeProducers: array(
              '0+',
              {
                producerId: int64('0+', "The producer's id."),
                producerEpoch: int32('0+', 'Its latest epoch.'),
                lastSequence: int32(
                  '0+',
                  { default: -1 },
                  'The sequence number of its last record, -1 if none.',
                ),
                lastTimestamp: int64(
                  '0+',
                  { default: -1 },
                  'The timestamp of its last batch, -1 if none.',
                ),
                coordinatorEpoch: int32(
                  '0+',
                  'The epoch of the coordinator that ended its last transaction.',
                ),
                currentTxnStartOffset: int64(
                  '0+',
                  { default: -1 },
                  'The first offset of its open transaction, -1 if none is open.',
                ),
              },
              'The producers that the partition remembers.',
            ),
          },
          'The outcome, by partition.',
        ),
      },
      'The outcome, by topic.',
    ),
  },
});
export type DescribeProducersResponse = MessageOf<typeof DescribeProducersResponse>;
