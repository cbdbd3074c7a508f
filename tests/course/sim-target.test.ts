/**
 * What broker behaviours stand on: a simulated broker, a bare client, and waits that end.
 */

import {
  ApiVersionsRequest,
  ApiVersionsResponse,
} from 'reference:protocol/messages/api-versions.ts';
import { MetadataRequest, MetadataResponse } from 'reference:protocol/messages/metadata.ts';
import { expect, test } from 'vitest';
import { endAll } from '../../course/grading/aftermath.ts';
import { SimTarget } from '../../course/grading/sim-target.ts';
import {
  batchOf,
  fetch,
  listOffset,
  metadata,
  produce,
  readAll,
  recordsIn,
} from '../../course/grading/topic-client.ts';

const anything = { clientSoftwareName: 'grader', clientSoftwareVersion: '1' };

test('what is written comes back, with its offset, key and time', async () => {
  const target = await SimTarget.start();
  const client = await target.connect();
  const { name } = await target.createTopic({ partitions: 2 });
  const records = batchOf([{ key: 'k', value: 'v', timestamp: 1_767_225_600_007 }, 'w']);
  const answer = await produce(client, name, records, { partition: 1 });
  expect(answer).toMatchObject({ errorCode: 0, baseOffset: 0 });
  expect(await readAll(client, name, 0, { partition: 1 })).toEqual([
    { offset: 0, timestamp: 1_767_225_600_007, key: 'k', value: 'v' },
    { offset: 1, timestamp: 1_767_225_600_000, key: null, value: 'w' },
  ]);
  expect(await readAll(client, name, 0)).toEqual([]);
  expect(await listOffset(client, name, -1, { partition: 1 })).toMatchObject({ offset: 2 });
});

test('a broker that is killed or loses power comes back with what was synced', async () => {
  for (const losePower of [false, true]) {
    const config = { 'log.flush.interval.ms': '100', 'log.flush.scheduler.interval.ms': '100' };
    const target = await SimTarget.start({ config });
    const { name } = await target.createTopic();
    await produce(await target.connect(), name, batchOf(['a', 'b']));
    await target.pause(1_000);
    target.crash({ losePower });
    await target.restart();
    const client = await target.connect();
    expect((await readAll(client, name)).map(({ value }) => value)).toEqual(['a', 'b']);
    await target.stop();
    await target.restart();
    const { records } = await fetch(await target.connect(), name, 1);
    expect(recordsIn(records).length).toBeGreaterThan(0);
  }
});

test('pipelined requests are answered in order, raw bytes get there, and hanging up is seen', async () => {
  const target = await SimTarget.start();
  const client = await target.connect();
  client.send(ApiVersionsRequest, 3, anything);
  client.send(MetadataRequest, 9, { topics: null });
  expect(await client.receiveNumbered(ApiVersionsResponse, 3)).toMatchObject({ correlationId: 0 });
  expect(await client.receiveNumbered(MetadataResponse, 9)).toMatchObject({ correlationId: 1 });
  client.sendBytes(new Uint8Array([0xff, 0xff, 0xff, 0xff]));
  await client.untilClosed();
  await expect(client.receiveFrame()).rejects.toThrow('the broker closed the connection');
  const sent = expect.stringMatching(/^[\d.]+ ms: sent 4 bytes: ff ff ff ff$/);
  expect(target.story).toContainEqual(sent);
});

test('two clients can wait at the same time', async () => {
  const target = await SimTarget.start();
  const [one, other] = [await target.connect(), await target.connect()];
  const { name } = await target.createTopic();
  const waiting = fetch(one, name, 0, { maxWaitMs: 5_000 });
  const paused = target.pause(1_000).then(() => produce(other, name, batchOf(['late'])));
  expect(await paused).toMatchObject({ errorCode: 0 });
  expect(recordsIn((await waiting).records)).toMatchObject([{ value: 'late' }]);
});

test('an answer that never comes is a sentence, after virtual time', async () => {
  const target = await SimTarget.start();
  const client = await target.connect();
  client.sendBytes(new Uint8Array([0, 0, 0, 9]));
  await expect(client.receiveFrame()).rejects.toThrow('waited 10000 ms for an answer');
});

test('the same seed gives the same run', async () => {
  const hashes = await Promise.all(
    [7, 7, 8].map(async (seed) => {
      const target = await SimTarget.start({ seed });
      await metadata(await target.connect(), null);
      return target.world.traceHash;
    }),
  );
  expect(hashes[0]).toBe(hashes[1]);
  expect(hashes[0]).not.toBe(hashes[2]);
});

test('a broker that is busy for ever at one moment is told, not waited for', async () => {
  const target = await SimTarget.start();
  const { clock } = target.node.env;
  const spin = (): void => {
    clock.setTimer(0, spin);
  };
  spin();
  await expect(target.pause(60_000)).rejects.toThrow(/things happened within \d+ ms, to no end/);
});

test('what waits when the behaviour is over waits no more', async () => {
  const target = await SimTarget.start();
  const waiting = target.pause(60_000);
  endAll();
  await expect(waiting).rejects.toThrow('the behaviour is over');
});
