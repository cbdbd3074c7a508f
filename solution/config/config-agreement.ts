/**
 * What keys must be to each other: each value alone is fine, but not beside the other one.
 *
 * A rule is looked at only where someone set one of its keys, as the defaults agree among
 * themselves. The rules are those that Apache Kafka 4.3 refuses to start for.
 */
import type { BrokerConfig } from '#config/broker-config.ts';
import type { BrokerKeyName, BrokerKeyValue } from '#config/broker-keys.ts';
import type { ConfigProblem } from '#config/config-problem.ts';

export interface AgreementRule {
  /** The keys that the rule compares; the first is the one to blame. */
  readonly keys: readonly [BrokerKeyName, ...BrokerKeyName[]];
  /** What the first key must be, where it is not. */
  readonly complaint: (config: BrokerConfig) => string | undefined;
}

type NumericKey = {
  [N in BrokerKeyName]: BrokerKeyValue<N> extends number ? N : never;
}[BrokerKeyName];

const CLEANER_BYTES_PER_THREAD = 1024 * 1024;

export const agreementRules: readonly AgreementRule[] = [
  atMost('replica.fetch.wait.max.ms', 'replica.socket.timeout.ms'),
  ...(['group.consumer', 'group.streams', 'group.share'] as const).flatMap((group) => [
    ...bounded(group, 'session.timeout.ms'),
    ...bounded(group, 'heartbeat.interval.ms'),
    ...bounded(group, 'assignment.interval.ms'),
    below(`${group}.heartbeat.interval.ms`, `${group}.session.timeout.ms`),
  ]),
  ...bounded('group.share', 'record.lock.duration.ms'),
  ...bounded('group.share', 'delivery.count.limit'),
  ...bounded('group.share', 'partition.max.record.locks'),
  atMost('group.streams.num.standby.replicas', 'group.streams.max.standby.replicas'),
  { keys: ['broker.id', 'node.id'], complaint: otherId },
  { keys: ['controller.quorum.voters', 'node.id'], complaint: notAVoter },
  {
    keys: ['security.inter.broker.protocol', 'inter.broker.listener.name'],
    complaint: saidTwice,
  },
  {
    keys: ['log.cleaner.dedupe.buffer.size', 'log.cleaner.threads'],
    complaint: smallCleanerBuffer,
  },
  { keys: ['queued.max.request.bytes', 'socket.request.max.bytes'], complaint: smallQueue },
  {
    keys: ['connections.max.idle.ms', 'connection.failed.authentication.delay.ms'],
    complaint: idleTooSoon,
  },
  {
    keys: ['max.connections.per.ip', 'max.connections.per.ip.overrides'],
    complaint: nobodyMayConnect,
  },
  { keys: ['group.coordinator.rebalance.protocols'], complaint: noClassicGroups },
];

/** Every disagreement among the keys that are set. */
export function checkAgreement(config: BrokerConfig): ConfigProblem[] {
  return agreementRules.flatMap(({ keys, complaint }) => {
    if (keys.every((key) => config.configured(key) === undefined)) return [];
    const message = complaint(config);
    return message === undefined
      ? []
      : [{ key: keys[0], value: config.text(keys[0]), message: `must ${message}` }];
  });
}

function atMost(key: NumericKey, limit: NumericKey): AgreementRule {
  const complaint = (config: BrokerConfig) =>
    config.get(key) > config.get(limit)
      ? `not be above ${limit}, which is ${config.text(limit)}`
      : undefined;
  return { keys: [key, limit], complaint };
}

function below(key: NumericKey, limit: NumericKey): AgreementRule {
  const complaint = (config: BrokerConfig) =>
    config.get(key) >= config.get(limit)
      ? `be below ${limit}, which is ${config.text(limit)}`
      : undefined;
  return { keys: [key, limit], complaint };
}

type Bounded = {
  [N in NumericKey]: N extends `${infer P}.min.${infer K}` ? [P, K] : never;
}[NumericKey];

/** `group.x` lies between `group.min.x` and `group.max.x`. */
function bounded<P extends Bounded[0]>(group: P, key: Extract<Bounded, [P, string]>[1]) {
  const [least, value, most] = [`${group}.min.${key}`, `${group}.${key}`, `${group}.max.${key}`];
  return [
    atMost(least as NumericKey, value as NumericKey),
    atMost(value as NumericKey, most as NumericKey),
  ];
}

function otherId(config: BrokerConfig): string | undefined {
  const id = config.get('broker.id');
  if (id === -1 || id === config.get('node.id')) return undefined;
  return `be the same as node.id, which is ${config.text('node.id')}`;
}

function notAVoter(config: BrokerConfig): string | undefined {
  const voters = config.get('controller.quorum.voters');
  const form = /^\d+@([^@:\s]+|\[[^\]]+\]):\d+$/;
  if (!voters.every((voter) => form.test(voter))) return 'be a list of id@host:port entries';
  const id = config.get('node.id');
  if (voters.length === 0 || voters.some((voter) => Number.parseInt(voter, 10) === id)) {
    return undefined;
  }
  return `name this node too, whose node.id is ${id}`;
}

function saidTwice(config: BrokerConfig): string | undefined {
  const both =
    config.configured('security.inter.broker.protocol') !== undefined &&
    config.configured('inter.broker.listener.name') !== undefined;
  return both ? 'not be set beside inter.broker.listener.name' : undefined;
}

function smallCleanerBuffer(config: BrokerConfig): string | undefined {
  const threads = Math.max(1, config.get('log.cleaner.threads'));
  const each = config.get('log.cleaner.dedupe.buffer.size') / threads;
  return each > CLEANER_BYTES_PER_THREAD
    ? undefined
    : `be more than ${CLEANER_BYTES_PER_THREAD} for each of log.cleaner.threads`;
}

/** A queue that is too small for one large request could never let it in. */
function smallQueue(config: BrokerConfig): string | undefined {
  const queued = config.get('queued.max.request.bytes');
  const largest = config.get('socket.request.max.bytes');
  if (queued <= 0 || queued >= largest) return undefined;
  return `not be below socket.request.max.bytes, which is ${largest}`;
}

/** A failed log-in is answered late; its connection must still be there. */
function idleTooSoon(config: BrokerConfig): string | undefined {
  const idle = config.get('connections.max.idle.ms');
  const delay = config.get('connection.failed.authentication.delay.ms');
  if (idle < 0 || idle > delay) return undefined;
  return `be above connection.failed.authentication.delay.ms, which is ${delay}`;
}

function nobodyMayConnect(config: BrokerConfig): string | undefined {
  const somebody =
    config.get('max.connections.per.ip') > 0 ||
    config.get('max.connections.per.ip.overrides').trim() !== '';
  return somebody ? undefined : 'be above 0, unless max.connections.per.ip.overrides is set';
}

function noClassicGroups(config: BrokerConfig): string | undefined {
  const protocols = config.get('group.coordinator.rebalance.protocols');
  return protocols.includes('classic') ? undefined : "name 'classic': it can't be turned off";
}
