/**
 * Every broker key there is, joined from the files by subject in keys/. This table is the one
 * place where a key is known: parsing, validation, DescribeConfigs and the reference read it.
 */
import type { ConfigKey, ConfigValue } from '#config/config-key.ts';
import { logKeys } from '#config/keys/log.ts';
import { networkKeys } from '#config/keys/network.ts';
import { nodeKeys } from '#config/keys/node.ts';
import { topicsKeys } from '#config/keys/topics.ts';

export const brokerKeys = {
  ...nodeKeys,
  ...networkKeys,
  ...logKeys,
  ...topicsKeys,
} as const;

export type BrokerKeyName = keyof typeof brokerKeys;

/** The type that `BrokerConfig.get(name)` gives. */
export type BrokerKeyValue<N extends BrokerKeyName> = ConfigValue<(typeof brokerKeys)[N]>;

/** The declaration of a key by a name from outside, or undefined where Kafka has none. */
export function findBrokerKey(name: string): ConfigKey<unknown> | undefined {
  return Object.hasOwn(brokerKeys, name) ? brokerKeys[name as BrokerKeyName] : undefined;
}
