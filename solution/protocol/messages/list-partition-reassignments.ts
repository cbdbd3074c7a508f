/**
 * ListPartitionReassignments (key 46): which partitions are on their way to other brokers
 * (KIP-455)? kafka-topics asks as well, to tell replicas that are being added from those that
 * stay.
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

/** The partitions of interest. */
export const ListPartitionReassignmentsRequest = request({
  name: 'ListPartitionReassignmentsRequest',
  apiKey: 46,
  versions: '0',
  flexible: '0+',
  fields: {
    timeoutMs: int32('0+', { default: 60000 }, 'How long to wait for the answer.'),
    topics: array(
      '0+',
      {
        name: string('0+', 'The topic.'),
        partitionIndexes: array('0+', int32, 'Its partitions of interest.'),
      },
      { nullable: '0+', default: null },
      'The topics of interest, null for all.',
    ),
  },
});
export type ListPartitionReassignmentsRequest = MessageOf<typeof ListPartitionReassignmentsRequest>;

/** The reassignments under way. */
export const ListPartitionReassignmentsResponse = response({
  name: 'ListPartitionReassignmentsResponse',
  apiKey: 46,
  versions: '0',
  flexible: '0+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('0+', '0, or an error of the whole request.'),
    errorMessage: string('0+', { nullable: '0+' }, 'What is wrong, or null.'),
    topics: array(
      '0+',
      {
        name: string('0+', 'The topic.'),
        partitions: array(
          '0+',
          {
            partitionIndex: int32('0+', 'The partition.'),
            replicas: array('0+', int32, 'All replicas that it has at the moment.'),
            addingReplicas: array('0+', int32, 'Those that are being added.'),
            removingReplicas: array('0+', int32, 'Those that go when the others have caught up.'),
          },
          'The partitions that are being reassigned.',
        ),
      },
      'The topics that are being reassigned.',
    ),
  },
});
export type ListPartitionReassignmentsResponse = MessageOf<
  typeof ListPartitionReassignmentsResponse
>;
