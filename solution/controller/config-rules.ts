/**
 * What the controller has to know about configuration, and the broker's table that knows it.
 *
 * The controller stores texts; which keys exist, what their values mean and what they default to
 * is the configuration table's business.
 */
import type { BrokerConfig, ConfigTexts } from '#config/broker-config.ts';
import { findBrokerKey } from '#config/broker-keys.ts';
import type { UpdateMode } from '#config/config-key.ts';
import { checkValue, problemText } from '#config/config-problem.ts';
import { type DescribedConfig, describeTopic } from '#config/describe-config.ts';
import { checkGroupConfig, findGroupKey } from '#config/group-config.ts';
import { checkTopicConfig, topicText } from '#config/topic-config.ts';
import { findTopicKey } from '#config/topic-keys.ts';
import { ConfigResourceType } from '#metadata/configs-image.ts';

export interface ConfigRules {
  /** What is wrong with all that would be set for a topic, or undefined. */
  checkTopic(overrides: ConfigTexts): string | undefined;

  /** What is wrong with all that would be set for a broker, or undefined. */
  checkBroker(overrides: ConfigTexts): string | undefined;

  /** What is wrong with all that would be set for a consumer group, or undefined. */
  checkGroup(overrides: ConfigTexts): string | undefined;

  /** When a broker's key may change; undefined for a key that nobody knows. */
  updateMode(key: string): UpdateMode | undefined;

  /** True when a key's value is a list, to which one can append. */
  isList(resourceType: number, key: string): boolean;

  /** The value that a resource has for a key when it sets none itself. */
  inherited(resourceType: number, key: string): string | null;

  /** The value in force for a topic that sets `overrides`. */
  topicValue(key: string, overrides: ConfigTexts): string | null;

  /** All keys of a topic with their values, as CreateTopics tells them. */
  describeTopic(overrides: ConfigTexts): readonly DescribedConfig[];
}

const NOTHING_SET: ConfigTexts = new Map();

/** The rules of a broker's own configuration table and its present values. */
export function configRules(config: BrokerConfig): ConfigRules {
  return {
    checkTopic,
    checkBroker,
    checkGroup: (overrides) => checkGroupConfig(overrides, config),
    updateMode: (key) => findBrokerKey(key)?.update,
    isList: (type, key) => findKey(type, key)?.type === 'list',
    inherited: (type, key) =>
      type === ConfigResourceType.TOPIC
        ? topicText(key, NOTHING_SET, config)
        : (config.static.get(key) ?? findKey(type, key)?.defaultText ?? null),
    topicValue: (key, overrides) => topicText(key, overrides, config),
    describeTopic: (overrides) => describeTopic(overrides, config),
  };
}

function checkTopic(overrides: ConfigTexts): string | undefined {
  for (const key of overrides.keys()) {
    if (findTopicKey(key) === undefined) return `Unknown topic config name: ${key}`;
  }
  const problem = checkTopicConfig(overrides);
  return problem === undefined ? undefined : problemText(problem);
}

/** A key that nobody knows is kept: it may be a plug-in's. */
function checkBroker(overrides: ConfigTexts): string | undefined {
  for (const [key, value] of overrides) {
    const known = findBrokerKey(key);
    const problem = known === undefined ? undefined : checkValue(key, known, value);
    if (problem !== undefined) return problemText(problem);
  }
  return undefined;
}

function findKey(
  type: number,
  key: string,
): { type: string; defaultText: string | null } | undefined {
  if (type === ConfigResourceType.TOPIC) return findTopicKey(key)?.key;
  return type === ConfigResourceType.GROUP ? findGroupKey(key) : findBrokerKey(key);
}
