/**
 * Metadata and DescribeTopicPartitions: what clients are told of brokers and topics.
 */
import { describe, expect, test } from 'vitest';
import { errorName } from '#protocol/errors.ts';
import {
  DescribeTopicPartitionsRequest,
  DescribeTopicPartitionsResponse,
} from '#protocol/messages/describe-topic-partitions.ts';
import { MetadataRequest, MetadataResponse } from '#protocol/messages/metadata.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';
import { SimBroker, type WireClient } from './sim-broker.ts';

const UNKNOWN_ID = 'c29tZXRoaW5nLWVsc2UtMQ';
const NOT_ASKED = -2147483648;
const VERSIONS = [0, 1, 4, 5, 7, 8, 9, 10, 12, 13];

type Body = Parameters<typeof MetadataRequest.encode>[1];

const ask = (client: WireClient, version: number, body: Partial<Body>) =>
  client.ask(MetadataRequest, MetadataResponse, version, { topics: [], ...body });

const named = (...names: string[]) => names.map((name) => ({ name }));

async function started(...topics: [name: string, partitions: number][]) {
  const sim = await SimBroker.start();
  const client = await sim.client();
  const ids = new Map<string, string>();
  for (const [name, partitions] of topics) {
    ids.set(name, await client.createTopic(name, { partitions }));
  }
  return { sim, client, ids };
}

describe('Metadata', () => {
  test.each(VERSIONS)('v%i tells the broker, and a topic with its partitions', async (version) => {
    const { client, ids } = await started(['a', 3]);
    const told = await ask(client, version, { topics: named('a') });
    expect(told.brokers).toHaveLength(1);
    const nodeId = told.brokers[0]?.nodeId;
    expect(told.brokers[0]?.host).toMatch(/\w/);
    if (version >= 1) expect(told.controllerId).toBe(nodeId);
    if (version >= 2) expect(told.clusterId).toHaveLength(22);
    const [topic] = told.topics;
    expect(topic).toMatchObject({ errorCode: 0, name: 'a', isInternal: false });
    if (version >= 10) expect(topic?.topicId).toBe(ids.get('a'));
    expect(topic?.partitions.toSorted((a, b) => a.partitionIndex - b.partitionIndex)).toEqual(
      [0, 1, 2].map((partitionIndex) => ({
        errorCode: 0,
        partitionIndex,
        leaderId: nodeId,
        leaderEpoch: version >= 7 ? 0 : -1,
        replicaNodes: [nodeId],
        isrNodes: [nodeId],
        offlineReplicas: [],
      })),
    );
  });

  test('tells all topics for null, none for none, and in version 0 all for none', async () => {
    const { client } = await started(['a', 1], ['b', 1]);
    const namesOf = async (version: number, topics: null | []) =>
      (await ask(client, version, { topics })).topics.map(({ name }) => name).toSorted();
    expect(await namesOf(0, [])).toEqual(['a', 'b']);
    for (const version of [1, 4, 9, 12, 13]) {
      expect(await namesOf(version, null)).toEqual(['a', 'b']);
      expect(await namesOf(version, [])).toEqual([]);
    }
  });

  test.each([12, 13])('v%i tells a topic by its id, and that it knows no such id', async (v) => {
    const { client, ids } = await started(['a', 1]);
    const { topics } = await ask(client, v, {
      topics: [
        { name: null, topicId: ids.get('a') ?? '' },
        { name: null, topicId: UNKNOWN_ID },
      ],
    });
    const byId = new Map(topics.map((topic) => [topic.topicId, topic]));
    expect(byId.get(ids.get('a') ?? '')).toMatchObject({ errorCode: 0, name: 'a' });
    expect(errorName(byId.get(UNKNOWN_ID)?.errorCode ?? 0)).toBe('UNKNOWN_TOPIC_ID');
    expect(byId.get(UNKNOWN_ID)?.partitions).toEqual([]);
  });

  test.each([10, 11])('v%i refuses all topics of a request that asks by id', async (v) => {
    const { client, ids } = await started(['a', 1]);
    const id = ids.get('a') ?? '';
    for (const byId of [{ name: null, topicId: id }, { name: null }, { name: 'a', topicId: id }]) {
      const told = await ask(client, v, { topics: [byId, ...named('new')] });
      const shape = told.topics.map(({ errorCode, ...topic }) => ({
        error: errorName(errorCode),
        name: topic.name,
        id: topic.topicId,
        partitions: topic.partitions,
      }));
      const refused = { error: 'INVALID_REQUEST', partitions: [] };
      expect(shape).toEqual([
        { ...refused, name: byId.name ?? '', id: byId.topicId ?? ZERO_UUID },
        { ...refused, name: 'new', id: ZERO_UUID },
      ]);
      expect(told.brokers).toEqual([]);
    }
    const { topics } = await ask(client, v, { topics: null });
    expect(topics.map(({ name }) => name)).toEqual(['a']);
  });

  test('answers names and ids in one request, each for itself, and names before ids', async () => {
    const { client, ids } = await started(['a', 1], ['b', 1]);
    const { topics } = await ask(client, 12, {
      topics: [
        { name: null, topicId: ids.get('b') ?? '' },
        { name: 'a', topicId: UNKNOWN_ID },
      ],
    });
    expect(topics.map(({ errorCode, name }) => [errorCode, name])).toEqual([
      [0, 'b'],
      [0, 'a'],
    ]);
  });

  test.each([4, 9, 13])('v%i does not create a topic for who does not want it', async (version) => {
    const { client } = await started();
    for (let i = 0; i < 2; i++) {
      const { topics } = await ask(client, version, {
        topics: named('new'),
        allowAutoTopicCreation: false,
      });
      expect(topics.map(({ errorCode }) => errorName(errorCode))).toEqual([
        'UNKNOWN_TOPIC_OR_PARTITION',
      ]);
    }
    expect((await ask(client, version, { topics: null })).topics).toEqual([]);
  });

  test.each([0, 1, 4, 9, 13])('v%i creates a topic on the way, to write to at once', async (v) => {
    const { client } = await started();
    const { topics } = await ask(client, v, { topics: named('new') });
    expect(topics).toMatchObject([{ errorCode: 0, name: 'new', partitions: [{ leaderId: 1 }] }]);
    expect((await client.produceValues('new', ['x'])).errorCode).toBe(0);
  });

  test('creates it with num.partitions, and only once for two who ask', async () => {
    const sim = await SimBroker.start({ config: { 'num.partitions': '4' } });
    const [one, other] = [await sim.client(), await sim.client()];
    for (const client of [one, other]) client.send(MetadataRequest, 9, { topics: named('new') });
    const answers = [
      await one.receive(MetadataResponse, 9),
      await other.receive(MetadataResponse, 9),
    ];
    for (const { topics } of answers) {
      expect(topics.map(({ errorCode, partitions }) => [errorCode, partitions.length])).toEqual([
        [0, 4],
      ]);
    }
    expect((await ask(one, 9, { topics: null })).topics).toHaveLength(1);
  });

  test('creates none where auto.create.topics.enable is off', async () => {
    const sim = await SimBroker.start({ config: { 'auto.create.topics.enable': 'false' } });
    const client = await sim.client();
    const { topics } = await ask(client, 9, { topics: named('new') });
    expect(topics.map(({ errorCode }) => errorName(errorCode))).toEqual([
      'UNKNOWN_TOPIC_OR_PARTITION',
    ]);
  });

  test.each(['', '.', '..', 'a b', 'a/b', 'ä', 'x'.repeat(250)])(
    'refuses the name %j, and serves the others of the request',
    async (name) => {
      const { client } = await started(['a', 1]);
      const { topics } = await ask(client, 9, { topics: named(name, 'a') });
      const errors = new Map(topics.map((topic) => [topic.name, errorName(topic.errorCode)]));
      expect(errors.get('a')).toBe('NONE');
      expect(errors.get(name)).toBe('INVALID_TOPIC_EXCEPTION');
    },
  );

  test('tells the operations that are allowed only who asks for them', async () => {
    const { client } = await started(['a', 1]);
    const quiet = await ask(client, 10, { topics: named('a') });
    expect(quiet.clusterAuthorizedOperations).toBe(NOT_ASKED);
    expect(quiet.topics[0]?.topicAuthorizedOperations).toBe(NOT_ASKED);
    const told = await ask(client, 10, {
      topics: named('a'),
      includeClusterAuthorizedOperations: true,
      includeTopicAuthorizedOperations: true,
    });
    expect(told.clusterAuthorizedOperations).toBe(0x1fa0);
    expect(told.topics[0]?.topicAuthorizedOperations).toBe(0x0df8);
  });

  test('tells the address that the broker advertises at the door it was asked at', async () => {
    const config = {
      listeners: 'PLAINTEXT://broker-1:9092,INSIDE://broker-1:9094,CONTROLLER://broker-1:9093',
      'advertised.listeners': 'PLAINTEXT://public.example:1234,INSIDE://inside.example:5678',
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT',
    };
    const sim = await SimBroker.start({ config });
    const addressAt = async (port: number) => {
      const { brokers } = await ask(await sim.client(port), 9, {});
      return brokers.map(({ host, port }) => `${host}:${port}`);
    };
    expect(await addressAt(9092)).toEqual(['public.example:1234']);
    expect(await addressAt(9094)).toEqual(['inside.example:5678']);
  });
});

describe('DescribeTopicPartitions', () => {
  const page = (
    client: WireClient,
    names: string[],
    responsePartitionLimit = 2000,
    cursor: { topicName: string; partitionIndex: number } | null = null,
  ) =>
    client.ask(DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse, 0, {
      topics: named(...names),
      responsePartitionLimit,
      cursor,
    });

  type Page = Awaited<ReturnType<typeof page>>;
  const shape = ({ topics, nextCursor }: Page) => ({
    topics: topics.map(({ name, partitions }) => [
      name,
      partitions.map(({ partitionIndex }) => partitionIndex),
    ]),
    next: nextCursor && [nextCursor.topicName, nextCursor.partitionIndex],
  });

  test('tells topics in the order of their names, with all that is known of them', async () => {
    const { client, ids } = await started(['b', 1], ['a', 2]);
    const told = await page(client, ['b', 'a']);
    expect(shape(told)).toEqual({
      topics: [
        ['a', [0, 1]],
        ['b', [0]],
      ],
      next: null,
    });
    expect(told.topics[0]).toMatchObject({
      errorCode: 0,
      topicId: ids.get('a'),
      isInternal: false,
      topicAuthorizedOperations: 0x0df8,
      partitions: [
        { errorCode: 0, leaderId: 1, leaderEpoch: 0, replicaNodes: [1], isrNodes: [1] },
        {},
      ],
    });
    expect(told.topics[0]?.partitions[0]?.eligibleLeaderReplicas ?? []).toEqual([]);
  });

  test('tells all topics to who names none', async () => {
    const { client } = await started(['b', 1], ['a', 1]);
    expect(shape(await page(client, [])).topics).toEqual([
      ['a', [0]],
      ['b', [0]],
    ]);
  });

  test('goes page by page, and the pages together are the whole', async () => {
    const { client } = await started(['a', 3], ['b', 1], ['c', 4]);
    const pages = [];
    let cursor = null;
    do {
      const told: Page = await page(client, ['c', 'b', 'a'], 2, cursor);
      pages.push(shape(told));
      cursor = told.nextCursor;
    } while (cursor !== null);
    expect(pages).toEqual([
      { topics: [['a', [0, 1]]], next: ['a', 2] },
      {
        topics: [
          ['a', [2]],
          ['b', [0]],
        ],
        next: ['c', 0],
      },
      { topics: [['c', [0, 1]]], next: ['c', 2] },
      { topics: [['c', [2, 3]]], next: null },
    ]);
  });

  test('goes on behind a topic that was deleted between two pages', async () => {
    const { client } = await started(['a', 1], ['c', 1]);
    const told = await page(client, [], 1, { topicName: 'b', partitionIndex: 3 });
    expect(shape(told).topics).toEqual([['c', [0]]]);
  });

  test('tells of each unknown name that it is unknown', async () => {
    const { client } = await started(['b', 1]);
    const { topics } = await page(client, ['b', 'a']);
    expect(topics.map(({ name, errorCode }) => [name, errorName(errorCode)])).toEqual([
      ['a', 'UNKNOWN_TOPIC_OR_PARTITION'],
      ['b', 'NONE'],
    ]);
  });
});
