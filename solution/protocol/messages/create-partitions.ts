/**
 * CreatePartitions (key 37): an admin client asks the controller for more partitions in a topic.
 * There is no way to have fewer: the records of a partition have nowhere to go. Existing records
 * stay where they are, so a key may hash to another partition from now on (KIP-195).
 *
 * Versions: from 1 on the broker answers before it throttles (KIP-219), 2 is flexible (KIP-482), 3
 * may say THROTTLING_QUOTA_EXCEEDED (KIP-599).
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

/** The topics that shall grow. */
export const CreatePartitionsRequest = request({
  name: 'CreatePartitionsRequest',
  apiKey: 37,
  versions: '0-3',
  flexible: '2+',
  fields: {
    topics: array(
      '0+',
      {
        name: string('0+', { mapKey: true }, 'The topic.'),
        count: int32('0+', 'How many partitions it shall have in all.'),
        assignments: array(
          '0+',
          {
            brokerIds: array('0+', int32, 'The brokers that hold it, the preferred leader first.'),
          },
          { nullable: '0+' },
          'The brokers of each new partition, in order; null to let the controller place them.',
        ),
      },
      'The topics that shall grow.',
    ),
    timeoutMs: int32('0+', 'How long to wait until the partitions stand.'),
    validateOnly: bool('0+', 'True to check only, and create nothing.'),
  },
});
export type CreatePartitionsRequest = MessageOf<typeof CreatePartitionsRequest>;

/** What became of each topic. */
export const CreatePartitionsResponse = response({
  name: 'CreatePartitionsResponse',
  apiKey: 37,
  versions: '0-3',
  flexible: '2+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    results: array(
      '0+',
      {
        name: string('0+', 'The topic.'),
        errorCode: int16('0+', '0 if it has grown.'),
        errorMessage: string('0+', { nullable: '0+', default: null }, 'What is wrong, or null.'),
      },
      'The outcome, by topic.',
    ),
  },
});
export type CreatePartitionsResponse = MessageOf<typeof CreatePartitionsResponse>;
