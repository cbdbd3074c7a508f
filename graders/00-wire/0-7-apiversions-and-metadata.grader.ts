/**
 * Task 0.7: the answers to ApiVersions and Metadata, as the handlers give them.
 *
 * What they return is encoded and decoded by the reference before it is compared: a field that is
 * left out counts as its default then.
 */

import { SUPPORTED_FEATURES } from 'reference:metadata/supported-features.ts';
import { ApiVersionsResponse } from 'reference:protocol/messages/api-versions.ts';
import { MetadataRequest, MetadataResponse } from 'reference:protocol/messages/metadata.ts';
import { ZERO_UUID } from 'reference:protocol/uuid.ts';
import type { BrokerServices } from '#broker/broker-services.ts';
import { answerMetadata } from '#broker/handlers/03-metadata.ts';
import { answerApiVersions, refuseApiVersions } from '#broker/handlers/18-api-versions.ts';
import { joined } from '../../course/bytes/joined.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import { expectBytes, expectEqual, expectTrue, hexBytes } from '../../course/grading/expect.ts';
import { ReferenceBroker } from './reference-broker.ts';

const UNKNOWN_ID = 'c29tZXRoaW5nLWVsc2UtMQ';
const NOT_ASKED = -2_147_483_648;
const API_VERSIONS = 18;
const METADATA = 3;

type Wanted = Parameters<typeof MetadataRequest.encode>[1];
type Api = { apiKey: number; advertised: { min: number; max: number } };

behaviour('api-versions-list', async () => {
  const broker = await ReferenceBroker.start();
  for (const version of [0, 2, 3, 4]) {
    const { errorCode, throttleTimeMs, apiKeys } = await versionsTold(broker, version);
    expectEqual([errorCode, throttleTimeMs], [0, 0], 'error code and throttle time');
    const expected = listed(broker.services.handlers).sort((a, b) => a.apiKey - b.apiKey);
    expectApis(apiKeys, expected, `told in version ${version}`);
  }
  const handlers = [
    { apiKey: 101, served: { min: 0, max: 0 }, advertised: { min: 0, max: 0 } },
    { apiKey: 18, served: { min: 0, max: 4 }, advertised: { min: 0, max: 4 } },
    { apiKey: 0, served: { min: 3, max: 13 }, advertised: { min: 0, max: 12 } },
    { apiKey: 3, served: { min: 1, max: 13 }, advertised: { min: 2, max: 13 } },
  ];
  const { apiKeys } = await versionsTold(broker, 4, { handlers });
  const inOrder = listed(handlers).sort((a, b) => a.apiKey - b.apiKey);
  expectApis(apiKeys, inOrder, 'of a broker that has four handlers');
});

/** Their keys first: of a list in another order nothing else is worth comparing. */
function expectApis(told: readonly { apiKey: number }[], expected: typeof told, which: string) {
  const keys = (apis: typeof told) => apis.map(({ apiKey }) => apiKey);
  expectEqual(keys(told), keys(expected), `the API keys, in order, ${which}`);
  expectEqual(told, expected, `the APIs ${which}, each with its advertised versions`);
}

behaviour('api-versions-features', async () => {
  const broker = await ReferenceBroker.start();
  const levels = new Map([
    ['metadata.version', 30],
    ['group.version', 1],
  ]);
  const image = { offset: 77, features: { levels } };
  for (const version of [3, 4]) {
    const metadataLog = { kraftVersion: version - 3 };
    const told = await versionsTold(broker, version, { image, metadataLog });
    const supported = [...SUPPORTED_FEATURES].map(([name, { min, max }]) => ({
      name,
      minVersion: min,
      maxVersion: max,
    }));
    const listable = supported.filter(({ minVersion }) => version >= 4 || minVersion > 0);
    const what = `in version ${version}`;
    expectEqual(byName(told.supportedFeatures), byName(listable), `supported features ${what}`);
    const kraft = version === 4 ? [{ name: 'kraft.version', ...level(1) }] : [];
    const finalized = [
      { name: 'metadata.version', ...level(30) },
      { name: 'group.version', ...level(1) },
      ...kraft,
    ];
    expectEqual(byName(told.finalizedFeatures), byName(finalized), `finalized features ${what}`);
    expectEqual(told.finalizedFeaturesEpoch, 77, 'the epoch of the finalized features');
  }
});

behaviour('api-versions-software', async () => {
  const broker = await ReferenceBroker.start();
  const told = (version: number, name: string, software: string) =>
    versionsTold(broker, version, {}, { name, version: software });
  for (const [name, version] of [
    ['apache-kafka-java', '4.3.1'],
    ['librdkafka', '2.0.2-RC1'],
    ['a', '1'],
    ['7', 'Z'],
  ] as const) {
    const { errorCode } = await told(3, name, version);
    expectEqual(errorCode, 0, `the error code for a client that is ${name} ${version}`);
  }
  for (const text of ['', ' ', 'a b', '-x', 'x-', '.x', 'x.', 'ä', 'a_b', 'x\n', 'a/b']) {
    for (const [name, version] of [
      [text, '1'],
      ['a', text],
    ] as const) {
      const { errorCode, apiKeys } = await told(name === text ? 3 : 4, name, version);
      const what = `error code and APIs for ${JSON.stringify(name)} ${JSON.stringify(version)}`;
      expectEqual([errorCode, apiKeys], [42, []], what);
    }
  }
  for (const version of [0, 1, 2]) {
    expectEqual((await told(version, '', '')).errorCode, 0, `the error code in version ${version}`);
  }
});

behaviour('api-versions-unknown-version', () => {
  for (const [correlationId, bytes] of [
    [7, '00 00 00 07'],
    [-2, 'ff ff ff fe'],
  ] as const) {
    const frame = `00 00 00 10 ${bytes} 00 23 00 00 00 01 00 12 00 00 00 04`;
    const actual = joined(refuseApiVersions(correlationId));
    const what = 'size, header and body of the answer to ApiVersions in an unknown version';
    expectBytes(actual, hexBytes(frame), what);
  }
});

behaviour('metadata-cluster', async () => {
  const broker = await ReferenceBroker.start();
  for (const [listener, host, port] of [
    ['PLAINTEXT', 'public.example', 1234],
    ['INSIDE', 'inside.example', 5678],
  ] as const) {
    const told = await metadataTold(broker, 13, { topics: [] }, {}, listener);
    const brokers = [{ nodeId: 1, host, port, rack: 'rack-7' }];
    expectEqual(told.brokers, brokers, `the brokers for a client of ${listener}`);
    expectEqual(told.clusterId, broker.clusterId, 'the cluster id');
    expectEqual(told.controllerId, 1, 'the controller id');
    expectEqual([told.errorCode, told.throttleTimeMs], [0, 0], 'error code and throttle time');
    expectEqual(told.topics, [], 'the topics');
  }
});

behaviour('metadata-all-or-some', async () => {
  const broker = await ReferenceBroker.start();
  for (const name of ['b', 'a', 'c']) await broker.createTopic(name);
  const namesTold = async (version: number, topics: Wanted['topics']) => {
    const told = await metadataTold(broker, version, { topics });
    return told.topics.map(({ name }) => name);
  };
  expectEqual((await namesTold(0, [])).sort(), ['a', 'b', 'c'], 'the topics for none in version 0');
  for (const version of [1, 4, 9, 12, 13]) {
    expectEqual(await namesTold(version, []), [], `the topics for none in version ${version}`);
    const all = (await namesTold(version, null)).sort();
    expectEqual(all, ['a', 'b', 'c'], `the topics for null in version ${version}`);
  }
  for (const version of [0, 9]) {
    const some = await namesTold(version, named('c', 'a'));
    expectEqual(some, ['c', 'a'], `the topics when c and a are asked for in version ${version}`);
  }
});

behaviour('metadata-topic', async () => {
  const broker = await ReferenceBroker.start();
  const id = await broker.createTopic('wide', 12);
  const offsetsId = await broker.createTopic('__consumer_offsets');
  const wide = {
    errorCode: 0,
    name: 'wide',
    topicId: id,
    isInternal: false,
    partitions: [...Array(12).keys()].map((partitionIndex) => ({
      errorCode: 0,
      partitionIndex,
      leaderId: 1,
      leaderEpoch: 0,
      replicaNodes: [1],
      isrNodes: [1],
      offlineReplicas: [],
    })),
    topicAuthorizedOperations: NOT_ASKED,
  };
  const topics = [
    ...named('wide'),
    { name: null, topicId: id },
    { name: null, topicId: offsetsId },
  ];
  const told = await metadataTold(broker, 13, { topics });
  const [byItsName, byItsId, internal] = told.topics;
  expectEqual(byItsName, wide, 'a topic that is asked for by name');
  expectEqual(byItsId, wide, 'the same asked for by id');
  const seen = [internal?.name, internal?.isInternal];
  expectEqual(seen, ['__consumer_offsets', true], 'name and isInternal of a topic of Kafka’s own');
  const image = scattered(broker.services.image, 'wide');
  const mixed = await metadataTold(broker, 13, { topics: named('wide') }, { image });
  expectEqual(mixed.topics[0], wide, 'a topic whose partitions the image has in another order');
});

behaviour('metadata-unknown', async () => {
  const broker = await ReferenceBroker.start();
  const id = await broker.createTopic('known');
  const topics = [
    { name: 'no-such-topic' },
    { name: 'known' },
    { name: null, topicId: UNKNOWN_ID },
    { name: null, topicId: id },
  ];
  const body = { topics, allowAutoTopicCreation: false };
  const told = await metadataTold(broker, 12, body);
  expectEqual(
    told.topics.map(({ errorCode, name, topicId, partitions }) => ({
      errorCode,
      name,
      topicId,
      partitions: partitions.length,
    })),
    [
      { errorCode: 3, name: 'no-such-topic', topicId: ZERO_UUID, partitions: 0 },
      { errorCode: 0, name: 'known', topicId: id, partitions: 1 },
      { errorCode: 100, name: null, topicId: UNKNOWN_ID, partitions: 0 },
      { errorCode: 0, name: 'known', topicId: id, partitions: 1 },
    ],
    'what is told of an unknown name, a known one, an unknown id and a known one',
  );
  for (const version of [10, 11]) {
    for (const wanted of [
      { name: null, topicId: id },
      { name: null, topicId: UNKNOWN_ID },
      { name: null, topicId: ZERO_UUID },
      { name: 'known', topicId: id },
    ]) {
      const refused = await metadataTold(broker, version, { topics: [wanted, ...named('new')] });
      const { name, topicId } = wanted;
      expectEqual(
        refused.topics.map((topic) => [topic.errorCode, topic.name, topic.topicId]),
        [
          [42, name ?? '', topicId],
          [42, 'new', ZERO_UUID],
        ],
        `error, name and id told of ${name} with an id, and of a name, in version ${version}`,
      );
    }
  }
  const existing = await metadataTold(broker, 11, { topics: null });
  const names = existing.topics.map(({ name }) => name);
  expectEqual(names, ['known'], 'the topics that exist after all of this');
});

behaviour('metadata-creates', async () => {
  const broker = await ReferenceBroker.start({ 'num.partitions': '3' });
  const asked: string[][] = [];
  const { controller } = broker.services;
  const createTopics: typeof controller.createTopics = (request) => {
    asked.push(request.topics.map(({ name }) => name));
    return controller.createTopics(request);
  };
  const counting = { controller: { createTopics } };
  const told = await metadataTold(broker, 9, { topics: named('new', 'a b', 'new') }, counting);
  expectEqual(
    told.topics.map(({ name, errorCode, partitions }) => [name, errorCode, partitions.length]),
    [
      ['new', 0, 3],
      ['a b', 17, 0],
      ['new', 0, 3],
    ],
    'name, error code and number of partitions of two that are new, one with a bad name',
  );
  expectEqual(asked, [['new', 'a b']], 'the names that the controller was to create, each time');
  await metadataTold(broker, 9, { topics: named('new') }, counting);
  await metadataTold(broker, 9, { topics: null }, counting);
  await metadataTold(broker, 12, { topics: [{ name: null, topicId: UNKNOWN_ID }] }, counting);
  const unwanted = { topics: named('other'), allowAutoTopicCreation: false };
  const refused = await metadataTold(broker, 9, unwanted, counting);
  expectEqual(refused.topics[0]?.errorCode, 3, 'the error code where the client wants no creation');
  expectEqual(asked.length, 1, 'how often the controller was asked in all of this');
  const off = await ReferenceBroker.start({ 'auto.create.topics.enable': 'false' });
  const withoutIt = await metadataTold(off, 9, { topics: named('other') }, counting);
  expectEqual(
    withoutIt.topics[0]?.errorCode,
    3,
    'the error code where the configuration wants none',
  );
  expectEqual(asked.length, 1, 'how often the controller was asked where it wants none');
  const topics = [{ name: 'gone', errorCode: 36 }];
  const raced = { controller: { createTopics: async () => ({ topics }) } };
  const gone = await metadataTold(broker, 9, { topics: named('gone') }, raced);
  const what = 'the error code of a topic that somebody else created and deleted meanwhile';
  expectEqual(gone.topics[0]?.errorCode, 3, what);
});

behaviour('metadata-operations', async () => {
  const broker = await ReferenceBroker.start();
  await broker.createTopic('a');
  for (const [cluster, topic] of [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ] as const) {
    const told = await metadataTold(broker, 10, {
      topics: named('a'),
      includeClusterAuthorizedOperations: cluster,
      includeTopicAuthorizedOperations: topic,
    });
    const seen = [
      told.clusterAuthorizedOperations,
      told.topics[0]?.topicAuthorizedOperations ?? 'no topic',
    ];
    const expected = [cluster ? 0x1fa0 : NOT_ASKED, topic ? 0x0df8 : NOT_ASKED];
    const asked = `${cluster ? '' : 'not '}asked for, topic’s ${topic ? '' : 'not '}asked for`;
    expectEqual(seen, expected, `the operations, the cluster’s ${asked}`);
  }
  const all = await metadataTold(broker, 9, {
    topics: null,
    includeTopicAuthorizedOperations: true,
  });
  expectTrue(
    all.topics.every((topic) => topic.topicAuthorizedOperations === 0x0df8),
    'the operations are told when all topics are asked for, too',
    all.topics.map((topic) => topic.topicAuthorizedOperations),
  );
});

async function versionsTold(
  broker: ReferenceBroker,
  version: number,
  instead: Record<string, unknown> = {},
  software = { name: version < 3 ? '' : 'grader', version: version < 3 ? '' : '1' },
) {
  const request = { clientSoftwareName: software.name, clientSoftwareVersion: software.version };
  const services = withInstead(broker.services, instead);
  const context = { ...broker.context(API_VERSIONS, version), broker: services };
  const answer = await broker.complete(answerApiVersions(request, context, services));
  return ApiVersionsResponse.decode(version, ApiVersionsResponse.encode(version, answer));
}

async function metadataTold(
  broker: ReferenceBroker,
  version: number,
  body: Wanted,
  instead: Record<string, unknown> = {},
  listener?: string,
) {
  const request = MetadataRequest.decode(version, MetadataRequest.encode(version, body));
  const services = withInstead(broker.services, instead);
  const context = { ...broker.context(METADATA, version, listener), broker: services };
  const answer = await broker.complete(answerMetadata(request, context, services));
  return MetadataResponse.decode(version, MetadataResponse.encode(version, answer));
}

/** The same services, but for some; what changes while the broker runs is looked up each time. */
function withInstead(services: BrokerServices, instead: Record<string, unknown>): BrokerServices {
  return new Proxy(services, {
    get: (target, name) => {
      if (typeof name === 'string' && name in instead) return instead[name];
      return Reflect.get(target, name, target);
    },
  });
}

/** An image in which one topic's partitions come in another order. */
function scattered(image: BrokerServices['image'], name: string): unknown {
  const topic = image.topics.byName.get(name);
  const mixed = { ...topic, partitions: new Map([...(topic?.partitions ?? [])].reverse()) };
  return {
    offset: image.offset,
    cluster: image.cluster,
    features: image.features,
    topics: { byName: new Map([[name, mixed]]), byId: new Map() },
  };
}

function listed(handlers: readonly Api[]) {
  return handlers.map(({ apiKey, advertised }) => ({
    apiKey,
    minVersion: advertised.min,
    maxVersion: advertised.max,
  }));
}

function level(value: number) {
  return { minVersionLevel: value, maxVersionLevel: value };
}

function byName<T extends { name: string }>(features: readonly T[]): T[] {
  return features.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function named(...names: string[]) {
  return names.map((name) => ({ name }));
}
