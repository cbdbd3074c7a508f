/**
 * DescribeConfigs (key 32): which configs does a topic or a broker run with, and where does each
 * value come from? A topic's config may be set on the topic, else on the broker at run time, else
 * in server.properties, else it has Kafka's default: these steps are the synonyms of the config.
 *
 *   resourceType  2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group
 *   configSource  1 topic, 2 this broker at run time, 3 all brokers at run time,
 *                 4 server.properties, 5 default, 6 broker logger, 7 client metrics, 8 group
 *   configType    1 boolean, 2 string, 3 int, 4 short, 5 long, 6 double, 7 list, 8 class,
 *                 9 password
 *
 * Versions: 1 adds source and synonyms in place of a default flag (KIP-226), from 2 on the broker
 * answers before it throttles (KIP-219), 3 adds type and documentation (KIP-569), 4 is flexible
 * (KIP-482).
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
} from '#protocol/schema.ts';

/** Whose configs, and which. */
export const DescribeConfigsRequest = request({
  name: 'DescribeConfigsRequest',
  apiKey: 32,
  versions: '1-4',
  flexible: '4+',
  fields: {
    resources: array(
      '0+',
      {
        resourceType: int8('0+', 'What kind of resource: 2 topic, 4 broker and so on.'),
        resourceName: string(
          '0+',
          "The topic, or the broker's id; empty for the default of all brokers.",
        ),
        configurationKeys: array(
          '0+',
          string,
          { nullable: '0+' },
          'The keys to describe, null for all.',
        ),
      },
      'The resources to describe.',
    ),
    includeSynonyms: bool(
      '1+',
      { default: false },
      'Whether to tell the steps that lead to each value.',
    ),
    includeDocumentation: bool('3+', { default: false }, 'Whether to tell what each config means.'),
  },
});
export type DescribeConfigsRequest = MessageOf<typeof DescribeConfigsRequest>;

/** The configs in force. */
export const DescribeConfigsResponse = response({
  name: 'DescribeConfigsResponse',
  apiKey: 32,
  versions: '1-4',
  flexible: '4+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    results: array(
      '0+',
      {
        errorCode: int16('0+', '0 if the resource could be described.'),
        errorMessage: string('0+', { nullable: '0+' }, 'What is wrong, or null.'),
        resourceType: int8('0+', 'What kind of resource: 2 topic, 4 broker and so on.'),
        resourceName: string('0+', "The topic, or the broker's id."),
        configs: array(
          '0+',
          {
            name: string('0+', "The config's key."),
            value: string(
              '0+',
              { nullable: '0+' },
              'The value in force, null if it is secret or not set.',
            ),
            readOnly: bool('0+', "True if it can't be altered while the broker runs."),
            configSource: int8(
              '1+',
              { default: -1, ignorable: true },
              'Where the value comes from: see above.',
            ),
            isSensitive: bool('0+', 'True if the value is a secret, which then is not shown.'),
            synonyms: array(
              '1+',
              {
                name: string(
                  '1+',
                  'The key, which for a topic\'s config may be the broker\'s, such as "log.retention.ms".',
                ),
                value: string(
                  '1+',
                  { nullable: '0+' },
                  'The value of that key, null if it is secret.',
                ),
                source: int8('1+', 'Where that value comes from: see above.'),
              },
              { ignorable: true },
              'The keys and values that were considered, the winner first.',
            ),
            configType: int8(
              '3+',
              { default: 0, ignorable: true },
              'How the value is to be read: see above.',
            ),
            documentation: string(
              '3+',
              { nullable: '0+', ignorable: true },
              'What the config means, null if it was not asked for.',
            ),
          },
          "The resource's configs.",
        ),
      },
      'The outcome, by resource.',
    ),
  },
});
export type DescribeConfigsResponse = MessageOf<typeof DescribeConfigsResponse>;
