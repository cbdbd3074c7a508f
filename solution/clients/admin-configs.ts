/**
 * The part of the admin client that reads and changes configs.
 *
 * A config belongs to a resource: a topic by its name, a broker by its id (or all brokers, by the
 * empty name). A broker's own configs are known to that broker alone, so it is the one to ask.
 */
import type { ClusterClient, Target } from '#clients/cluster-client.ts';
import { throwIfError } from '#clients/kafka-error.ts';
import {
  DescribeConfigsRequest,
  DescribeConfigsResponse,
} from '#protocol/messages/describe-configs.ts';
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from '#protocol/messages/incremental-alter-configs.ts';

/** Kafka's numbers of the kinds of resources. */
export const ResourceType = {
  TOPIC: 2,
  BROKER: 4,
  BROKER_LOGGER: 8,
  CLIENT_METRICS: 16,
  GROUP: 32,
} as const;

export interface ConfigResource {
  readonly type: number;
  /** The topic, the broker's id, or '' for all brokers. */
  readonly name: string;
}

/** Where a value comes from, by Kafka's numbers. */
export const CONFIG_SOURCES: ReadonlyMap<number, string> = new Map([
  [0, 'UNKNOWN'],
  [1, 'DYNAMIC_TOPIC_CONFIG'],
  [2, 'DYNAMIC_BROKER_CONFIG'],
  [3, 'DYNAMIC_DEFAULT_BROKER_CONFIG'],
  [4, 'STATIC_BROKER_CONFIG'],
  [5, 'DEFAULT_CONFIG'],
  [6, 'DYNAMIC_BROKER_LOGGER_CONFIG'],
  [7, 'DYNAMIC_CLIENT_METRICS_CONFIG'],
  [8, 'DYNAMIC_GROUP_CONFIG'],
]);

export type DescribedConfig = DescribeConfigsResponse['results'][number]['configs'][number];

export interface ConfigChange {
  readonly name: string;
  /** `append` and `subtract` change single elements of a list. */
  readonly operation: 'set' | 'delete' | 'append' | 'subtract';
  readonly value?: string;
}

const OPERATIONS = { set: 0, delete: 1, append: 2, subtract: 3 } as const;

/** All configs of one resource, with their synonyms. */
export async function describeConfigs(
  cluster: ClusterClient,
  resource: ConfigResource,
): Promise<DescribedConfig[]> {
  const target = brokerOf(resource);
  const response = await cluster.ask(target, DescribeConfigsRequest, DescribeConfigsResponse, {
    resources: [
      { resourceType: resource.type, resourceName: resource.name, configurationKeys: null },
    ],
    includeSynonyms: true,
  });
  const configs: DescribedConfig[] = [];
  for (const result of response.results) {
    throwIfError(result.errorCode, result.errorMessage);
    configs.push(...result.configs);
  }
  return configs;
}

/** Changes some configs of one resource, all or none of them. */
export async function incrementalAlterConfigs(
  cluster: ClusterClient,
  resource: ConfigResource,
  changes: readonly ConfigChange[],
  { validateOnly = false }: { readonly validateOnly?: boolean } = {},
): Promise<void> {
  const response = await cluster.ask(
    brokerOf(resource),
    IncrementalAlterConfigsRequest,
    IncrementalAlterConfigsResponse,
    {
      resources: [
        {
          resourceType: resource.type,
          resourceName: resource.name,
          configs: changes.map(({ name, operation, value }) => ({
            name,
            configOperation: OPERATIONS[operation],
            value: value ?? null,
          })),
        },
      ],
      validateOnly,
    },
  );
  for (const result of response.responses) throwIfError(result.errorCode, result.errorMessage);
}

/** The broker that answers for the resource. */
function brokerOf({ type, name }: ConfigResource): Target {
  const isBroker = type === ResourceType.BROKER || type === ResourceType.BROKER_LOGGER;
  return isBroker && name !== '' ? Number(name) : 'any';
}
