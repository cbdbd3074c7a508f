/**
 * A configuration as DescribeConfigs tells it: the value of each key, and every layer that has a
 * say in it, the one that counts first.
 *
 * Sources and types are numbers of the protocol (KIP-226, KIP-569).
 */
import type { BrokerConfig, ConfigTexts } from '#config/broker-config.ts';
import { type BrokerKeyName, brokerKeys } from '#config/broker-keys.ts';
import type { ConfigKey, ConfigType } from '#config/config-key.ts';
import { groupConfigKeys } from '#config/group-config.ts';
import { scaled, topicText } from '#config/topic-config.ts';
import { type Synonym, topicKeys } from '#config/topic-keys.ts';

export const ConfigSource = {
  TOPIC_CONFIG: 1,
  DYNAMIC_BROKER_CONFIG: 2,
  DYNAMIC_DEFAULT_BROKER_CONFIG: 3,
  STATIC_BROKER_CONFIG: 4,
  DEFAULT_CONFIG: 5,
  GROUP_CONFIG: 8,
} as const;

const TYPE_CODES: Record<ConfigType, number> = {
  boolean: 1,
  string: 2,
  int: 3,
  short: 4,
  long: 5,
  double: 6,
  list: 7,
  class: 8,
  password: 9,
};

/** One key with its layers; `value` is null for a secret and for a key without any value. */
export interface DescribedConfig {
  readonly name: string;
  readonly value: string | null;
  readonly source: number;
  readonly readOnly: boolean;
  readonly isSensitive: boolean;
  readonly configType: number;
  readonly documentation: string;
  readonly synonyms: readonly ConfigLayer[];
}

export interface ConfigLayer {
  readonly name: string;
  readonly value: string | null;
  readonly source: number;
}

/** All keys of a broker, or of the cluster-wide default layer alone. */
export function describeBroker(config: BrokerConfig): DescribedConfig[] {
  return (Object.keys(brokerKeys) as BrokerKeyName[]).flatMap((name) => {
    const key: ConfigKey<unknown> = brokerKeys[name];
    if (key.internal) return [];
    return [described(name, key, key.update === 'read-only', brokerLayers(name, config))];
  });
}

/** What is set for the cluster's default broker resource: nothing else belongs to it. */
export function describeBrokerDefault(config: BrokerConfig): DescribedConfig[] {
  return [...config.dynamicDefault].flatMap(([name, value]) => {
    const key = (brokerKeys as Record<string, ConfigKey<unknown>>)[name];
    const layer = { name, value, source: ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG };
    return key ? [described(name, key, key.update === 'read-only', [layer])] : [];
  });
}

/** All keys of a topic. */
export function describeTopic(topic: ConfigTexts, config: BrokerConfig): DescribedConfig[] {
  return Object.entries(topicKeys).map(([name, { key, synonyms }]) => {
    const own = topic.get(name);
    const layers =
      own === undefined ? [] : [{ name, value: own, source: ConfigSource.TOPIC_CONFIG }];
    const inherited = fromFirst(synonyms, config);
    return described(name, key, false, [...layers, ...inherited], topicText(name, topic, config));
  });
}

/** All keys of a consumer group. */
export function describeGroup(group: ConfigTexts, config: BrokerConfig): DescribedConfig[] {
  return Object.entries(groupConfigKeys).map(([name, { synonym }]) => {
    const own = group.get(name);
    const layers =
      own === undefined ? [] : [{ name, value: own, source: ConfigSource.GROUP_CONFIG }];
    return described(name, brokerKeys[synonym], false, [
      ...layers,
      ...brokerLayers(synonym, config),
    ]);
  });
}

/** The layers of a broker key: dynamic ones, static, default; each only where it has a value. */
function brokerLayers(name: BrokerKeyName, config: BrokerConfig): ConfigLayer[] {
  const candidates: [string | null | undefined, number][] = [
    [config.dynamicBroker.get(name), ConfigSource.DYNAMIC_BROKER_CONFIG],
    [config.dynamicDefault.get(name), ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG],
    [config.static.get(name), ConfigSource.STATIC_BROKER_CONFIG],
    [brokerKeys[name].defaultText, ConfigSource.DEFAULT_CONFIG],
  ];
  return candidates.flatMap(([value, source]) =>
    value === undefined || value === null ? [] : [{ name, value, source }],
  );
}

/** As Kafka does, tells a coarser synonym (hours) only behind the finest (ms), when that is set. */
function fromFirst(synonyms: readonly Synonym[], config: BrokerConfig): ScaledLayer[] {
  const layers = synonyms.flatMap((synonym) => scaledLayers(synonym, config));
  const start = layers.findIndex((layer) => layer.name === synonyms[0]?.name);
  return start === -1 ? [] : layers.slice(start);
}

/** Kafka tells the layers of hours and minutes in their own unit, and only counts the value scaled. */
function scaledLayers(synonym: Synonym, config: BrokerConfig): ScaledLayer[] {
  return brokerLayers(synonym.name, config).map((layer) => ({
    ...layer,
    counts: layer.value === null ? null : scaled(layer.value, synonym),
  }));
}

interface ScaledLayer extends ConfigLayer {
  /** The value in the unit of the key that is described. */
  readonly counts?: string | null;
}

function described(
  name: string,
  key: ConfigKey<unknown>,
  readOnly: boolean,
  layers: readonly ScaledLayer[],
  fallback: string | null = null,
): DescribedConfig {
  const isSensitive = key.type === 'password';
  const first = layers[0];
  const value = first?.counts ?? first?.value ?? fallback;
  return {
    name,
    value: isSensitive ? null : value,
    source: first?.source ?? ConfigSource.DEFAULT_CONFIG,
    readOnly,
    isSensitive,
    configType: TYPE_CODES[key.type],
    documentation: key.sentence,
    synonyms: layers.map(({ name, value, source }) => ({
      name,
      value: isSensitive ? null : value,
      source,
    })),
  };
}
