/**
 * What Kafka's configuration can ask for and this broker can't do yet: said at the start, with what
 * to change, instead of half done.
 */
import type { BrokerConfig } from '#config/broker-config.ts';
import { ConfigError, type ConfigProblem } from '#config/config-problem.ts';
import type { Listener } from '#config/listeners.ts';
import { assignors } from '#groups/assignors/assignors.ts';

/** Throws a `ConfigError` that names everything this broker can't serve. */
export function checkServable(config: BrokerConfig, listeners: readonly Listener[]): void {
  const problems = [
    ...checkRoles(config),
    ...checkQuorum(config),
    ...checkAssignors(config),
    ...listeners.flatMap(checkListener),
    ...checkDoors(config, listeners),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
}

function checkRoles(config: BrokerConfig): ConfigProblem[] {
  const roles = config.get('process.roles');
  if (roles.includes('broker') && roles.includes('controller')) return [];
  const message = 'must be broker,controller: this node is the whole quorum';
  return [{ key: 'process.roles', value: roles.join(','), message }];
}

function checkQuorum(config: BrokerConfig): ConfigProblem[] {
  return (['controller.quorum.voters', 'controller.quorum.bootstrap.servers'] as const).flatMap(
    (key) => {
      const nodes = config.get(key);
      if (nodes.length <= 1) return [];
      const message = 'must name this node alone: the quorum has one voter';
      return [{ key, value: nodes.join(','), message }];
    },
  );
}

/** Kafka also takes classes of one's own here, which would have to be Java. */
function checkAssignors(config: BrokerConfig): ConfigProblem[] {
  const key = 'group.consumer.assignors';
  const names = config.get(key);
  if (names.length > 0 && names.every((name) => assignors.has(name))) return [];
  const message = `must name some of ${[...assignors.keys()].join(', ')}`;
  return [{ key, value: names.join(','), message }];
}

function checkListener({ name, securityProtocol }: Listener): ConfigProblem[] {
  if (securityProtocol === 'PLAINTEXT') return [];
  const message = `its protocol ${securityProtocol} is not spoken here; use PLAINTEXT`;
  return [{ key: 'listeners', value: name, message }];
}

function checkDoors(config: BrokerConfig, listeners: readonly Listener[]): ConfigProblem[] {
  if (listeners.some(({ controller }) => !controller)) return [];
  const message = 'must have a listener that is not in controller.listener.names, for clients';
  return [{ key: 'listeners', value: config.text('listeners'), message }];
}
