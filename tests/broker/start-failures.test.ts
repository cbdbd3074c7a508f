/**
 * Starts that must fail: each says what is wrong, with the value, and what to do; and leaves nothing
 * behind, so that the next start succeeds once it is mended.
 */
import { describe, expect, test } from 'vitest';
import { Broker } from '#broker/broker.ts';
import { BrokerConfig } from '#config/broker-config.ts';
import type { Env } from '#env/env.ts';
import { formatStorage } from '#metadata/format-storage.ts';
import { CLUSTER_ID, SimBroker } from './sim-broker.ts';

const OTHER_CLUSTER = 'YW5vdGhlci1jbHVzdGVyLg';

/** The message that a start fails with. */
async function failure(sim: SimBroker): Promise<string> {
  try {
    await sim.startBroker();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('The broker started.');
}

/** A formatted disk with a topic on it, and no broker running. */
async function stopped(config: Record<string, string> = {}) {
  const sim = await SimBroker.start({ config });
  const client = await sim.client();
  await client.createTopic('t');
  await client.produceValues('t', ['a']);
  await sim.complete(sim.broker.stop());
  sim.node.restart();
  return sim;
}

async function formatAt(env: Env, path: string, clusterId: string, nodeId = 1) {
  await formatStorage(env, {
    clusterId,
    nodeId,
    logDirectories: [path],
    metadataDirectory: path,
    controllerEndpoints: [{ name: 'CONTROLLER', host: 'broker-1', port: 9093 }],
  });
}

async function expectServing(sim: SimBroker): Promise<void> {
  await sim.startBroker();
  const client = await sim.client();
  expect(await client.readValues('t')).toEqual(['a']);
}

describe('a start is refused', () => {
  test('in a directory that does not exist, or is not formatted', async () => {
    const sim = SimBroker.unformatted();
    expect(await failure(sim)).toMatch(/\/data does not exist.*kafka-storage format/);
    sim.node.env.disk.makeDirectory('/data');
    expect(await failure(sim)).toMatch(/\/data is not formatted.*kafka-storage format/);
    await sim.complete(sim.format(sim.node.env));
    await sim.startBroker();
  });

  test('in a directory of another node', async () => {
    const sim = await stopped();
    sim.config['node.id'] = '7';
    expect(await failure(sim)).toMatch(/\/data belongs to node 1; this node's node.id is 7/);
    sim.config['node.id'] = '1';
    await expectServing(sim);
  });

  test('in directories of two clusters', async () => {
    const sim = await stopped();
    await sim.complete(formatAt(sim.node.env, '/other', OTHER_CLUSTER));
    sim.config['log.dirs'] = '/data,/other';
    const message = await failure(sim);
    expect(message).toMatch(/\/other belongs to the cluster/);
    expect(message).toContain(OTHER_CLUSTER);
    expect(message).toContain(CLUSTER_ID);
    sim.config['log.dirs'] = '/data';
    await expectServing(sim);
  });

  test('in a directory that a running broker has, which goes on serving', async () => {
    const sim = await SimBroker.start();
    const config = new BrokerConfig(
      new Map(
        Object.entries({
          ...sim.config,
          listeners: 'PLAINTEXT://broker-1:9192,CONTROLLER://broker-1:9193',
        }),
      ),
    );
    const second = Broker.start(sim.node.env, { config, onFatal() {} });
    await expect(sim.complete(second)).rejects.toThrow(/\/data is in use by another broker/);
    const client = await sim.client();
    await client.createTopic('t');
    expect((await client.produceValues('t', ['x'])).errorCode).toBe(0);
  });

  test('in a directory that may not be written to', async () => {
    const sim = await stopped();
    const writing = new Set(['write', 'rename', 'remove', 'makeDirectory', 'truncate', 'lock']);
    sim.node.volume.fault = (operation) => (writing.has(operation) ? 'denied' : undefined);
    expect(await failure(sim)).toMatch(/\/data/);
    sim.node.volume.fault = undefined;
    await expectServing(sim);
  });

  test('on a volume that is full, and nothing is lost', async () => {
    const sim = await stopped();
    sim.node.volume.capacityBytes = sim.node.volume.usedBytes;
    expect(await failure(sim)).toMatch(/\/data.*(full|space)/);
    sim.node.volume.capacityBytes = 2 ** 40;
    await expectServing(sim);
  });

  test.each([9092, 9093])('at port %i when somebody else listens there', async (port) => {
    const sim = await stopped();
    const address = { host: 'broker-1', port };
    const squatter = await sim.complete(sim.node.env.network.listen(address, () => {}));
    expect(await failure(sim)).toMatch(new RegExp(`${port}`));
    await sim.complete(squatter.close());
    await expectServing(sim);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['SSL', { listeners: 'SSL://broker-1:9092,CONTROLLER://broker-1:9093' }, /SSL.*PLAINTEXT/s],
    ['no door for clients', { listeners: 'CONTROLLER://broker-1:9093' }, /listener.*clients/s],
    [
      'the role of a broker alone',
      { 'process.roles': 'broker' },
      /process.roles.*broker,controller/s,
    ],
    [
      'an assignor that would be a Java class',
      { 'group.consumer.assignors': 'uniform,com.example.Mine' },
      /com.example.Mine.*group.consumer.assignors.*uniform, range/s,
    ],
    [
      'other voters',
      { 'controller.quorum.bootstrap.servers': 'a:9093,b:9093' },
      /a:9093,b:9093.*controller.quorum.bootstrap.servers/s,
    ],
  ])('that wants %s, which this broker cannot do', async (_, config, message) => {
    const sim = await stopped();
    const before = { ...sim.config };
    Object.assign(sim.config, config);
    expect(await failure(sim)).toMatch(message);
    Object.assign(sim.config, before);
    for (const key of Object.keys(config)) if (!(key in before)) delete sim.config[key];
    await expectServing(sim);
  });
});
