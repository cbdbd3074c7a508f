/**
 * What a consumer group may set for itself (KIP-848): the dynamic configs of its name. Where it sets
 * nothing, the broker's `group.consumer.*` counts; and that also says within which bounds it may choose.
 *
 *     consumer.session.timeout.ms  ◄── group.consumer.session.timeout.ms
 *                  between group.consumer.min.session.timeout.ms and group.consumer.max.…
 *
 * Kafka has more of them, for share groups and streams groups, which come with those kinds of groups.
 */
import type { BrokerConfig, ConfigTexts } from '#config/broker-config.ts';
import type { ConfigKey } from '#config/config-key.ts';
import { checkValue, problemText } from '#config/config-problem.ts';
import { groupKeys } from '#config/keys/groups.ts';

type GroupKeyName = keyof typeof groupKeys;

/** One key of a group: the broker's key that it stands before, and those that bound it. */
export interface GroupConfigKey {
  readonly synonym: GroupKeyName;
  readonly least: GroupKeyName;
  readonly most: GroupKeyName;
}

const SESSION_TIMEOUT = 'consumer.session.timeout.ms';
const HEARTBEAT_INTERVAL = 'consumer.heartbeat.interval.ms';

export const groupConfigKeys: Readonly<Record<string, GroupConfigKey>> = {
  'consumer.assignment.interval.ms': {
    synonym: 'group.consumer.assignment.interval.ms',
    least: 'group.consumer.min.assignment.interval.ms',
    most: 'group.consumer.max.assignment.interval.ms',
  },
  [HEARTBEAT_INTERVAL]: {
    synonym: 'group.consumer.heartbeat.interval.ms',
    least: 'group.consumer.min.heartbeat.interval.ms',
    most: 'group.consumer.max.heartbeat.interval.ms',
  },
  [SESSION_TIMEOUT]: {
    synonym: 'group.consumer.session.timeout.ms',
    least: 'group.consumer.min.session.timeout.ms',
    most: 'group.consumer.max.session.timeout.ms',
  },
};

/** A group's key as the table of configuration has it: type, limits and sentence of its synonym. */
export function findGroupKey(name: string): ConfigKey<unknown> | undefined {
  const key = groupConfigKeys[name];
  return key && groupKeys[key.synonym];
}

/** What is wrong with all that would be set for a group, or undefined. */
export function checkGroupConfig(own: ConfigTexts, broker: BrokerConfig): string | undefined {
  for (const [name, text] of own) {
    const problem = checkOne(name, text, broker);
    if (problem !== undefined) return problem;
  }
  const value = (name: string) =>
    Number(own.get(name) ?? broker.get(groupConfigKeys[name]?.synonym as never));
  return value(SESSION_TIMEOUT) > value(HEARTBEAT_INTERVAL)
    ? undefined
    : `${SESSION_TIMEOUT} must be greater than ${HEARTBEAT_INTERVAL}`;
}

function checkOne(name: string, text: string, broker: BrokerConfig): string | undefined {
  const key = groupConfigKeys[name];
  if (key === undefined) return `Unknown group config name: ${name}`;
  const problem = checkValue(name, groupKeys[key.synonym], text);
  if (problem !== undefined) return problemText(problem);
  const number = Number(text);
  if (number < Number(broker.get(key.least))) {
    return `${name} must be greater than or equal to ${key.least}`;
  }
  return number > Number(broker.get(key.most))
    ? `${name} must be less than or equal to ${key.most}`
    : undefined;
}
