/**
 * ElectLeaders (key 43): have leaders elected now. A preferred election gives a partition back to
 * its first replica; an unclean one takes whoever is alive, and accepts that records are lost.
 *
 * Versions: 0 was ElectPreferredLeaders (KIP-183), 1 adds the unclean election and a top-level
 * error (KIP-460), 2 is flexible (KIP-482).
 */
import {
  array,
  int8,
  int16,
  int32,
  type MessageOf,
  request,
  response,
  string,
} from '#protocol/schema.ts';

/** The elections to hold. */
export const ElectLeadersRequest = request({
  name: 'ElectLeadersRequest',
  apiKey: 43,
  versions: '0-2',
  flexible: '2+',
  fields: {
    electionType: int8(
      '1+',
      '0 the preferred replica, 1 any live replica if no in-sync one is left (unclean).',
    ),
    topicPartitions: array(
      '0+',
      {
        topic: string('0+', { mapKey: true }, 'The topic.'),
        partitions: array('0+', int32, 'Its partitions.'),
      },
      { nullable: '0+' },
      'The partitions, by topic; null for all.',
    ),
    timeoutMs: int32('0+', { default: 60000 }, 'How long to wait for the elections.'),
  },
});
export type ElectLeadersRequest = MessageOf<typeof ElectLeadersRequest>;

/** The outcome of each election. */
export const ElectLeadersResponse = response({
  name: 'ElectLeadersResponse',
  apiKey: 43,
  versions: '0-2',
  flexible: '2+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('1+', '0, or an error of the whole request.'),
    replicaElectionResults: array(
      '0+',
      {
        topic: string('0+', 'The topic.'),
        partitionResult: array(
          '0+',
          {
            partitionId: int32('0+', 'The partition.'),
            errorCode: int16(
              '0+',
              '0 if a leader was elected; 84 (ELECTION_NOT_NEEDED) if it leads already.',
            ),
            errorMessage: string('0+', { nullable: '0+' }, 'What is wrong, or null.'),
          },
          'The outcome, by partition.',
        ),
      },
      'The outcome, by topic.',
    ),
  },
});
export type ElectLeadersResponse = MessageOf<typeof ElectLeadersResponse>;
