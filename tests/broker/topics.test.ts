/**
 * CreateTopics, DeleteTopics and CreatePartitions over the wire, in their versions. What the
 * controller decides has its own tests; here is that the answers are right and in force at once.
 */
import { describe, expect, test } from 'vitest';
import { errorName } from '#protocol/errors.ts';
import {
  CreatePartitionsRequest,
  CreatePartitionsResponse,
} from '#protocol/messages/create-partitions.ts';
import { CreateTopicsRequest, CreateTopicsResponse } from '#protocol/messages/create-topics.ts';
import { DeleteTopicsRequest, DeleteTopicsResponse } from '#protocol/messages/delete-topics.ts';
import { SimBroker, type WireClient } from './sim-broker.ts';

const NO_ID = 'AAAAAAAAAAAAAAAAAAAAAA';
const UNKNOWN_ID = 'c29tZXRoaW5nLWVsc2UtMQ';

interface NewTopic {
  readonly name: string;
  readonly numPartitions?: number;
  readonly replicationFactor?: number;
  readonly assignments?: { partitionIndex: number; brokerIds: number[] }[];
  readonly configs?: { name: string; value: string | null }[];
}

const create = (
  client: WireClient,
  version: number,
  topics: readonly NewTopic[],
  { validateOnly = false } = {},
) =>
  client.ask(CreateTopicsRequest, CreateTopicsResponse, version, {
    topics: topics.map((topic) => ({
      numPartitions: 1,
      replicationFactor: 1,
      assignments: [],
      configs: [],
      ...topic,
    })),
    timeoutMs: 1000,
    validateOnly,
  });

const remove = (client: WireClient, version: number, ...names: string[]) =>
  client.ask(DeleteTopicsRequest, DeleteTopicsResponse, version, {
    topics: version >= 6 ? names.map((name) => ({ name, topicId: NO_ID })) : [],
    topicNames: version >= 6 ? [] : names,
    timeoutMs: 1000,
  });

const grow = (client: WireClient, version: number, count: number, { validateOnly = false } = {}) =>
  client.ask(CreatePartitionsRequest, CreatePartitionsResponse, version, {
    topics: [{ name: 't', count, assignments: null }],
    timeoutMs: 1000,
    validateOnly,
  });

async function partitionsOf(client: WireClient, name: string): Promise<number | string> {
  const { topics } = await client.metadata(null);
  const topic = topics.find((one) => one.name === name);
  return topic === undefined ? 'missing' : topic.partitions.length;
}

async function started() {
  const sim = await SimBroker.start();
  return { sim, client: await sim.client() };
}

describe('CreateTopics', () => {
  test.each([2, 4, 5, 7])('v%i creates topics, and describes them as far as it can', async (v) => {
    const { client } = await started();
    const configs = [{ name: 'retention.ms', value: '5000' }];
    const { topics } = await create(client, v, [{ name: 'a', numPartitions: 3, configs }]);
    const [a] = topics;
    expect(a).toMatchObject({ name: 'a', errorCode: 0, errorMessage: null });
    if (v >= 5) {
      expect(a).toMatchObject({ numPartitions: 3, replicationFactor: 1 });
      const retention = a?.configs?.find(({ name }) => name === 'retention.ms');
      expect(retention).toMatchObject({ value: '5000', readOnly: false, configSource: 1 });
    }
    if (v >= 7) expect(a?.topicId).toMatch(/^[\w-]{22}$/);
    expect(await partitionsOf(client, 'a')).toBe(3);
  });

  test('takes the broker’s defaults for -1', async () => {
    const { client } = await started();
    const defaults = { numPartitions: -1, replicationFactor: -1 };
    const { topics } = await create(client, 5, [{ name: 'a', ...defaults }]);
    expect(topics).toMatchObject([{ errorCode: 0, numPartitions: 1, replicationFactor: 1 }]);
  });

  test('only says what it would do when asked to validate', async () => {
    const { client } = await started();
    const { topics } = await create(client, 7, [{ name: 'a' }], { validateOnly: true });
    expect(topics).toMatchObject([{ name: 'a', errorCode: 0 }]);
    expect(await partitionsOf(client, 'a')).toBe('missing');
  });

  test.each<[string, string, Partial<NewTopic>]>([
    ['INVALID_TOPIC_EXCEPTION', 'an illegal character', { name: 'a b' }],
    ['INVALID_TOPIC_EXCEPTION', 'no name', { name: '' }],
    ['INVALID_TOPIC_EXCEPTION', 'two dots as its name', { name: '..' }],
    ['INVALID_TOPIC_EXCEPTION', 'a name that is too long', { name: 'x'.repeat(250) }],
    ['TOPIC_ALREADY_EXISTS', 'the name of another', { name: 'taken' }],
    ['INVALID_TOPIC_EXCEPTION', 'a name whose metrics collide with another’s', { name: 'dot_ted' }],
    ['INVALID_PARTITIONS', 'no partitions', { numPartitions: 0 }],
    ['INVALID_REPLICATION_FACTOR', 'no replicas', { replicationFactor: 0 }],
    ['INVALID_REPLICATION_FACTOR', 'more replicas than brokers', { replicationFactor: 2 }],
    ['INVALID_CONFIG', 'a config that Kafka lacks', { configs: [{ name: 'x', value: '1' }] }],
    [
      'INVALID_CONFIG',
      'a config that is no number',
      { configs: [{ name: 'retention.ms', value: 'x' }] },
    ],
    ['INVALID_CONFIG', 'a config of null', { configs: [{ name: 'retention.ms', value: null }] }],
    [
      'INVALID_REPLICA_ASSIGNMENT',
      'a replica on a broker that is not there',
      {
        numPartitions: -1,
        replicationFactor: -1,
        assignments: [{ partitionIndex: 0, brokerIds: [9] }],
      },
    ],
  ])('answers %s to %s, with a sentence, and creates the others', async (error, _, topic) => {
    const { client } = await started();
    await create(client, 7, [{ name: 'taken' }, { name: 'dot.ted' }]);
    const { topics } = await create(client, 7, [{ name: 'bad', ...topic }, { name: 'good' }]);
    const answers = new Map(topics.map((one) => [one.name, one]));
    expect(errorName(answers.get('good')?.errorCode ?? -1)).toBe('NONE');
    const bad = answers.get(topic.name ?? 'bad');
    expect(errorName(bad?.errorCode ?? -1)).toBe(error);
    expect(bad?.errorMessage).toMatch(/\w/);
    expect(await partitionsOf(client, 'good')).toBe(1);
  });

  test('refuses a name that a request has twice', async () => {
    const { client } = await started();
    const { topics } = await create(client, 7, [{ name: 'a' }, { name: 'a' }, { name: 'b' }]);
    const errors = topics.map(({ name, errorCode }) => `${name} ${errorName(errorCode)}`);
    expect(errors.toSorted()).toEqual(['a INVALID_REQUEST', 'b NONE']);
  });
});

describe('DeleteTopics', () => {
  test.each([1, 3, 5, 6])(
    'v%i deletes topics, and tells which it does not know',
    async (version) => {
      const { client } = await started();
      await client.createTopic('a');
      const { responses } = await remove(client, version, 'a', 'missing');
      const errors = responses.map(({ name, errorCode }) => `${name} ${errorName(errorCode)}`);
      expect(errors.toSorted()).toEqual(['a NONE', 'missing UNKNOWN_TOPIC_OR_PARTITION']);
      expect(await partitionsOf(client, 'a')).toBe('missing');
    },
  );

  test('v6 deletes a topic by its id', async () => {
    const { client } = await started();
    const topicId = await client.createTopic('a');
    const { responses } = await client.ask(DeleteTopicsRequest, DeleteTopicsResponse, 6, {
      topics: [
        { name: null, topicId },
        { name: null, topicId: UNKNOWN_ID },
      ],
      timeoutMs: 1000,
    });
    const errors = new Map(responses.map((one) => [one.topicId, errorName(one.errorCode)]));
    expect([errors.get(topicId), errors.get(UNKNOWN_ID)]).toEqual(['NONE', 'UNKNOWN_TOPIC_ID']);
    expect(await partitionsOf(client, 'a')).toBe('missing');
  });

  test('leaves nothing of its records to a topic of the same name', async () => {
    const { client } = await started();
    const oldId = await client.createTopic('a', { configs: { 'retention.ms': '77777' } });
    await client.produceValues('a', ['old']);
    await remove(client, 6, 'a');
    const newId = await client.createTopic('a');
    expect(newId).not.toBe(oldId);
    expect(await client.readValues('a')).toEqual([]);
    expect((await client.produceValues('a', ['new'])).baseOffset).toBe(0);
  });

  test('frees the disk after file.delete.delay.ms', async () => {
    const { sim, client } = await started();
    await client.createTopic('a', { configs: { 'file.delete.delay.ms': '60000' } });
    await client.produceValues('a', ['x'.repeat(100_000)]);
    const directories = () =>
      sim.node.env.disk.list('/data').filter((name) => name.startsWith('a'));
    await remove(client, 6, 'a');
    expect(directories()).toEqual([expect.stringMatching(/^a-0\.[0-9a-f]{32}-delete$/)]);
    await sim.world.run(sim.world.nowMs + 61_000);
    expect(directories()).toEqual([]);
  });

  test('is refused where delete.topic.enable is off', async () => {
    const sim = await SimBroker.start({ config: { 'delete.topic.enable': 'false' } });
    const client = await sim.client();
    await client.createTopic('a');
    const { responses } = await remove(client, 6, 'a');
    expect(errorName(responses[0]?.errorCode ?? 0)).toBe('TOPIC_DELETION_DISABLED');
    expect(await partitionsOf(client, 'a')).toBe(1);
  });
});

describe('CreatePartitions', () => {
  test.each([0, 1, 2, 3])('v%i gives a topic more partitions, to write to at once', async (v) => {
    const { client } = await started();
    await client.createTopic('t');
    await client.produceValues('t', ['kept']);
    const { results } = await grow(client, v, 3);
    expect(results).toMatchObject([{ name: 't', errorCode: 0 }]);
    expect(await partitionsOf(client, 't')).toBe(3);
    expect((await client.produceValues('t', ['x'], { partition: 2 })).errorCode).toBe(0);
    expect(await client.readValues('t')).toEqual(['kept']);
  });

  test('never takes any away, and does not grow by nothing', async () => {
    const { client } = await started();
    await client.createTopic('t', { partitions: 3 });
    for (const count of [2, 3, 0, -1]) {
      const { results } = await grow(client, 3, count);
      expect(errorName(results[0]?.errorCode ?? 0)).toBe('INVALID_PARTITIONS');
      expect(results[0]?.errorMessage).toMatch(/\w/);
    }
    expect(await partitionsOf(client, 't')).toBe(3);
  });

  test('only says what it would do when asked to validate', async () => {
    const { client } = await started();
    await client.createTopic('t');
    const { results } = await grow(client, 3, 3, { validateOnly: true });
    expect(results).toMatchObject([{ errorCode: 0 }]);
    expect(await partitionsOf(client, 't')).toBe(1);
  });

  test('does not know a topic that is not there', async () => {
    const { client } = await started();
    const { results } = await grow(client, 3, 3);
    expect(errorName(results[0]?.errorCode ?? 0)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });
});
