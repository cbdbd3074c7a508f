/**
 * What clients do to a connection that they should not, and what they may do and rarely do.
 */
import { describe, expect, test } from 'vitest';
import { ApiVersionsRequest, ApiVersionsResponse } from '#protocol/messages/api-versions.ts';
import { FetchRequest, FetchResponse } from '#protocol/messages/fetch.ts';
import { MetadataRequest, MetadataResponse } from '#protocol/messages/metadata.ts';
import { ProduceRequest } from '#protocol/messages/produce.ts';
import { encodeRequest } from '#protocol/request-header.ts';
import { batchOf, fetchOf, SimBroker, type WireClient } from './sim-broker.ts';

const HELLO = { clientSoftwareName: 'test', clientSoftwareVersion: '1' };

const hello = (client: WireClient) => client.ask(ApiVersionsRequest, ApiVersionsResponse, 3, HELLO);

const int32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value);
  return bytes;
};

/** A request's frame with api key and version as given, and no sensible body. */
const frame = (apiKey: number, version: number, body: number[] = []): Uint8Array => {
  const bytes = new Uint8Array(4 + 10 + body.length);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 10 + body.length);
  view.setInt16(4, apiKey);
  view.setInt16(6, version);
  view.setInt32(8, 99);
  view.setInt16(12, -1);
  bytes.set(body, 14);
  return bytes;
};

describe('a connection', () => {
  test('answers pipelined requests in their order, also behind one that waits', async () => {
    const sim = await SimBroker.start();
    const client = await sim.client();
    await client.createTopic('t');
    const fetching = client.send(FetchRequest, 11, fetchOf('t', 0, { maxWaitMs: 500 }));
    const asking = client.send(MetadataRequest, 9, { topics: [] });
    const first = await client.receiveNumbered(FetchResponse, 11);
    const second = await client.receiveNumbered(MetadataResponse, 9);
    expect([first.correlationId, second.correlationId]).toEqual([fetching, asking]);
  });

  test('answers a request that comes byte by byte', async () => {
    const sim = await SimBroker.start();
    const client = await sim.client();
    const header = { correlationId: 5, clientId: null };
    for (const piece of encodeRequest(ApiVersionsRequest, 3, header, HELLO)) {
      for (const byte of piece) client.connection.write([Uint8Array.of(byte)]);
    }
    const answer = await client.receiveNumbered(ApiVersionsResponse, 3);
    expect(answer.correlationId).toBe(5);
  });

  test('answers an ApiVersions request of an unknown version with the versions it knows', async () => {
    const sim = await SimBroker.start();
    const client = await sim.client();
    client.connection.write([frame(18, 99, [0, 1, 1, 0])]);
    const { errorCode, apiKeys } = await client.receive(ApiVersionsResponse, 0);
    expect(errorCode).toBe(35);
    expect(apiKeys).toEqual([{ apiKey: 18, minVersion: 0, maxVersion: 4 }]);
    expect((await hello(client)).errorCode).toBe(0);
  });

  test.each([
    ['a frame of negative size', int32(-1)],
    ['a frame above socket.request.max.bytes', int32(104857601)],
    ['text that is no protocol at all', new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n')],
    ['an api key that Kafka does not have', frame(999, 0)],
    ['an api that this broker does not serve yet', frame(11, 5, [0, 0, 0, 0])],
    ['a version that is not served', frame(1, 3)],
    ['a produce of a version that is only advertised', frame(0, 2)],
    ['a body that ends too early', frame(3, 9, [5])],
    ['a body with an array larger than the frame', frame(3, 1, [0x7f, 0xff, 0xff, 0xff])],
    ['an empty frame', int32(0)],
  ])('is closed after %s, and the broker serves the others', async (_, bytes) => {
    const sim = await SimBroker.start();
    const [bad, good] = [await sim.client(), await sim.client()];
    bad.connection.write([bytes]);
    await bad.untilClosed();
    expect(bad.answersWaiting).toBe(0);
    expect((await hello(good)).errorCode).toBe(0);
  });

  test('is answered what came before the garbage', async () => {
    const sim = await SimBroker.start();
    const client = await sim.client();
    client.send(ApiVersionsRequest, 3, HELLO);
    client.connection.write([int32(-1)]);
    expect((await client.receive(ApiVersionsResponse, 3)).errorCode).toBe(0);
    await client.untilClosed();
  });

  test('is closed when it has been silent for connections.max.idle.ms', async () => {
    const sim = await SimBroker.start({ config: { 'connections.max.idle.ms': '10000' } });
    const client = await sim.client();
    await hello(client);
    await sim.world.run(sim.world.nowMs + 9_000);
    expect(client.closed).toBe(false);
    await hello(client);
    await sim.world.run(sim.world.nowMs + 9_000);
    expect(client.closed).toBe(false);
    await sim.world.run(sim.world.nowMs + 2_000);
    expect(client.closed).toBe(true);
  });

  test('is closed on arrival above max.connections.per.ip', async () => {
    const sim = await SimBroker.start({ config: { 'max.connections.per.ip': '1' } });
    const first = await sim.client();
    await hello(first);
    const second = await sim.client();
    await second.untilClosed();
    expect((await hello(first)).errorCode).toBe(0);
  });

  test('gets no answer to a produce with acks=0, and is closed when that fails', async () => {
    const sim = await SimBroker.start();
    const client = await sim.client();
    await client.createTopic('t');
    const produce = (name: string) =>
      client.send(ProduceRequest, 9, {
        acks: 0,
        timeoutMs: 1000,
        topicData: [{ name, partitionData: [{ index: 0, records: batchOf(['x']) }] }],
      });
    produce('t');
    expect((await hello(client)).errorCode).toBe(0);
    expect(await client.readValues('t')).toEqual(['x']);
    produce('no-such-topic');
    await client.untilClosed();
    expect(client.answersWaiting).toBe(0);
  });

  test('that sends without reading is stopped by its own window, and loses nothing', async () => {
    const sim = await SimBroker.start();
    const client = await sim.client();
    await client.createTopic('t');
    await client.produceValues('t', ['x'.repeat(500_000)]);
    client.connection.pause();
    const count = 40;
    for (let i = 0; i < count; i++) client.send(FetchRequest, 11, fetchOf('t', 0));
    await sim.world.run(sim.world.nowMs + 10_000);
    expect(client.answersWaiting).toBe(0);
    const other = await sim.client();
    expect((await hello(other)).errorCode).toBe(0);
    client.connection.resume();
    for (let i = 0; i < count; i++) {
      const { responses } = await client.receive(FetchResponse, 11);
      expect(responses[0]?.partitions[0]?.records?.length).toBeGreaterThan(500_000);
    }
  });
});

describe('a broker that stops', () => {
  test('answers what is in flight, then closes', async () => {
    const sim = await SimBroker.start();
    const client = await sim.client();
    await client.createTopic('t');
    client.send(FetchRequest, 11, fetchOf('t', 0, { maxWaitMs: 60_000 }));
    await sim.world.run(sim.world.nowMs + 100);
    const started = sim.world.nowMs;
    await sim.complete(sim.broker.stop());
    expect(sim.world.nowMs - started).toBeLessThan(1000);
    expect((await client.receive(FetchResponse, 11)).errorCode).toBe(0);
    await client.untilClosed();
  });

  test('refuses new connections', async () => {
    const sim = await SimBroker.start();
    await sim.complete(sim.broker.stop());
    await expect(sim.client()).rejects.toMatchObject({ kind: 'refused' });
  });
});
