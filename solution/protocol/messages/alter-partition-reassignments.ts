/**
 * AlterPartitionReassignments (key 45): move partitions to other brokers, or call a move off
 * (KIP-455). The answer says that the move has begun; ListPartitionReassignments tells when it is
 * done.
 *
 * Version 1 can refuse moves that would change the number of copies (KIP-860).
 */
import {
  array,
  bool,
  int16,
  int32,
  type MessageOf,
  request,
  response,
  string,
} from '#protocol/schema.ts';

/** The moves to begin or to call off. */
export const AlterPartitionReassignmentsRequest = request({
  name: 'AlterPartitionReassignmentsRequest',
  apiKey: 45,
  versions: '0-1',
  flexible: '0+',
  fields: {
    timeoutMs: int32(
      '0+',
      { default: 60000 },
      'How long to wait until the moves are in the metadata.',
    ),
    allowReplicationFactorChange: bool(
      '1+',
      { default: true },
      'False to refuse a move that changes the number of copies.',
    ),
    topics: array(
      '0+',
      {
        name: string('0+', 'The topic.'),
        partitions: array(
          '0+',
          {
            partitionIndex: int32('0+', 'The partition.'),
            replicas: array(
              '0+',
              int32,
              { nullable: '0+', default: null },
              'The brokers that shall hold it, the preferred leader first; null to call a move off.',
            ),
          },
          'The moves, by partition.',
        ),
      },
      'The moves, by topic.',
    ),
  },
});
export type AlterPartitionReassignmentsRequest = MessageOf<
  typeof AlterPartitionReassignmentsRequest
>;

/** Which moves have begun. */
export const AlterPartitionReassignmentsResponse = response({
  name: 'AlterPartitionReassignmentsResponse',
  apiKey: 45,
  versions: '0-1',
  flexible: '0+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    allowReplicationFactorChange: bool(
      '1+',
      { default: true, ignorable: true },
      'Whether moves that change the number of copies were allowed.',
    ),
    errorCode: int16('0+', '0, or an error of the whole request.'),
    errorMessage: string('0+', { nullable: '0+' }, 'What is wrong, or null.'),
    responses: array(
      '0+',
      {
        name: string('0+', 'The topic.'),
        partitions: array(
          '0+',
          {
            partitionIndex: int32('0+', 'The partition.'),
            errorCode: int16('0+', '0 if the move has begun, or was called off.'),
            errorMessage: string('0+', { nullable: '0+' }, 'What is wrong, or null.'),
          },
          'The outcome, by partition.',
        ),
      },
      'The outcome, by topic.',
    ),
  },
});
export type AlterPartitionReassignmentsResponse = MessageOf<
  typeof AlterPartitionReassignmentsResponse
>;
