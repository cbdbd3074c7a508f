/**
 * DescribeConfigs (key 32, versions 1-4): the configuration of topics, brokers and consumer
 * groups, each key with its value and, on request, all layers behind it (KIP-226) and its meaning
 * (KIP-569).
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import { handler } from '#broker/handler.ts';
import {
  type DescribedConfig,
  describeBroker,
  describeBrokerDefault,
  describeGroup,
  describeTopic,
} from '#config/describe-config.ts';
import { ConfigResourceType } from '#metadata/configs-image.ts';
import { ErrorCode } from '#protocol/errors.ts';
import {
  DescribeConfigsRequest,
  DescribeConfigsResponse,
} from '#protocol/messages/describe-configs.ts';
import type { InputOf } from '#protocol/schema.ts';

type Resource = DescribeConfigsRequest['resources'][number];
type Result = InputOf<typeof DescribeConfigsResponse>['results'][number];

interface Refused {
  readonly errorCode: number;
  readonly errorMessage: string;
}

export const describeConfigsHandler = handler(
  DescribeConfigsRequest,
  DescribeConfigsResponse,
  (request, _context, broker) => ({
    throttleTimeMs: 0,
    results: request.resources.map((resource) => describe(resource, request, broker)),
  }),
);

function describe(
  resource: Resource,
  request: DescribeConfigsRequest,
  broker: BrokerServices,
): Result {
  const { resourceType, resourceName, configurationKeys } = resource;
  const configs = configsOf(resource, broker);
  if ('errorCode' in configs) return { resourceType, resourceName, configs: [], ...configs };
  const keys = configurationKeys === null ? undefined : new Set(configurationKeys);
  return {
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    resourceType,
    resourceName,
    configs: configs
      .filter(({ name }) => keys === undefined || keys.has(name))
      .map((config) => configAnswer(config, request)),
  };
}

function configsOf(
  { resourceType, resourceName }: Resource,
  broker: BrokerServices,
): DescribedConfig[] | Refused {
  switch (resourceType) {
    case ConfigResourceType.TOPIC:
      return topicConfigs(resourceName, broker);
    case ConfigResourceType.BROKER:
      return brokerConfigs(resourceName, broker);
    case ConfigResourceType.GROUP:
      return groupConfigs(resourceName, broker);
    case ConfigResourceType.CLIENT_METRICS:
      return [];
    default: {
      const errorMessage = `Configs of resource type ${resourceType} can't be described here.`;
      return { errorCode: ErrorCode.INVALID_REQUEST, errorMessage };
    }
  }
}

function topicConfigs(
  name: string,
  { image, config }: BrokerServices,
): DescribedConfig[] | Refused {
  if (image.topics.byName.has(name)) return describeTopic(image.configs.ofTopic(name), config);
  const errorMessage = `There is no topic ${name}.`;
  return { errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, errorMessage };
}

function groupConfigs(
  name: string,
  { image, config }: BrokerServices,
): DescribedConfig[] | Refused {
  if (name !== '') return describeGroup(image.configs.of(ConfigResourceType.GROUP, name), config);
  const errorMessage = 'Group name must not be empty';
  return { errorCode: ErrorCode.INVALID_REQUEST, errorMessage };
}

function brokerConfigs(
  name: string,
  { config, nodeId }: BrokerServices,
): DescribedConfig[] | Refused {
  if (name === '') return describeBrokerDefault(config);
  if (name === String(nodeId)) return describeBroker(config);
  const errorMessage = `Unexpected broker id, expected ${nodeId} or empty string, but received ${name}`;
  return { errorCode: ErrorCode.INVALID_REQUEST, errorMessage };
}

function configAnswer(
  config: DescribedConfig,
  { includeSynonyms, includeDocumentation }: DescribeConfigsRequest,
): Result['configs'][number] {
  const { name, value, readOnly, source, isSensitive, configType } = config;
  return {
    name,
    value,
    readOnly,
    configSource: source,
    isSensitive,
    synonyms: includeSynonyms ? config.synonyms : [],
    configType,
    documentation: includeDocumentation ? config.documentation : null,
  };
}
