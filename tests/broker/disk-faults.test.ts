/**
 * Disks that fail while the broker serves: a partition whose disk fails is given up, the others go
 * on, and what was acknowledged is there when the disk is well again.
 */
import { describe, expect, test } from 'vitest';
import { errorName } from '#protocol/errors.ts';
import { InitProducerIdRequest } from '#protocol/messages/init-producer-id.ts';
import { batch } from './batches.ts';
import { SimBroker } from './sim-broker.ts';

async function started() {
  const sim = await SimBroker.start();
  const client = await sim.client();
  await client.createTopic('t', { partitions: 2 });
  await client.createTopic('u');
  for (const partition of [0, 1]) await client.produceValues('t', ['kept'], { partition });
  return { sim, client };
}

const failing = (sim: SimBroker, directory: string, kind: 'full' | 'io') => {
  sim.node.volume.fault = (operation, path) =>
    operation === 'write' && path.startsWith(directory) ? kind : undefined;
};

describe.each(['full', 'io'] as const)('a write that fails (%s)', (kind) => {
  test('is answered KAFKA_STORAGE_ERROR, and the other partitions go on', async () => {
    const { sim, client } = await started();
    failing(sim, '/data/t-0/', kind);
    const { errorCode } = await client.produceValues('t', ['lost']);
    expect(errorName(errorCode)).toBe('KAFKA_STORAGE_ERROR');
    expect((await client.produceValues('t', ['x'], { partition: 1 })).errorCode).toBe(0);
    expect((await client.produceValues('u', ['x'])).errorCode).toBe(0);
    expect(await client.readValues('t', 0, 1)).toEqual(['kept', 'x']);
  });

  test('takes its partition offline until a restart, which has all that was acknowledged', async () => {
    const { sim, client } = await started();
    failing(sim, '/data/t-0/', kind);
    await client.produceValues('t', ['lost']);
    sim.node.volume.fault = undefined;
    const { errorCode } = await client.produceValues('t', ['still offline']);
    expect(errorName(errorCode)).toBe('KAFKA_STORAGE_ERROR');
    expect(errorName((await client.fetch('t', 0)).errorCode)).toBe('KAFKA_STORAGE_ERROR');
    await sim.crashAndRestart({ losePower: false });
    const second = await sim.client();
    expect(await second.readValues('t')).toEqual(['kept']);
    expect((await second.produceValues('t', ['again'])).baseOffset).toBe(1);
  });

  test('does not keep the broker from stopping in order', async () => {
    const { sim, client } = await started();
    failing(sim, '/data/t-0/', kind);
    await client.produceValues('t', ['lost']);
    sim.node.volume.fault = undefined;
    await sim.restart();
    const second = await sim.client();
    expect(await second.readValues('t')).toEqual(['kept']);
    expect(await second.readValues('t', 0, 1)).toEqual(['kept']);
  });
});

test.each([
  ['stops', (sim: SimBroker) => sim.restart()],
  ['crashes', (sim: SimBroker) => sim.crashAndRestart({ losePower: false })],
] as const)(
  'a volume that fills up loses nothing that was acknowledged when the broker %s',
  async (_, again) => {
    const { sim, client } = await started();
    const { volume } = sim.node;
    volume.capacityBytes = volume.usedBytes + 20_000;
    const acknowledged: string[] = ['kept'];
    let error = 'NONE';
    for (let i = 0; error === 'NONE' && i < 100; i++) {
      const value = `${i} ${'x'.repeat(1000)}`;
      error = errorName((await client.produce('t', batch([{ value }]))).errorCode);
      if (error === 'NONE') acknowledged.push(value);
    }
    expect(error).toBe('KAFKA_STORAGE_ERROR');
    expect(acknowledged.length).toBeGreaterThan(5);
    volume.capacityBytes = 2 ** 40;
    await again(sim);
    const second = await sim.client();
    expect(await second.readValues('t')).toEqual(acknowledged);
    expect(await second.readValues('t', 0, 1)).toEqual(['kept']);
    expect((await second.produceValues('t', ['next'])).baseOffset).toBe(acknowledged.length);
  },
);

test('a read that fails is answered KAFKA_STORAGE_ERROR, and the other partitions are read', async () => {
  const { sim, client } = await started();
  sim.node.volume.fault = (operation, path) =>
    operation === 'read' && path.startsWith('/data/t-0/') ? 'io' : undefined;
  expect(errorName((await client.fetch('t', 0)).errorCode)).toBe('KAFKA_STORAGE_ERROR');
  expect(await client.readValues('t', 0, 1)).toEqual(['kept']);
});

test('a partition that cannot be opened is offline, and the others are served', async () => {
  const { sim } = await started();
  await sim.complete(sim.broker.stop());
  sim.node.restart();
  sim.node.volume.fault = (operation, path) =>
    operation === 'open' && path.startsWith('/data/t-0/') ? 'io' : undefined;
  await sim.startBroker();
  const client = await sim.client();
  expect(errorName((await client.fetch('t', 0)).errorCode)).toBe('KAFKA_STORAGE_ERROR');
  expect(await client.readValues('t', 0, 1)).toEqual(['kept']);
  sim.node.volume.fault = undefined;
  await sim.crashAndRestart({ losePower: false });
  expect(await (await sim.client()).readValues('t')).toEqual(['kept']);
});

test('a metadata log without room makes no promise, and goes on when there is room again', async () => {
  const { sim, client } = await started();
  failing(sim, '/data/__cluster_metadata-0/', 'full');
  await expect(client.createTopic('never')).rejects.toThrow(/closed the connection/);
  sim.node.volume.fault = undefined;
  const second = await sim.client();
  await second.createTopic('later');
  await sim.crashAndRestart({ losePower: true });
  const third = await sim.client();
  const { topics } = await third.metadata(null);
  expect(topics.map(({ name }) => name).toSorted()).toEqual(['later', 't', 'u']);
});

test('a sync of the metadata log that fails ends the node', async () => {
  const { sim, client } = await started();
  sim.node.volume.fault = (operation, path) =>
    operation === 'sync' && path.startsWith('/data/__cluster_metadata-0/') ? 'io' : undefined;
  client.send(InitProducerIdRequest, 4, { transactionalId: null, transactionTimeoutMs: 1 });
  await sim.world.run(sim.world.nowMs + 1000);
  expect(sim.fatal).toBeInstanceOf(Error);
  expect(client.answersWaiting).toBe(0);
});
