/**
 * CreateTopics (key 19): an admin client asks the controller to create topics, each with its
 * number of partitions, copies and configs. Each topic succeeds or fails for itself; validateOnly
 * goes through all checks and creates nothing.
 *
 * Versions: 1 adds validateOnly and error messages, 2 the throttle time (KIP-124), from 3 on the
 * broker answers before it throttles (KIP-219), 4 lets -1 stand for the broker's defaults
 * (KIP-464), 5 is flexible (KIP-482) and returns the configs in force (KIP-525), 6 may say
 * THROTTLING_QUOTA_EXCEEDED (KIP-599), 7 returns topic ids (KIP-516).
 */
import {
  array,
  bool,
  int8,
  int16,
  int32,
  type MessageOf,
  request,
  response,
  string,
  uuid,
} from '#protocol/schema.ts';

/** The topics to create. */
export const CreateTopicsRequest = request({
  name: 'CreateTopicsRequest',
  apiKey: 19,
  versions: '2-7',
  flexible: '5+',
  fields: {
    topics: array(
      '0+',
      {
        name: string(
          '0+',
          { mapKey: true },
          "The topic's name: 1 to 249 of the characters a-z, A-Z, 0-9, '.', '_' and '-'.",
        ),
        numPartitions: int32(
          '0+',
          'How many partitions; -1 for the default or when assignments are given.',
        ),
        replicationFactor: int16(
          '0+',
          'How many copies of each; -1 for the default or when assignments are given.',
        ),
        assignments: array(
          '0+',
          {
            partitionIndex: int32('0+', { mapKey: true }, 'The partition.'),
            brokerIds: array('0+', int32, 'The brokers that hold it, the preferred leader first.'),
          },
          'Which brokers hold which partition; empty to let the controller place them.',
        ),
        configs: array(
          '0+',
          {
            name: string('0+', { mapKey: true }, "The config's key."),
            value: string('0+', { nullable: '0+' }, "The config's value."),
          },
          'The configs that differ from the defaults.',
        ),
      },
      'The topics, each with all that it needs.',
    ),
    timeoutMs: int32('0+', { default: 60000 }, 'How long to wait until the topics stand.'),
    validateOnly: bool('1+', { default: false }, 'True to check only, and create nothing.'),
  },
});
export type CreateTopicsRequest = MessageOf<typeof CreateTopicsRequest>;

/** What became of each topic. */
export const CreateTopicsResponse = response({
  name: 'CreateTopicsResponse',
  apiKey: 19,
  versions: '2-7',
  flexible: '5+',
  fields: {
    throttleTimeMs: int32(
      '2+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    topics: array(
      '0+',
      {
        name: string('0+', { mapKey: true }, "The topic's name."),
        topicId: uuid('7+', { ignorable: true }, 'The id that the topic was given.'),
        errorCode: int16('0+', '0 if it was created.'),
        errorMessage: string('1+', { nullable: '0+', ignorable: true }, 'What is wrong, or null.'),
        topicConfigErrorCode: int16(
          '5+',
          { tag: 0, tagged: '5+', ignorable: true },
          'Why the configs below are missing: 29 if the client may not see them.',
        ),
        numPartitions: int32('5+', { default: -1, ignorable: true }, 'How many partitions it has.'),
        replicationFactor: int16(
          '5+',
          { default: -1, ignorable: true },
          'How many copies each partition has.',
        ),
        configs: array(
          '5+',
          {
            name: string('5+', "The config's key."),
            value: string('5+', { nullable: '5+' }, 'The value in force.'),
            readOnly: bool('5+', "True if it can't be altered."),
            configSource: int8(
              '5+',
              { default: -1, ignorable: true },
              'Where the value comes from, as in DescribeConfigs.',
            ),
            isSensitive: bool('5+', 'True if the value is a secret, which then is not shown.'),
          },
          { nullable: '5+', ignorable: true },
          'All its configs, the defaults included; null if the client may not see them.',
        ),
      },
      'The outcome, by topic.',
    ),
  },
});
export type CreateTopicsResponse = MessageOf<typeof CreateTopicsResponse>;
