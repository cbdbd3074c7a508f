/**
 * ListConfigResources (key 74, versions 0-1): the resources that can have a configuration. Version 0
 * lists client metrics alone (KIP-714); version 1 names the kinds it wants, none for all (KIP-1142).
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import { handler } from '#broker/handler.ts';
import { ConfigResourceType } from '#metadata/configs-image.ts';
import { ErrorCode } from '#protocol/errors.ts';
import {
  ListConfigResourcesRequest,
  ListConfigResourcesResponse,
} from '#protocol/messages/list-config-resources.ts';

const ALL_TYPES: readonly number[] = Object.values(ConfigResourceType);

export const listConfigResourcesHandler = handler(
  ListConfigResourcesRequest,
  ListConfigResourcesResponse,
  ({ resourceTypes }, { apiVersion }, broker) => {
    const asked = apiVersion === 0 ? [ConfigResourceType.CLIENT_METRICS] : resourceTypes;
    const types = asked.length === 0 ? ALL_TYPES : asked;
    if (!types.every((type) => ALL_TYPES.includes(type))) {
      return { throttleTimeMs: 0, errorCode: ErrorCode.UNSUPPORTED_VERSION, configResources: [] };
    }
    return {
      throttleTimeMs: 0,
      errorCode: ErrorCode.NONE,
      configResources: types.flatMap((resourceType) =>
        namesOf(resourceType, broker).map((resourceName) => ({ resourceName, resourceType })),
      ),
    };
  },
);

function namesOf(type: number, { image }: BrokerServices): string[] {
  switch (type) {
    case ConfigResourceType.TOPIC:
      return [...image.topics.byName.keys()];
    case ConfigResourceType.BROKER:
    case ConfigResourceType.BROKER_LOGGER:
      return [...image.cluster.brokers.keys()].map(String);
    default:
      return [...image.configs.resources()].flatMap(({ resource }) =>
        resource.type === type ? [resource.name] : [],
      );
  }
}
