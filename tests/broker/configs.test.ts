/**
 * Configuration over the wire: described as Kafka describes it, and in force once it is answered.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { errorName } from '#protocol/errors.ts';
import { AlterConfigsRequest, AlterConfigsResponse } from '#protocol/messages/alter-configs.ts';
import {
  DescribeConfigsRequest,
  DescribeConfigsResponse,
} from '#protocol/messages/describe-configs.ts';
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from '#protocol/messages/incremental-alter-configs.ts';
import {
  ListConfigResourcesRequest,
  ListConfigResourcesResponse,
} from '#protocol/messages/list-config-resources.ts';
import { batch, T0 } from './batches.ts';
import { SimBroker, type WireClient } from './sim-broker.ts';

const TOPIC = 2;
const BROKER = 4;
const BROKER_LOGGER = 8;
const CLIENT_METRICS = 16;
const GROUP = 32;
const SET = 0;
const DELETE = 1;
const APPEND = 2;
const SUBTRACT = 3;

type Change = readonly [key: string, value: string | null, operation?: number];

async function started(configs: Record<string, string> = {}) {
  const sim = await SimBroker.start();
  const client = await sim.client();
  await client.createTopic('t', { configs });
  return { sim, client };
}

async function alter(
  client: WireClient,
  resourceType: number,
  resourceName: string,
  changes: readonly Change[],
  { version = 1, validateOnly = false } = {},
) {
  const { responses } = await client.ask(
    IncrementalAlterConfigsRequest,
    IncrementalAlterConfigsResponse,
    version,
    {
      resources: [
        {
          resourceType,
          resourceName,
          configs: changes.map(([name, value, configOperation = SET]) => ({
            name,
            value,
            configOperation,
          })),
        },
      ],
      validateOnly,
    },
  );
  const { errorCode = -1, errorMessage = null } = responses[0] ?? {};
  return { error: errorName(errorCode), errorMessage };
}

async function describeOne(
  client: WireClient,
  resourceType: number,
  resourceName: string,
  configurationKeys: string[] | null = null,
  { version = 4, includeSynonyms = false, includeDocumentation = false } = {},
) {
  const { results } = await client.ask(DescribeConfigsRequest, DescribeConfigsResponse, version, {
    resources: [{ resourceType, resourceName, configurationKeys }],
    includeSynonyms,
    includeDocumentation,
  });
  const [result] = results;
  if (result === undefined) throw new Error('DescribeConfigs: no answer for the resource');
  return { ...result, error: errorName(result.errorCode) };
}

async function configOf(client: WireClient, key: string, type = TOPIC, name = 't') {
  const { configs } = await describeOne(client, type, name, [key]);
  return configs[0]?.value;
}

const produce = async (client: WireClient, bytes: number) => {
  const { errorCode } = await client.produce('t', batch([{ value: 'x'.repeat(bytes) }]));
  return errorName(errorCode);
};

describe('DescribeConfigs', () => {
  test.each([1, 2, 3, 4])(
    'v%i tells each key of a topic, and where its value comes from',
    async (v) => {
      const { client } = await started({ 'retention.ms': '5000' });
      const { error, configs } = await describeOne(client, TOPIC, 't', null, { version: v });
      expect(error).toBe('NONE');
      const byName = new Map(configs.map((one) => [one.name, one]));
      expect(byName.get('retention.ms')).toMatchObject({ value: '5000', configSource: 1 });
      expect(byName.get('segment.bytes')).toMatchObject({ value: '1073741824', configSource: 5 });
      expect(byName.get('segment.bytes')?.documentation || null).toBeNull();
      if (v >= 3) expect(byName.get('segment.bytes')?.configType).toBe(3);
    },
  );

  test.each([
    ['topic', TOPIC, 't'],
    ['broker', BROKER, '1'],
  ] as const)('names exactly the keys that Kafka has for a %s', async (kind, type, name) => {
    const { client } = await started();
    const path = `../golden/kafka-4.3.1/describe-configs-${kind}.json`;
    const golden = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
    const kafkas: { name: string }[] = Array.isArray(golden) ? golden : golden.configs;
    const { configs } = await describeOne(client, type, name);
    const names = configs.map((one) => one.name);
    expect(names.toSorted()).toEqual(kafkas.map((one) => one.name).toSorted());
  });

  test('tells the layers behind a value, and what the key means, when asked to', async () => {
    const { client } = await started({ 'max.message.bytes': '2000' });
    const { configs } = await describeOne(client, TOPIC, 't', ['max.message.bytes'], {
      includeSynonyms: true,
      includeDocumentation: true,
    });
    expect(configs).toHaveLength(1);
    expect(configs[0]?.synonyms).toEqual([
      { name: 'max.message.bytes', value: '2000', source: 1 },
      { name: 'message.max.bytes', value: '1048588', source: 5 },
    ]);
    expect(configs[0]?.documentation).toMatch(/\w/);
  });

  test('refuses what is not there', async () => {
    const { client } = await started();
    const errorOf = async (type: number, name: string) =>
      (await describeOne(client, type, name)).error;
    expect(await errorOf(TOPIC, 'missing')).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(await errorOf(BROKER, '7')).toBe('INVALID_REQUEST');
    expect(await errorOf(77, 'x')).toBe('INVALID_REQUEST');
    expect(await errorOf(BROKER, '')).toBe('NONE');
  });
});

describe('an altered topic config', () => {
  test('is in force for the next request', async () => {
    const { client } = await started();
    expect(await produce(client, 500)).toBe('NONE');
    const change = [['max.message.bytes', '300']] as const;
    expect((await alter(client, TOPIC, 't', change)).error).toBe('NONE');
    expect(await produce(client, 500)).toBe('MESSAGE_TOO_LARGE');
    await alter(client, TOPIC, 't', [['max.message.bytes', null, DELETE]]);
    expect(await produce(client, 500)).toBe('NONE');
  });

  test('is in force after a restart and after a crash', async () => {
    const { sim, client } = await started();
    await alter(client, TOPIC, 't', [['max.message.bytes', '300']]);
    await sim.restart();
    expect(await produce(await sim.client(), 500)).toBe('MESSAGE_TOO_LARGE');
    await sim.crashAndRestart({ losePower: true });
    expect(await produce(await sim.client(), 500)).toBe('MESSAGE_TOO_LARGE');
  });

  test('makes the log clean up as it now says', async () => {
    const { sim, client } = await started({ 'file.delete.delay.ms': '0' });
    await client.produce('t', batch([{ timestamp: T0 }]));
    await alter(client, TOPIC, 't', [['retention.ms', '1000']]);
    await sim.world.run(sim.world.nowMs + 400_000);
    expect((await client.fetch('t', 0)).errorCode).toBe(1);
    expect((await client.produceValues('t', ['x'])).baseOffset).toBe(1);
  });

  test('of cleanup.policy is added to and subtracted from', async () => {
    const { client } = await started();
    const change = async (operation: number, value: string) => {
      const { error } = await alter(client, TOPIC, 't', [['cleanup.policy', value, operation]]);
      return [error, await configOf(client, 'cleanup.policy')];
    };
    expect(await change(APPEND, 'compact')).toEqual(['NONE', 'delete,compact']);
    expect(await change(SUBTRACT, 'delete')).toEqual(['NONE', 'compact']);
    expect((await client.produce('t', batch([{}]))).errorCode).toBe(87);
  });

  test.each<[string, string, Change[]]>([
    ['a key that Kafka lacks', 'INVALID_CONFIG', [['no.such.key', '1']]],
    ['a value that is no number', 'INVALID_CONFIG', [['retention.ms', 'soon']]],
    ['a value out of range', 'INVALID_CONFIG', [['segment.bytes', '1']]],
    ['a value that is none of those allowed', 'INVALID_CONFIG', [['compression.type', 'rar']]],
    ['null to set', 'INVALID_REQUEST', [['retention.ms', null]]],
    ['an operation that nobody knows', 'INVALID_REQUEST', [['retention.ms', '1', 9]]],
    ['an addition to what is no list', 'INVALID_CONFIG', [['retention.ms', '1', APPEND]]],
    [
      'a key twice',
      'INVALID_REQUEST',
      [
        ['retention.ms', '1'],
        ['retention.ms', '2'],
      ],
    ],
  ])('refuses %s with %s and a sentence, and changes nothing', async (_, error, changes) => {
    const { client } = await started({ 'retention.ms': '5000' });
    const valid: Change = ['max.message.bytes', '300'];
    const refused = await alter(client, TOPIC, 't', [valid, ...changes]);
    expect(refused.error).toBe(error);
    expect(refused.errorMessage).toMatch(/\w/);
    expect(await configOf(client, 'retention.ms')).toBe('5000');
    expect(await configOf(client, 'max.message.bytes')).toBe('1048588');
  });

  test('is only checked when asked to validate', async () => {
    const { client } = await started();
    const change = [['max.message.bytes', '300']] as const;
    const { error } = await alter(client, TOPIC, 't', change, { version: 0, validateOnly: true });
    expect([error, await configOf(client, 'max.message.bytes')]).toEqual(['NONE', '1048588']);
  });

  test('is refused for a topic that is not there', async () => {
    const { client } = await started();
    const { error } = await alter(client, TOPIC, 'missing', [['retention.ms', '1']]);
    expect(error).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });
});

describe('AlterConfigs', () => {
  test.each([0, 1, 2])('v%i replaces all that was set', async (version) => {
    const { client } = await started({ 'retention.ms': '5000' });
    const { responses } = await client.ask(AlterConfigsRequest, AlterConfigsResponse, version, {
      resources: [
        {
          resourceType: TOPIC,
          resourceName: 't',
          configs: [{ name: 'max.message.bytes', value: '300' }],
        },
      ],
      validateOnly: false,
    });
    expect(responses).toMatchObject([{ errorCode: 0, resourceName: 't' }]);
    expect(await configOf(client, 'retention.ms')).toBe('604800000');
    expect(await produce(client, 500)).toBe('MESSAGE_TOO_LARGE');
  });

  test('refuses a resource that it has twice, and carries out the others', async () => {
    const { client } = await started();
    await client.createTopic('u');
    const resource = (resourceName: string, value: string | null) => ({
      resourceType: TOPIC,
      resourceName,
      configs: [{ name: 'retention.ms', value }],
    });
    const { responses } = await client.ask(AlterConfigsRequest, AlterConfigsResponse, 2, {
      resources: [
        resource('t', '1'),
        resource('u', '5000'),
        resource('t', '2'),
        resource('v', null),
      ],
      validateOnly: false,
    });
    const errors = responses.map((one) => `${one.resourceName} ${errorName(one.errorCode)}`);
    expect(errors.toSorted()).toEqual([
      't INVALID_REQUEST',
      't INVALID_REQUEST',
      'u NONE',
      'v INVALID_REQUEST',
    ]);
    expect(await configOf(client, 'retention.ms', TOPIC, 'u')).toBe('5000');
  });
});

describe('a dynamic broker config', () => {
  test.each([
    ['of all brokers', ''],
    ['of one broker', '1'],
  ])('%s changes what topics take by default, at once', async (_, name) => {
    const { client } = await started();
    const change = [['message.max.bytes', '300']] as const;
    expect((await alter(client, BROKER, name, change)).error).toBe('NONE');
    expect(await produce(client, 500)).toBe('MESSAGE_TOO_LARGE');
    expect(await configOf(client, 'max.message.bytes')).toBe('300');
    await alter(client, BROKER, name, [['message.max.bytes', null, DELETE]]);
    expect(await produce(client, 500)).toBe('NONE');
  });

  test('of a broker goes before that of all brokers, and a topic’s own before both', async () => {
    const { client } = await started();
    await alter(client, BROKER, '', [['message.max.bytes', '300']]);
    await alter(client, BROKER, '1', [['message.max.bytes', '400']]);
    await alter(client, TOPIC, 't', [['max.message.bytes', '500']]);
    const { configs } = await describeOne(client, TOPIC, 't', ['max.message.bytes'], {
      includeSynonyms: true,
    });
    expect(configs[0]?.synonyms.map(({ value, source }) => [value, source])).toEqual([
      ['500', 1],
      ['400', 2],
      ['300', 3],
      ['1048588', 5],
    ]);
    for (const [type, name, key] of [
      [TOPIC, 't', 'max.message.bytes'],
      [BROKER, '1', 'message.max.bytes'],
      [BROKER, '', 'message.max.bytes'],
    ] as const) {
      await alter(client, type, name, [[key, null, DELETE]]);
    }
    expect(await configOf(client, 'max.message.bytes')).toBe('1048588');
  });

  test('is there after a restart', async () => {
    const { sim, client } = await started();
    await alter(client, BROKER, '', [['message.max.bytes', '300']]);
    await sim.restart();
    expect(await produce(await sim.client(), 500)).toBe('MESSAGE_TOO_LARGE');
  });

  test.each<[string, string, string, string, string]>([
    ['that needs a restart', '1', 'INVALID_REQUEST', 'log.dirs', '/x'],
    ['that is no number', '1', 'INVALID_REQUEST', 'message.max.bytes', 'x'],
    ['of another broker', '7', 'INVALID_REQUEST', 'message.max.bytes', '1'],
    ['of a broker whose name is no number', 'x', 'INVALID_REQUEST', 'message.max.bytes', '1'],
  ])('%s is refused', async (_, broker, error, key, value) => {
    const { client } = await started();
    const refused = await alter(client, BROKER, broker, [[key, value]]);
    expect(refused.error).toBe(error);
    expect(refused.errorMessage).toMatch(/\w/);
  });
});

describe('configs of a consumer group', () => {
  const SESSION = 'consumer.session.timeout.ms';
  const HEARTBEAT = 'consumer.heartbeat.interval.ms';

  test("stand before the broker's, and are listed", async () => {
    const { client } = await started();
    expect(await configOf(client, SESSION, GROUP, 'g')).toBe('45000');
    expect((await alter(client, GROUP, 'g', [[SESSION, '50000']])).error).toBe('NONE');
    const { configs } = await describeOne(client, GROUP, 'g', [SESSION], { includeSynonyms: true });
    expect(configs[0]).toMatchObject({
      value: '50000',
      configSource: 8,
      readOnly: false,
      synonyms: [
        { name: SESSION, value: '50000', source: 8 },
        { name: 'group.consumer.session.timeout.ms', value: '45000', source: 5 },
      ],
    });
    expect(await configOf(client, SESSION, GROUP, 'other')).toBe('45000');
    const { configResources } = await client.ask(
      ListConfigResourcesRequest,
      ListConfigResourcesResponse,
      1,
      { resourceTypes: [GROUP] },
    );
    expect(configResources.map(({ resourceName }) => resourceName)).toEqual(['g']);
    expect((await alter(client, GROUP, 'g', [[SESSION, null, DELETE]])).error).toBe('NONE');
    expect(await configOf(client, SESSION, GROUP, 'g')).toBe('45000');
  });

  test.each([
    [SESSION, '44999', `${SESSION} must be greater than or equal to group.consumer.min.session.`],
    [SESSION, '60001', `${SESSION} must be less than or equal to group.consumer.max.session.`],
    [HEARTBEAT, '1', `${HEARTBEAT} must be greater than or equal to group.consumer.min.heartbeat`],
    [HEARTBEAT, 'soon', `Invalid value soon for configuration ${HEARTBEAT}`],
    ['consumer.assignment.interval.ms', '15001', 'must be less than or equal to'],
    ['retention.ms', '1', 'Unknown group config name: retention.ms'],
  ])('refuse %s %s', async (key, value, message) => {
    const { client } = await started();
    const { error, errorMessage } = await alter(client, GROUP, 'g', [[key, value]]);
    expect(error).toBe('INVALID_CONFIG');
    expect(errorMessage).toContain(message);
  });

  test('refuse a session that ends before the next heartbeat, and a group without a name', async () => {
    const config = {
      'group.consumer.min.session.timeout.ms': '6000',
      'group.consumer.max.heartbeat.interval.ms': '15000',
    };
    const client = await (await SimBroker.start({ config })).client();
    const changes: Change[] = [
      [SESSION, '10000'],
      [HEARTBEAT, '10000'],
    ];
    expect((await alter(client, GROUP, 'g', changes)).errorMessage).toBe(
      `${SESSION} must be greater than ${HEARTBEAT}`,
    );
    expect((await alter(client, GROUP, '', changes)).error).toBe('INVALID_REQUEST');
    expect((await describeOne(client, GROUP, '')).error).toBe('INVALID_REQUEST');
  });
});

describe('ListConfigResources', () => {
  async function list(client: WireClient, version: number, resourceTypes: number[]) {
    const { errorCode, configResources } = await client.ask(
      ListConfigResourcesRequest,
      ListConfigResourcesResponse,
      version,
      { resourceTypes },
    );
    const names = configResources.map((one) => `${one.resourceType} ${one.resourceName}`);
    return [errorName(errorCode), names.toSorted()];
  }

  test('v1 lists what it is asked for, or all', async () => {
    const { client } = await started();
    await client.createTopic('u');
    expect(await list(client, 1, [TOPIC])).toEqual(['NONE', [`${TOPIC} t`, `${TOPIC} u`]]);
    expect(await list(client, 1, [BROKER])).toEqual(['NONE', [`${BROKER} 1`]]);
    expect(await list(client, 1, [GROUP, CLIENT_METRICS])).toEqual(['NONE', []]);
    expect(await list(client, 1, [])).toEqual([
      'NONE',
      [`${TOPIC} t`, `${TOPIC} u`, `${BROKER} 1`, `${BROKER_LOGGER} 1`],
    ]);
    expect(await list(client, 1, [77])).toEqual(['UNSUPPORTED_VERSION', []]);
  });

  test('v0 lists client metrics, of which there are none', async () => {
    const { client } = await started();
    expect(await list(client, 0, [])).toEqual(['NONE', []]);
  });
});
