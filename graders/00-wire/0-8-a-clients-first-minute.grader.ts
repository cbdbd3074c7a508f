/**
 * Task 0.8: the whole broker, seen from a client's socket. Real Kafka passes all of this.
 */
import {
  ApiVersionsRequest,
  ApiVersionsResponse,
} from 'reference:protocol/messages/api-versions.ts';
import { MetadataRequest, MetadataResponse } from 'reference:protocol/messages/metadata.ts';
import { encodeRequest } from 'reference:protocol/request-header.ts';
import { ZERO_UUID } from 'reference:protocol/uuid.ts';
import { joined } from '../../course/bytes/joined.ts';
import { expectBytes, expectEqual, expectTrue, hexBytes } from '../../course/grading/expect.ts';
import { wireBehaviour } from '../../course/grading/wire.ts';
import type { WireClient } from '../../course/grading/wire-client.ts';

const GRADER = { clientSoftwareName: 'gregor-grader', clientSoftwareVersion: '1.0' };
const NEWEST_METADATA = 13;
const UNKNOWN_ID = 'c29tZXRoaW5nLWVsc2UtMQ';

wireBehaviour('first-handshake', async (target) => {
  const client = await target.connect();
  for (const version of [0, 1, 2, 3, 4, 0]) {
    const told = await askVersions(client, version);
    const what = `in version ${version}`;
    expectEqual(told.errorCode, 0, `the error code ${what}`);
    const own = told.apiKeys.find(({ apiKey }) => apiKey === 18);
    expectEqual(own, { apiKey: 18, minVersion: 0, maxVersion: 4 }, `its own versions ${what}`);
    const metadata = told.apiKeys.find(({ apiKey }) => apiKey === 3);
    const expected = { apiKey: 3, minVersion: 0, maxVersion: NEWEST_METADATA };
    expectEqual(metadata, expected, `the versions of Metadata ${what}`);
    const keys = told.apiKeys.map(({ apiKey }) => apiKey);
    expectEqual(
      keys,
      keys.toSorted((a, b) => a - b),
      `the order of the keys ${what}`,
    );
    const finalized = told.finalizedFeatures.some(({ name }) => name === 'metadata.version');
    expectEqual(finalized, version >= 3, `whether metadata.version is told to be final ${what}`);
    const lowest = told.supportedFeatures.map(({ minVersion }) => minVersion);
    expectEqual(lowest.includes(0), version >= 4, `whether a feature's lowest level is 0 ${what}`);
  }
});

wireBehaviour('first-unknown-version', async (target) => {
  const client = await target.connect();
  client.sendFrame(hexBytes('00 12 00 63 00 00 00 07 00 03 63 6c 69 00 ff ff ff'));
  const answer = await client.receiveFrame('an answer to version 99');
  const expected = '00 00 00 07 00 23 00 00 00 01 00 12 00 00 00 04';
  const layout = 'response:ApiVersionsResponse:0';
  expectBytes(answer, hexBytes(expected), 'the answer to ApiVersions in version 99', layout);
  const { errorCode } = await askVersions(client, 4);
  expectEqual(errorCode, 0, 'the error code when it asks again on the same connection');
});

wireBehaviour('first-metadata', async (target) => {
  const { name, id } = await target.createTopic({ partitions: 3 });
  const client = await target.connect();
  for (let version = 0; version <= NEWEST_METADATA; version++) {
    const told = await client.ask(MetadataRequest, MetadataResponse, version, {
      topics: [{ name }],
      ...(version >= 4 ? { allowAutoTopicCreation: false } : {}),
    });
    const what = `in version ${version}`;
    const nodes = told.brokers.map(({ nodeId }) => nodeId);
    expectTrue(
      told.brokers.every(({ host, port }) => host !== '' && port > 0),
      `addresses ${what}`,
    );
    if (version >= 1) expectTrue(nodes.includes(told.controllerId), `a controller ${what}`);
    if (version >= 2) expectEqual(told.clusterId?.length, 22, `the cluster id's length ${what}`);
    const [topic, ...others] = told.topics;
    expectEqual(others, [], `other topics ${what}`);
    expectEqual(
      [topic?.errorCode, topic?.name, topic?.topicId, topic?.isInternal],
      [0, name, version >= 10 ? id : ZERO_UUID, false],
      `error code, name, id and isInternal of the topic ${what}`,
    );
    const partitions = topic?.partitions.toSorted((a, b) => a.partitionIndex - b.partitionIndex);
    expectEqual(
      partitions?.map(({ errorCode, partitionIndex }) => [errorCode, partitionIndex]),
      [0, 1, 2].map((index) => [0, index]),
      `error code and index of each partition ${what}`,
    );
    for (const { leaderId, leaderEpoch, replicaNodes, isrNodes } of partitions ?? []) {
      expectTrue(nodes.includes(leaderId), `the leader is one of the brokers ${what}`, leaderId);
      expectTrue(replicaNodes.includes(leaderId), `it has a replica ${what}`, replicaNodes);
      expectTrue(isrNodes.includes(leaderId), `it is in sync with itself ${what}`, isrNodes);
      expectTrue(leaderEpoch >= 0 === version >= 7, `a leader epoch ${what}`, leaderEpoch);
    }
  }
});

wireBehaviour('first-unknown-topics', async (target) => {
  const client = await target.connect();
  const name = target.unusedName('unknown');
  const unknown = (version: number, topic: { name: string | null; topicId?: string }) =>
    client.ask(MetadataRequest, MetadataResponse, version, {
      topics: [topic],
      allowAutoTopicCreation: false,
    });
  for (const version of [4, 9, 12, 13, 13]) {
    const { topics } = await unknown(version, { name });
    const seen = topics.map((topic) => [topic.name, topic.errorCode, topic.partitions.length]);
    const what = `name, error code and partitions of an unknown name, in version ${version}`;
    expectEqual(seen, [[name, 3, 0]], what);
  }
  for (const version of [12, 13]) {
    const { topics } = await unknown(version, { name: null, topicId: UNKNOWN_ID });
    const seen = topics.map((topic) => [topic.topicId, topic.errorCode, topic.partitions.length]);
    const what = `id, error code and partitions of an unknown id, in version ${version}`;
    expectEqual(seen, [[UNKNOWN_ID, 100, 0]], what);
  }
});

wireBehaviour('first-pipelined', async (target) => {
  const client = await target.connect();
  const numbers = [...Array(20).keys()].map((index) => 1000 - index);
  const requests = numbers.flatMap((correlationId) => {
    const header = { correlationId, clientId: 'grader' };
    return correlationId % 2 === 0
      ? encodeRequest(ApiVersionsRequest, 3, header, GRADER)
      : encodeRequest(MetadataRequest, 9, header, { topics: [] });
  });
  const all = joined(requests);
  client.sendBytes(all.subarray(0, all.length - 5));
  client.sendBytes(all.subarray(all.length - 5));
  for (const expected of numbers) {
    const { correlationId } =
      expected % 2 === 0
        ? await client.receiveNumbered(ApiVersionsResponse, 3)
        : await client.receiveNumbered(MetadataResponse, 9);
    expectEqual(correlationId, expected, 'the correlation id of the next answer');
  }
});

wireBehaviour('first-byte-by-byte', async (target) => {
  const client = await target.connect();
  const header = { correlationId: 5, clientId: 'grader' };
  for (const byte of joined(encodeRequest(ApiVersionsRequest, 4, header, GRADER))) {
    client.sendBytes(Uint8Array.of(byte));
  }
  const { correlationId, body } = await client.receiveNumbered(ApiVersionsResponse, 4);
  expectEqual([correlationId, body.errorCode], [5, 0], 'correlation id and error code');
});

wireBehaviour('first-unknown-tags', async (target) => {
  const { name } = await target.createTopic();
  const client = await target.connect();
  const text = new TextEncoder().encode(name);
  client.sendFrame(
    joined([
      // Metadata 9, correlation id 7, client id "abc", one tag of three bytes
      hexBytes('00 03 00 09 00 00 00 07 00 03 61 62 63 01 63 03 aa bb cc'),
      // one topic, its name, and two tags behind it
      Uint8Array.of(2, text.length + 1),
      text,
      hexBytes('02 c8 01 02 dd ee ff ff ff ff 0f 00'),
      // three bools, and two tags at the end
      hexBytes('00 00 00 02 05 00 07 01 ff'),
    ]),
  );
  const { correlationId, body } = await client.receiveNumbered(MetadataResponse, 9);
  expectEqual(correlationId, 7, 'the correlation id');
  const seen = body.topics.map((topic) => [topic.name, topic.errorCode]);
  expectEqual(seen, [[name, 0]], 'name and error code of the topic');
});

wireBehaviour('first-garbage', async (target) => {
  const good = await target.connect();
  expectEqual((await askVersions(good, 3)).errorCode, 0, 'the error code before the garbage');
  for (const [what, bytes] of [
    ['a size of -1', 'ff ff ff ff'],
    ['a size above socket.request.max.bytes', '06 40 00 01'],
    ['an HTTP request', '47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a 0d 0a'],
    ['an API key that there is not', '00 00 00 0a 03 e7 00 00 00 00 00 07 ff ff'],
    ['a body that ends too early', '00 00 00 0c 00 03 00 09 00 00 00 07 ff ff 00 05'],
    [
      'a Metadata request of two billion topics',
      '00 00 00 0e 00 03 00 01 00 00 00 07 ff ff 7f ff ff ff',
    ],
  ] as const) {
    const bad = await target.connect();
    bad.sendBytes(hexBytes(bytes));
    await bad.untilClosed();
    expectEqual(bad.answersWaiting, 0, `the answers to ${what}`);
    expectEqual((await askVersions(good, 3)).errorCode, 0, `another client's error after ${what}`);
  }
});

function askVersions(client: WireClient, version: number) {
  const body = version >= 3 ? GRADER : {};
  return client.ask(ApiVersionsRequest, ApiVersionsResponse, version, body);
}
