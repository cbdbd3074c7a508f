/**
 * A connection against a broker that does what the test says.
 */

import { describe, expect, test } from 'vitest';
import { BrokerConnection } from '#clients/broker-connection.ts';
import { RequestTimeout, UnsupportedApi } from '#clients/kafka-error.ts';
import { type Connection, NetworkError } from '#env/network.ts';
import { nodeHost } from '#env/node/node-host.ts';
import { SimWorld } from '#env/sim/sim-world.ts';
import { FrameReader } from '#protocol/frame-reader.ts';
import { ApiVersionsResponse } from '#protocol/messages/api-versions.ts';
import {
  DescribeClusterRequest,
  DescribeClusterResponse,
} from '#protocol/messages/describe-cluster.ts';
import { MetadataRequest, MetadataResponse } from '#protocol/messages/metadata.ts';
import { Reader } from '#protocol/reader.ts';
import { type RequestHeader, readRequestHeader } from '#protocol/request-header.ts';
import { encodeResponse } from '#protocol/response-header.ts';

const address = { host: 'broker', port: 9092 };
const options = { clientId: 'test', requestTimeoutMs: 1000 };

type Serve = (header: RequestHeader, connection: Connection) => void;

/** A world with a broker that hands each request's header to `serve`. */
async function worldWith(serve: Serve) {
  const world = new SimWorld({ seed: 3, ...nodeHost });
  const { env } = world.node('broker');
  const listening = env.network.listen(address, (connection) => {
    const reader = new FrameReader(1 << 20);
    connection.start({
      data(chunk) {
        const frames: Uint8Array[] = [];
        reader.push(chunk, frames);
        for (const frame of frames) serve(readRequestHeader(new Reader(frame)), connection);
      },
      close() {},
    });
  });
  await world.complete(listening);
  const client = world.node('client').env;
  const open = () => world.complete(BrokerConnection.open(client, address, options));
  return { world, open };
}

/** Serves ApiVersions up to `newest`, with these ranges; other requests go to `rest`. */
function versions(
  ranges: [key: number, min: number, max: number][],
  rest: Serve,
  newest = 4,
): Serve {
  const apiKeys = [[18, 0, newest] as const, ...ranges].map(([apiKey, minVersion, maxVersion]) => ({
    apiKey,
    minVersion,
    maxVersion,
  }));
  return (header, connection) => {
    if (header.requestApiKey !== 18) return rest(header, connection);
    const known = header.requestApiVersion <= newest;
    const version = known ? header.requestApiVersion : 0;
    const body = { errorCode: known ? 0 : 35, apiKeys };
    connection.write(encodeResponse(ApiVersionsResponse, version, header.correlationId, body));
  };
}

const metadata = { brokers: [], topics: [], clusterId: 'a-cluster' };

describe('a connection to a broker', () => {
  test('speaks the highest version that both sides know', async () => {
    const asked: number[] = [];
    const serve = versions([[3, 0, 7]], (header, connection) => {
      asked.push(header.requestApiVersion);
      connection.write(encodeResponse(MetadataResponse, 7, header.correlationId, metadata));
    });
    const { world, open } = await worldWith(serve);
    const connection = await open();
    const answer = connection.send(MetadataRequest, MetadataResponse, { topics: null });
    expect((await world.complete(answer)).clusterId).toBe('a-cluster');
    expect(asked).toEqual([7]);
  });

  test('asks again in a version that an old broker names', async () => {
    const asked: number[] = [];
    const inner = versions([[3, 0, 7]], () => {}, 2);
    const { open } = await worldWith((header, connection) => {
      asked.push(header.requestApiVersion);
      inner(header, connection);
    });
    const connection = await open();
    expect(asked).toEqual([4, 2]);
    expect(connection.versions.of(MetadataRequest)).toBe(7);
  });

  test('refuses by itself what the broker does not serve', async () => {
    const { world, open } = await worldWith(versions([[3, 99, 99]], () => {}));
    const connection = await open();
    const unknown = connection.send(DescribeClusterRequest, DescribeClusterResponse, {
      includeClusterAuthorizedOperations: false,
    });
    await expect(world.complete(unknown)).rejects.toThrow(
      new UnsupportedApi('The broker does not serve DescribeCluster.'),
    );
    const tooNew = connection.send(MetadataRequest, MetadataResponse, { topics: null });
    await expect(world.complete(tooNew)).rejects.toThrow(
      'The broker serves Metadata in versions 99 to 99; this client knows 0 to 13.',
    );
  });

  test('pipelines requests, and gives each its own answer', async () => {
    const held: RequestHeader[] = [];
    const serve = versions([[3, 12, 12]], (header, connection) => {
      held.push(header);
      if (held.length < 3) return;
      for (const { correlationId } of held) {
        const body = { ...metadata, controllerId: correlationId };
        connection.write(encodeResponse(MetadataResponse, 12, correlationId, body));
      }
    });
    const { world, open } = await worldWith(serve);
    const connection = await open();
    const ask = () => connection.send(MetadataRequest, MetadataResponse, { topics: null });
    const answers = await world.complete(Promise.all([ask(), ask(), ask()]));
    expect(answers.map(({ controllerId }) => controllerId)).toEqual(
      held.map(({ correlationId }) => correlationId),
    );
  });

  test('gives up on an answer after the timeout, and on the connection with it', async () => {
    const { world, open } = await worldWith(versions([[3, 0, 12]], () => {}));
    const connection = await open();
    const startMs = world.nowMs;
    const answer = connection.send(MetadataRequest, MetadataResponse, { topics: null });
    const behind = connection.send(MetadataRequest, MetadataResponse, { topics: null });
    behind.catch(() => {});
    await expect(world.complete(answer)).rejects.toThrow(
      new RequestTimeout('broker:9092 did not answer Metadata within 1000 ms.'),
    );
    await expect(world.complete(behind)).rejects.toThrow(RequestTimeout);
    expect(world.nowMs - startMs).toBeCloseTo(1000, -1);
    expect(connection.isOpen).toBe(false);
  });

  test('fails what waits when the broker hangs up', async () => {
    const serve = versions([[3, 0, 12]], (_, connection) => connection.end());
    const { world, open } = await worldWith(serve);
    const connection = await open();
    const answer = connection.send(MetadataRequest, MetadataResponse, { topics: null });
    await expect(world.complete(answer)).rejects.toThrow(NetworkError);
  });

  test.each([
    ['an answer to nobody', [0, 0, 0, 4, 0, 0, 0, 99]],
    ['a frame of no size', [0xff, 0xff, 0xff, 0xff]],
    ['an answer too short for its number', [0, 0, 0, 1, 7]],
  ])('ends at %s', async (_, bytes) => {
    const serve = versions([[3, 0, 12]], (_header, connection) => {
      connection.write([Uint8Array.from(bytes)]);
    });
    const { world, open } = await worldWith(serve);
    const connection = await open();
    const answer = connection.send(MetadataRequest, MetadataResponse, { topics: null });
    await expect(world.complete(answer)).rejects.toThrow(NetworkError);
    expect(connection.isOpen).toBe(false);
  });

  test('is refused where nobody listens', async () => {
    const world = new SimWorld({ seed: 3, ...nodeHost });
    world.node('broker');
    const opening = BrokerConnection.open(world.node('client').env, address, options);
    await expect(world.complete(opening)).rejects.toThrow(/broker:9092/);
  });

  test('gives up on a host that never answers', async () => {
    const { world, open } = await worldWith(versions([], () => {}));
    world.network.partition('client', 'broker');
    await expect(open()).rejects.toThrow('broker:9092 did not accept a connection in 1000 ms.');
  });
});
