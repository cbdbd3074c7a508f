/**
 * Which kinds of groups this broker serves: what group.coordinator.rebalance.protocols names, as far as
 * the cluster has switched it on (the feature `group.version`, for consumer groups).
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import { GROUP_VERSION } from '#metadata/features-image.ts';

export function servesConsumerGroups({ config, image }: BrokerServices): boolean {
  const isNamed = config.get('group.coordinator.rebalance.protocols').includes('consumer');
  return isNamed && image.features.level(GROUP_VERSION) > 0;
}
