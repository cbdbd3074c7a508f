/**
 * ListConfigResources (key 74): which resources are there that have configs? The kafka-configs
 * tool uses it to find those that appear in no other list: client metrics subscriptions and
 * groups.
 *
 * Versions: 0 was called ListClientMetricsResources and lists client metrics only (KIP-1000); 1
 * takes the types to list (KIP-1142).
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

/** The kinds of resources to list. */
export const ListConfigResourcesRequest = request({
  name: 'ListConfigResourcesRequest',
  apiKey: 74,
  versions: '0-1',
  flexible: '0+',
  fields: {
    resourceTypes: array(
      '1+',
      int8,
      'The kinds: 2 topic, 4 broker, 8 broker logger, 16 client metrics, 32 group; empty for all.',
    ),
  },
});
export type ListConfigResourcesRequest = MessageOf<typeof ListConfigResourcesRequest>;

/** The resources. */
export const ListConfigResourcesResponse = response({
  name: 'ListConfigResourcesResponse',
  apiKey: 74,
  versions: '0-1',
  flexible: '0+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('0+', '0 if they could be listed.'),
    configResources: array(
      '0+',
      {
        resourceName: string('0+', "The resource's name."),
        resourceType: int8(
          '1+',
          { default: 16, ignorable: true },
          'Its kind; in version 0 always 16.',
        ),
      },
      'The resources found.',
    ),
  },
});
export type ListConfigResourcesResponse = MessageOf<typeof ListConfigResourcesResponse>;
