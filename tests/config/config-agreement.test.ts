import { describe, expect, test } from 'vitest';
import { BrokerConfig } from '#config/broker-config.ts';
import { agreementRules } from '#config/config-agreement.ts';

const configOf = (texts: Record<string, string>) =>
  new BrokerConfig(new Map(Object.entries(texts)));

describe('keys beside each other', () => {
  test('agree by their defaults', () => {
    const config = configOf({});
    for (const { keys, complaint } of agreementRules) {
      expect(complaint(config), keys.join(' and ')).toBeUndefined();
    }
  });

  test.each([
    [{ 'replica.fetch.wait.max.ms': '40000' }, 'replica.fetch.wait.max.ms', '30000'],
    [{ 'group.consumer.session.timeout.ms': '6000' }, 'group.consumer.min.session.timeout.ms', ''],
    [{ 'group.share.max.session.timeout.ms': '1' }, 'group.share.session.timeout.ms', 'above'],
    [{ 'group.streams.num.standby.replicas': '3' }, 'group.streams.num.standby.replicas', '2'],
    [{ 'broker.id': '2', 'node.id': '1' }, 'broker.id', 'the same as node.id, which is 1'],
    [{ 'controller.quorum.voters': '2@h:1', 'node.id': '1' }, 'controller.quorum.voters', 'is 1'],
    [{ 'controller.quorum.voters': 'h:1' }, 'controller.quorum.voters', 'id@host:port'],
    [{ 'log.cleaner.dedupe.buffer.size': '1048576' }, 'log.cleaner.dedupe.buffer.size', '1048576'],
    [{ 'queued.max.request.bytes': '5' }, 'queued.max.request.bytes', '104857600'],
    [{ 'connections.max.idle.ms': '0' }, 'connections.max.idle.ms', 'be above'],
    [{ 'max.connections.per.ip': '0' }, 'max.connections.per.ip', 'overrides'],
    [
      { 'group.coordinator.rebalance.protocols': 'consumer' },
      'group.coordinator.rebalance.protocols',
      'classic',
    ],
    [
      { 'inter.broker.listener.name': 'A', 'security.inter.broker.protocol': 'SSL' },
      'security.inter.broker.protocol',
      'beside inter.broker.listener.name',
    ],
  ])('refuses %j, naming %s', (texts, key, reason) => {
    const start = () => configOf(texts as Record<string, string>);
    expect(start).toThrow(`for configuration ${key}: must`);
    expect(start).toThrow(reason);
  });

  test.each([
    { 'broker.id': '1', 'node.id': '1' },
    { 'broker.id': '-1', 'node.id': '3' },
    { 'log.cleaner.dedupe.buffer.size': '1048577' },
    { 'max.connections.per.ip': '0', 'max.connections.per.ip.overrides': '127.0.0.1:5' },
    { 'connections.max.idle.ms': '-1' },
    { 'queued.max.request.bytes': '0' },
    { 'controller.quorum.voters': '1@127.0.0.1:9093' },
  ])('accepts %j, as Kafka does', (texts) => {
    expect(() => configOf(texts as Record<string, string>)).not.toThrow();
  });

  test('lets the old broker.id stand for node.id', () => {
    expect(configOf({ 'broker.id': '5' }).get('node.id')).toBe(5);
  });

  test.each(['log.retention.ms', 'log.retention.minutes', 'log.retention.hours', 'log.roll.ms'])(
    'refuses %s=0: nothing would be kept',
    (key) => {
      expect(() => configOf({ [key]: '0' })).toThrow(`for configuration ${key}`);
    },
  );

  test.each(['log.dirs', 'listeners', 'advertised.listeners', 'process.roles'])(
    'refuses an empty %s and an empty entry in it',
    (key) => {
      expect(() => configOf({ [key]: '' })).toThrow('at least one entry');
      expect(() => configOf({ [key]: 'broker,,controller' })).toThrow('no empty one');
    },
  );
});
