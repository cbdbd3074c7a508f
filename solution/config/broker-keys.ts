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

/** Keys that a listener sets for each of its SASL mechanisms. */
const MECHANISM_KEYS: readonly BrokerKeyName[] = [
  'connections.max.reauth.ms',
  'sasl.jaas.config',
  'sasl.login.callback.handler.class',
  'sasl.login.class',
  'sasl.server.callback.handler.class',
];

/**
 * The declaration of a key by a name from outside, or undefined where Kafka has none.
 *
 * A listener may have a value of its own (KIP-103), and for each SASL mechanism too:
 * `listener.name.<listener>.<key>` and `listener.name.<listener>.<mechanism>.<key>`.
 */
export function findBrokerKey(name: string): ConfigKey<unknown> | undefined {
  if (Object.hasOwn(brokerKeys, name)) return brokerKeys[name as BrokerKeyName];
  const ofListener = listenerKey(name);
  if (ofListener === undefined) return undefined;
  const ofMechanism = MECHANISM_KEYS.find((key) => ofListener.endsWith(`.${key}`));
  const base = ofMechanism ?? ofListener;
  return Object.hasOwn(brokerKeys, base) ? brokerKeys[base as BrokerKeyName] : undefined;
}

/** What follows `listener.name.<listener>.`, or undefined for a key of the whole broker. */
export function listenerKey(name: string): string | undefined {
  return /^listener\.name\.[^.]+\.(.+)$/.exec(name)?.[1];
}
