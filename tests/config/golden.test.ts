/**
 * The declared tables against what a fresh Apache Kafka 4.3.1 answers to DescribeConfigs.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BrokerConfig } from '#config/broker-config.ts';
import { brokerKeys } from '#config/broker-keys.ts';
import type { ConfigKey } from '#config/config-key.ts';
import { describeBroker, describeTopic } from '#config/describe-config.ts';
import { topicKeys } from '#config/topic-keys.ts';

interface GoldenConfig {
  name: string;
  value: string | null;
  type: string;
  source: string;
  isReadOnly: boolean;
  synonyms: { name: string; value: string | null; source: string }[];
}

const golden = <T = GoldenConfig[]>(file: string): T =>
  JSON.parse(readFileSync(new URL(`../golden/kafka-4.3.1/${file}`, import.meta.url), 'utf8'));

const kafkaBroker = golden('describe-configs-broker.json');
const kafkaTopic = golden('describe-configs-topic.json');
const declared: Record<string, ConfigKey<unknown>> = brokerKeys;

const kafkaModes = golden<Record<string, string>>('dynamic-config-update-modes.json');

/** Throttles that Kafka takes while it runs and knows in no properties file. */
const ONLY_DYNAMIC = new Set([
  'follower.replication.throttled.rate',
  'leader.replication.throttled.rate',
  'replica.alter.log.dirs.io.max.bytes.per.second',
]);

/** Keys that Kafka wants to be told: Gregor has a default for them, so that no file is needed. */
const REQUIRED_BY_KAFKA = new Set(['controller.listener.names', 'node.id', 'process.roles']);

describe('broker keys', () => {
  test('are those of Kafka, by name', () => {
    const ours = describeBroker(new BrokerConfig(new Map())).map((entry) => entry.name);
    expect(ours.sort()).toEqual(kafkaBroker.map((entry) => entry.name).sort());
  });

  test.each(kafkaBroker.map((entry) => [entry.name, entry] as const))(
    '%s has the type, the default and the update mode of Kafka',
    (name, entry) => {
      const key = declared[name];
      const byDefault = entry.synonyms.find((layer) => layer.source === 'DEFAULT_CONFIG');
      expect(key?.type.toUpperCase()).toBe(entry.type);
      expect(key?.update === 'read-only').toBe(entry.isReadOnly);
      if (!REQUIRED_BY_KAFKA.has(name)) expect(key?.defaultText).toBe(byDefault?.value ?? null);
    },
  );

  test('change in the scope that Kafka allows', () => {
    const dynamic = Object.entries(declared).filter(([, key]) => key.update !== 'read-only');
    const ours = dynamic.map(([name, key]) => [name, key.update]);
    const kafka = Object.entries(kafkaModes).filter(([name]) => !ONLY_DYNAMIC.has(name));
    expect(ours.sort()).toEqual(kafka.sort());
  });

  test('parse their own defaults', () => {
    for (const [name, key] of Object.entries(declared)) {
      if (key.defaultText !== null) {
        expect(key.schema.safeParse(key.defaultText).success, name).toBe(true);
      }
    }
  });
});

describe('topic keys', () => {
  test('are those of Kafka, by name', () => {
    expect(Object.keys(topicKeys).sort()).toEqual(kafkaTopic.map((entry) => entry.name).sort());
  });

  test.each(kafkaTopic.map((entry) => [entry.name, entry] as const))(
    '%s has the type, the value and the synonyms of Kafka',
    (name, entry) => {
      const ours = describeTopic(new Map(), new BrokerConfig(new Map())).find(
        (one) => one.name === name,
      );
      const defaults = entry.synonyms.filter((layer) => layer.source === 'DEFAULT_CONFIG');
      expect(topicKeys[name]?.key.type.toUpperCase()).toBe(entry.type);
      expect(ours?.value).toBe(entry.value);
      expect(ours?.synonyms.map((layer) => [layer.name, layer.value])).toEqual(
        defaults.map((layer) => [layer.name, layer.value]),
      );
    },
  );
});
