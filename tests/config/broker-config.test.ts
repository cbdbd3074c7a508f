import { describe, expect, test } from 'vitest';
import { BrokerConfig } from '#config/broker-config.ts';
import { findBrokerKey } from '#config/broker-keys.ts';
import type { ConfigError } from '#config/config-problem.ts';
import { describeBroker, describeTopic } from '#config/describe-config.ts';
import { listenersOf } from '#config/listeners.ts';
import { MalformedProperties, parseProperties } from '#config/server-properties.ts';
import { checkTopicConfig, resolveLogConfig } from '#config/topic-config.ts';

const configOf = (texts: Record<string, string>) =>
  new BrokerConfig(new Map(Object.entries(texts)));

/** What a file of these bytes says, a byte for each character. */
const propertiesOf = (text: string) =>
  Object.fromEntries(parseProperties(Uint8Array.from(text, (one) => one.charCodeAt(0))));

describe('server.properties', () => {
  test('reads the three separators, comments, joined lines and escapes as Java does', () => {
    const text = [
      '# a comment',
      '! another',
      '',
      'a=1',
      'b : 2',
      'c   3',
      'd=x,\\',
      '    y',
      'e=tab\\there \\u00e9',
      'f=back\\\\',
      'g\\=h=1=2',
      'a=last',
      'empty=',
    ].join('\r\n');
    expect(propertiesOf(text)).toEqual({
      a: 'last',
      b: '2',
      c: '3',
      d: 'x,y',
      e: 'tab\there é',
      f: 'back\\',
      'g=h': '1=2',
      empty: '',
    });
  });

  // What Java 21 makes of each.
  test.each([
    ['is ISO-8859-1, not UTF-8', 'a=\u00c3\u00a9', { a: 'Ã©' }],
    ['has a control character, not the euro, at 80', 'a=\x80', { a: '\u0080' }],
    ['says other characters by their UTF-16 units', 'a=\\u20AC\\uD83d\\ude00', { a: '€😀' }],
    ['may escape any character, also in keys', '\\u0061\\:b=\\q\\=\\\\n', { 'a:b': 'q=\\n' }],
    ['escapes neither octally nor by a backspace', 'a=\\b\\101', { a: 'b101' }],
    ['may hold nothing but a continuation', '\\\n\nb=1', { b: '1' }],
    ['goes on behind a continuation with what looks like a comment', 'a=1\\\n  # 2', { a: '1# 2' }],
    ['has a comment behind a continuation of nothing', '\\\n# 2\nb=1', { b: '1' }],
    ['may end in a continuation', 'a=1\\', { a: '1' }],
    ['has an empty key where nothing is continued at its end', 'a=1\n\\\n', { a: '1', '': '' }],
    ['may have a key and nothing else', 'a\n', { a: '' }],
    ['may have a value and no key', '=1', { '': '1' }],
  ])('%s', (_, text, expected) => {
    expect(propertiesOf(text)).toEqual(expected);
  });

  test.each(['a=\\u12', 'a=\\u12g4', '\\uXYZW=1'])('with %j is refused, as Java does', (text) => {
    expect(() => propertiesOf(text)).toThrow(MalformedProperties);
  });
});

describe('a broker configuration', () => {
  test('types each value by its declaration', () => {
    const config = configOf({
      'log.dirs': '/a, /b',
      'node.id': '7',
      'delete.topic.enable': 'FALSE',
    });
    expect(config.get('log.dirs')).toEqual(['/a', '/b']);
    expect(config.get('node.id')).toBe(7);
    expect(config.get('delete.topic.enable')).toBe(false);
    expect(config.get('log.retention.hours')).toBe(168);
    expect(config.get('broker.rack')).toBeNull();
  });

  test('reads a long of "never" as the largest safe integer and keeps its text', () => {
    const config = configOf({});
    expect(config.get('log.flush.interval.messages')).toBe(Number.MAX_SAFE_INTEGER);
    expect(config.text('log.flush.interval.messages')).toBe('9223372036854775807');
  });

  test.each([
    ['log.segment.bytes', 'many', 'a whole number of at least 1048576'],
    ['log.segment.bytes', '14', 'a whole number of at least 1048576'],
    ['log.segment.bytes', '2147483648', 'a whole number of at least 1048576'],
    ['log.retention.ms', '9223372036854775808', 'a whole number'],
    ['log.cleaner.min.cleanable.ratio', '1.5', 'a number from 0 to 1'],
    ['compression.type', 'brotli', 'one of uncompressed, zstd, lz4, snappy, gzip, producer'],
    ['compression.gzip.level', '0', 'a whole number from 1 to 9, or -1'],
    ['delete.topic.enable', 'yes', 'true or false'],
    ['log.cleanup.policy', 'delete,shred', 'a comma-separated list of compact, delete'],
  ])('refuses %s=%s and says what is allowed', (key, value, allowed) => {
    expect(() => configOf({ [key]: value })).toThrow(
      `Invalid value ${value} for configuration ${key}: must be ${allowed}`,
    );
  });

  test('tells all problems of a file at once', () => {
    try {
      configOf({ 'node.id': '-1', 'num.partitions': '0' });
      expect.unreachable();
    } catch (error) {
      expect((error as ConfigError).problems.map((problem) => problem.key)).toEqual([
        'node.id',
        'num.partitions',
      ]);
    }
  });

  test('names keys that Kafka does not have, and keys that change nothing here', () => {
    const config = configOf({ 'log.segment.byte': '1', 'num.io.threads': '4', 'node.id': '1' });
    expect(config.unknownKeys()).toEqual(['log.segment.byte']);
    expect(config.inertKeys()).toEqual(['num.io.threads']);
  });

  test("lets a dynamic value win over the static one, the broker's own over the cluster's", () => {
    const config = configOf({ 'log.retention.ms': '1' });
    config.setDynamic(new Map(), new Map([['log.retention.ms', '2']]));
    expect(config.get('log.retention.ms')).toBe(2);
    config.setDynamic(new Map([['log.retention.ms', '3']]), new Map([['log.retention.ms', '2']]));
    expect(config.get('log.retention.ms')).toBe(3);
    const described = describeBroker(config).find((entry) => entry.name === 'log.retention.ms');
    expect(described?.synonyms.map((layer) => [layer.value, layer.source])).toEqual([
      ['3', 2],
      ['2', 3],
      ['1', 4],
    ]);
  });

  test('never tells a secret', () => {
    const config = configOf({ 'ssl.key.password': 'secret' });
    const described = describeBroker(config).find((entry) => entry.name === 'ssl.key.password');
    expect(described).toMatchObject({ value: null, isSensitive: true });
    expect(JSON.stringify(describeBroker(config))).not.toContain('"secret"');
  });
});

describe('a topic configuration', () => {
  test('takes its defaults from the broker, in milliseconds whatever unit the broker used', () => {
    const broker = configOf({ 'log.retention.hours': '2', 'log.roll.ms': '500' });
    const log = resolveLogConfig(new Map([['segment.bytes', '1048576']]), broker);
    expect(log).toMatchObject({ retentionMs: 7_200_000, segmentMs: 500, segmentBytes: 1048576 });
  });

  test('keeps "for ever" when it is said in hours', () => {
    const log = resolveLogConfig(new Map(), configOf({ 'log.retention.hours': '-1' }));
    expect(log.retentionMs).toBe(-1);
  });

  test("tells its own value first, then the broker's", () => {
    const described = describeTopic(
      new Map([['segment.bytes', '2000000']]),
      configOf({ 'log.segment.bytes': '3000000' }),
    ).find((entry) => entry.name === 'segment.bytes');
    expect(described).toMatchObject({ value: '2000000', source: 1 });
    expect(described?.synonyms.map((layer) => layer.value)).toEqual([
      '2000000',
      '3000000',
      '1073741824',
    ]);
  });

  test.each([
    [{ 'retention.msec': '1' }, 'retention.msec'],
    [{ 'retention.ms': 'long' }, 'retention.ms'],
    [{ 'min.compaction.lag.ms': '10', 'max.compaction.lag.ms': '5' }, 'min.compaction.lag.ms'],
    [{ 'cleanup.policy': 'delete,none' }, 'cleanup.policy'],
    [{ 'remote.storage.enable': 'true' }, 'remote.storage.enable'],
    [{ 'leader.replication.throttled.replicas': '0:1,x' }, 'leader.replication.throttled.replicas'],
  ])('refuses %j by naming %s', (texts, key) => {
    expect(checkTopicConfig(new Map(Object.entries(texts)))?.key).toBe(key);
  });

  test.each([
    { 'cleanup.policy': 'compact,delete', 'retention.ms': '-1' },
    { 'cleanup.policy': '', 'retention.bytes': '-5' },
    { 'retention.ms': ' 5000', preallocate: 'TRUE' },
    { 'leader.replication.throttled.replicas': '0:1,1:1' },
    { 'follower.replication.throttled.replicas': '*' },
    { 'local.retention.bytes': '200', 'retention.bytes': '100' },
  ])('accepts %j, as Kafka does', (texts) => {
    expect(checkTopicConfig(new Map(Object.entries(texts)))).toBeUndefined();
  });

  test("falls back on the broker's value where its own can not be read", () => {
    const log = resolveLogConfig(new Map([['retention.ms', '-7']]), configOf({}));
    expect(log.retentionMs).toBe(604_800_000);
  });
});

describe('a dynamic broker setting', () => {
  test('that can not be read counts as not set, and is told', () => {
    const config = configOf({ 'log.retention.ms': '5' });
    const problems = config.setDynamic(new Map([['log.retention.ms', '-2']]), new Map());
    expect(problems.map(({ key, value }) => [key, value])).toEqual([['log.retention.ms', '-2']]);
    expect(config.get('log.retention.ms')).toBe(5);
  });
});

describe('a listener of its own settings', () => {
  test('is known by the key behind its name, and by the mechanism', () => {
    const secret = findBrokerKey('listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config');
    expect(secret?.type).toBe('password');
    expect(findBrokerKey('listener.name.inside.ssl.client.auth')?.type).toBe('string');
    expect(findBrokerKey('listener.name.inside.no.such.key')).toBeUndefined();
    expect(() => configOf({ 'listener.name.inside.ssl.client.auth': 'maybe' })).toThrow(
      'must be one of required, requested, none',
    );
  });

  test('changes nothing here, and that is told', () => {
    const config = configOf({ 'listener.name.inside.max.connections': '5' });
    expect(config.unknownKeys()).toEqual([]);
    expect(config.inertKeys()).toEqual(['listener.name.inside.max.connections']);
  });
});

describe('listeners', () => {
  test('are parsed with their protocol, their advertised address and their role', () => {
    const config = configOf({
      listeners: 'PLAINTEXT://127.0.0.1:9092,CONTROLLER://[::1]:9093',
      'advertised.listeners': 'PLAINTEXT://broker.example:19092',
    });
    expect(listenersOf(config)).toEqual([
      {
        name: 'PLAINTEXT',
        securityProtocol: 'PLAINTEXT',
        bind: { host: '127.0.0.1', port: 9092 },
        advertised: { host: 'broker.example', port: 19092 },
        controller: false,
      },
      {
        name: 'CONTROLLER',
        securityProtocol: 'PLAINTEXT',
        bind: { host: '::1', port: 9093 },
        advertised: { host: '::1', port: 9093 },
        controller: true,
      },
    ]);
  });

  test.each([
    ['127.0.0.1:9092', 'NAME://host:port'],
    ['PLAINTEXT://h:99999', 'the port from 0 to 65535'],
    ['INTERNAL://h:1', 'listener.security.protocol.map has no entry'],
    ['PLAINTEXT://a:1,PLAINTEXT://b:2', 'must stand once'],
    ['PLAINTEXT://a:1,CONTROLLER://b:1', 'a port of its own'],
    ['PLAINTEXT://host name:1', 'NAME://host:port'],
    ['PLAINTEXT://0.0.0.0:1', "clients can't connect to 0.0.0.0"],
  ])('refuses %s', (listeners, reason) => {
    expect(() => listenersOf(configOf({ listeners }))).toThrow(reason);
  });

  test.each(['PLAINTEXT://a:0,CONTROLLER://a:0', 'PLAINTEXT://127.0.0.1:9,CONTROLLER://[::1]:9'])(
    'accepts %s, whose ports do not meet',
    (listeners) => {
      expect(listenersOf(configOf({ listeners }))).toHaveLength(2);
    },
  );

  test('may bind to every address when another is advertised', () => {
    const config = configOf({
      listeners: 'PLAINTEXT://0.0.0.0:9092',
      'advertised.listeners': 'PLAINTEXT://broker.example:9092',
    });
    expect(listenersOf(config)[0]?.bind.host).toBe('0.0.0.0');
  });

  test.each([
    [{ 'advertised.listeners': 'SSL://a:1' }, 'listeners has no listener of that name'],
    [{ 'advertised.listeners': 'PLAINTEXT://a:1,PLAINTEXT://b:1' }, 'must stand once'],
    [{ 'inter.broker.listener.name': 'INSIDE' }, 'must be one of the listeners PLAINTEXT'],
  ])('refuses %j beside them', (texts, reason) => {
    expect(() => listenersOf(configOf(texts as Record<string, string>))).toThrow(reason);
  });
});
