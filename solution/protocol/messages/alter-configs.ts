/**
 * AlterConfigs (key 33): replace all configs of a resource; a key that is not named goes back to
 * its default. That loses what another admin has just set, so clients use IncrementalAlterConfigs
 * now (KIP-339), and this one is served for those that don't know it.
 *
 * Versions: from 1 on the broker answers before it throttles (KIP-219), 2 is flexible (KIP-482).
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

/** The configs that a resource shall have from now on. */
export const AlterConfigsRequest = request({
  name: 'AlterConfigsRequest',
  apiKey: 33,
  versions: '0-2',
  flexible: '2+',
  fields: {
    resources: array(
      '0+',
      {
        resourceType: int8(
          '0+',
          { mapKey: true },
          'What kind of resource: 2 topic, 4 broker and so on.',
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
            value: string('0+', { nullable: '0+' }, 'Its value.'),
          },
          'All the configs that shall differ from the default.',
        ),
      },
      'The new configs, by resource.',
    ),
    validateOnly: bool('0+', 'True to check only, and change nothing.'),
  },
});
export type AlterConfigsRequest = MessageOf<typeof AlterConfigsRequest>;

/** What became of each resource. */
export const AlterConfigsResponse = response({
  name: 'AlterConfigsResponse',
  apiKey: 33,
  versions: '0-2',
  flexible: '2+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    responses: array(
      '0+',
      {
        errorCode: int16('0+', '0 if it was altered.'),
        errorMessage: string('0+', { nullable: '0+' }, 'What is wrong, or null.'),
        resourceType: int8('0+', 'What kind of resource.'),
        resourceName: string('0+', "The topic, or the broker's id."),
      },
      'The outcome, by resource.',
    ),
  },
});
export type AlterConfigsResponse = MessageOf<typeof AlterConfigsResponse>;
