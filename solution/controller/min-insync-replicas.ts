/**
 * `min.insync.replicas` while eligible leader replicas are on (KIP-966).
 *
 * A replica is eligible to lead because, when it left the in-sync replicas, there were too few of
 * them left for anything to be committed without it. "Too few" is this setting. So the cluster has
 * one value for all brokers, and when a value changes, what was computed by the old one is void.
 */
import type { ConfigRules } from '#controller/config-rules.ts';
import { ConfigResourceType, type ConfigsImage } from '#metadata/configs-image.ts';
import type { NewMetadataRecord } from '#metadata/metadata-record.ts';

export const MIN_INSYNC_REPLICAS = 'min.insync.replicas';

/** Before eligible leader replicas are turned on: one value for the cluster, none for a broker. */
export function elrSafety(
  level: number,
  configs: ConfigsImage,
  rules: ConfigRules,
): NewMetadataRecord[] {
  if (level === 0) return [];
  const records: NewMetadataRecord[] = [];
  if (!configs.ofAllBrokers.has(MIN_INSYNC_REPLICAS)) {
    const value = rules.inherited(ConfigResourceType.BROKER, MIN_INSYNC_REPLICAS) ?? '1';
    records.push(brokerRecord('', value));
  }
  for (const { resource, overrides } of configs.resources()) {
    const isOneBroker = resource.type === ConfigResourceType.BROKER && resource.name !== '';
    if (isOneBroker && overrides.has(MIN_INSYNC_REPLICAS)) {
      records.push(brokerRecord(resource.name, null));
    }
  }
  return records;
}

/** Why the setting can't be changed this way while eligible leader replicas are on. */
export function refusedWhileElrIsOn(
  resourceType: number,
  resourceName: string,
  value: string | null,
): string | undefined {
  if (resourceType !== ConfigResourceType.BROKER) return undefined;
  if (resourceName !== '') {
    return 'Broker-level min.insync.replicas cannot be altered while ELR is enabled.';
  }
  if (value !== null) return undefined;
  return 'Cluster-level min.insync.replicas cannot be removed while ELR is enabled.';
}

/** What follows a change of the setting for a topic, or for the cluster. */
export function clearElr(resourceType: number, resourceName: string): NewMetadataRecord {
  const topicName = resourceType === ConfigResourceType.TOPIC ? resourceName : '';
  return { name: 'ClearElrRecord', version: 0, data: { topicName } };
}

function brokerRecord(resourceName: string, value: string | null): NewMetadataRecord {
  const resourceType = ConfigResourceType.BROKER;
  const data = { resourceType, resourceName, name: MIN_INSYNC_REPLICAS, value };
  return { name: 'ConfigRecord', version: 0, data };
}
