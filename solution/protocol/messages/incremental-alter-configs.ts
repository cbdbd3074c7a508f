/**
 * IncrementalAlterConfigs (key 44): change some configs of a resource and leave the others alone
 * (KIP-339). List-valued configs can gain or lose single elements, without a race between two
 * admins.
 *
 * Version 1 is flexible (KIP-482).
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

/** What to change. */
export const IncrementalAlterConfigsRequest = request({
  name: 'IncrementalAlterConfigsRequest',
  apiKey: 44,
  versions: '0-1',
  flexible: '1+',
  fields: {
    resources: array(
      '0+',
      {
        resourceType: int8(
          '0+',
          { mapKey: true },
          'What kind of resource: 2 topic, 4 broker, 8 broker logger and so on.',
        ),
        resourceName: string(
          '0+',
          { mapKey: true },
          "The topic, or the broker's id; empty for the default of all brokers.",
        ),
        configs: array(
          '0+',
          {
            name: string('0+', { mapKey: true }, "The config's key."),
            configOperation: int8(
              '0+',
              { mapKey: true },
              '0 set, 1 delete (back to the default), 2 append to the list, 3 subtract from it.',
            ),
            value: string('0+', { nullable: '0+' }, 'The value, or the elements; null for delete.'),
          },
          'The changes.',
        ),
      },
      'The changes, by resource.',
    ),
    validateOnly: bool('0+', 'True to check only, and change nothing.'),
  },
});
export type IncrementalAlterConfigsRequest = MessageOf<typeof IncrementalAlterConfigsRequest>;

/** What became of each resource. */
export const IncrementalAlterConfigsResponse = response({
  name: 'IncrementalAlterConfigsResponse',
  apiKey: 44,
  versions: '0-1',
  flexible: '1+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    responses: array(
      '0+',
      {
        errorCode: int16('0+', '0 if all its changes were made; else none was.'),
        errorMessage: string('0+', { nullable: '0+' }, 'What is wrong, or null.'),
        resourceType: int8('0+', 'What kind of resource.'),
        resourceName: string('0+', "The topic, or the broker's id."),
      },
      'The outcome, by resource.',
    ),
  },
});
export type IncrementalAlterConfigsResponse = MessageOf<typeof IncrementalAlterConfigsResponse>;
