/**
 * Every broker key there is, joined from the files by subject in keys/. This table is the one
 * place where a key is known: parsing, validation, DescribeConfigs and the reference read it.
 */
import type { ConfigKey, ConfigValue } from '#config/config-key.ts';
import { groupKeys } from '#config/keys/groups.ts';
import { logKeys } from '#config/keys/log.ts';
import { metricsKeys } from '#config/keys/metrics.ts';
import { networkKeys } from '#config/keys/network.ts';
import { nodeKeys } from '#config/keys/node.ts';
import { oauthKeys } from '#config/keys/oauth.ts';
import { offsetsKeys } from '#config/keys/offsets.ts';
import { pluginKeys } from '#config/keys/plugins.ts';
import { quotaKeys } from '#config/keys/quotas.ts';
import { remoteStorageKeys } from '#config/keys/remote-storage.ts';
import { replicationKeys } from '#config/keys/replication.ts';
import { saslKeys } from '#config/keys/sasl.ts';
import { securityKeys } from '#config/keys/security.ts';
import { shareCoordinatorKeys } from '#config/keys/share-coordinator.ts';
import { shareGroupKeys } from '#config/keys/share-groups.ts';
import { sslKeys } from '#config/keys/ssl.ts';
import { streamsGroupKeys } from '#config/keys/streams-groups.ts';
import { topicsKeys } from '#config/keys/topics.ts';
import { transactionKeys } from '#config/keys/transactions.ts';

export const brokerKeys = {
  ...nodeKeys,
  ...networkKeys,
  ...logKeys,
  ...topicsKeys,
  ...replicationKeys,
  ...groupKeys,
  ...offsetsKeys,
  ...streamsGroupKeys,
  ...shareGroupKeys,
  ...shareCoordinatorKeys,
  ...transactionKeys,
  ...quotaKeys,
  ...securityKeys,
  ...saslKeys,
  ...oauthKeys,
  ...sslKeys,
  ...metricsKeys,
  ...remoteStorageKeys,
  ...pluginKeys,
} as const;

export type BrokerKeyName = keyof typeof brokerKeys;

/** The type that `BrokerConfig.get(name)` gives. */
export type BrokerKeyValue<N extends BrokerKeyName> = ConfigValue<(typeof brokerKeys)[N]>;

/** The declaration of a key by a name from outside, or undefined where Kafka has none. */
export function findBrokerKey(name: string): ConfigKey<unknown> | undefined {
  return Object.hasOwn(brokerKeys, name) ? brokerKeys[name as BrokerKeyName] : undefined;
}
