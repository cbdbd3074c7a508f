/**
 * Each kind of file in a log directory, damaged while the broker was away: it is rebuilt where other
 * files say what was in it, else the start says which file it is and what to do. Other partitions
 * are served, and no acknowledged record goes but those whose own bytes are broken.
 */
import { describe, expect, test } from 'vitest';
import type { Env } from '#env/env.ts';
import { ListOffsetsRequest, ListOffsetsResponse } from '#protocol/messages/list-offsets.ts';
import { batch, numbered, T0 } from './batches.ts';
import { SimBroker, type WireClient } from './sim-broker.ts';

const SEGMENT = '00000000000000000000';
const GARBAGE = new TextEncoder().encode('not what was here\n');

const topics = { configs: { 'segment.bytes': '1048576', 'index.interval.bytes': '100' } };
const values = Array.from({ length: 30 }, (_, i) => `value ${i}`);

/** Two partitions of thirty records each, one a batch, of an idempotent producer. */
async function written() {
  const sim = await SimBroker.start();
  const client = await sim.client();
  await client.createTopic('t', { partitions: 2, ...topics });
  for (const [i, value] of values.entries()) {
    await client.produce('t', numbered(1000, i, [value]));
    await client.produce('t', batch([{ value, timestamp: T0 + i }]), { partition: 1 });
  }
  return sim;
}

async function ended(sim: SimBroker, how: 'stop' | 'kill'): Promise<Env> {
  if (how === 'stop') await sim.complete(sim.broker.stop());
  else sim.node.crash();
  return sim.node.restart();
}

function overwrite({ disk }: Env, path: string, bytes: Uint8Array): void {
  const file = disk.open(path, 'write');
  file.truncate(0);
  file.write(0, bytes);
  file.close();
}

function sizeOf(env: Env, path: string): number {
  return env.disk.stat(path)?.size ?? 0;
}

function cutTo(env: Env, path: string, size: number): void {
  const file = env.disk.open(path, 'write');
  file.truncate(size);
  file.close();
}

async function offsetAt(client: WireClient, timestamp: number, partitionIndex: number) {
  const { topics } = await client.ask(ListOffsetsRequest, ListOffsetsResponse, 7, {
    replicaId: -1,
    topics: [{ name: 't', partitions: [{ partitionIndex, timestamp }] }],
  });
  return topics[0]?.partitions[0]?.offset;
}

/** All records are there, found by offset and by time, and the producer can go on. */
async function expectAll(sim: SimBroker): Promise<void> {
  const client = await sim.client();
  for (const partition of [0, 1]) {
    expect(await client.readValues('t', 0, partition)).toEqual(values);
    expect(await client.readValues('t', 17, partition)).toEqual(values.slice(17));
  }
  expect(await offsetAt(client, T0 + 11, 1)).toBe(11);
  const again = await client.produce('t', numbered(1000, 29, ['value 29']));
  expect([again.errorCode, again.baseOffset]).toEqual([0, 29]);
  const next = await client.produce('t', numbered(1000, 30, ['value 30']));
  expect([next.errorCode, next.baseOffset]).toEqual([0, 30]);
}

async function failure(sim: SimBroker): Promise<string> {
  try {
    await sim.startBroker();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('The broker started.');
}

const REBUILT = [
  'recovery-point-offset-checkpoint',
  'log-start-offset-checkpoint',
  'replication-offset-checkpoint',
  'cleaner-offset-checkpoint',
  't-0/leader-epoch-checkpoint',
  't-0/partition.metadata',
  `t-0/${SEGMENT}.index`,
  `t-1/${SEGMENT}.timeindex`,
];

describe.each(['stop', 'kill'] as const)('after a %s', (how) => {
  test.each(REBUILT)('%s that is garbage, or gone, costs no record', async (name) => {
    const path = `/data/${name}`;
    for (const damage of ['garbage', 'gone'] as const) {
      const sim = await written();
      const env = await ended(sim, how);
      if (env.disk.stat(path) === undefined) env.disk.open(path, 'create').close();
      if (damage === 'garbage') overwrite(env, path, GARBAGE);
      else env.disk.remove(path);
      await sim.startBroker();
      await expectAll(sim);
    }
  });

  test('a segment whose tail is torn is cut there, and the others are whole', async () => {
    const sim = await written();
    const env = await ended(sim, how);
    const path = `/data/t-0/${SEGMENT}.log`;
    const size = sizeOf(env, path);
    cutTo(env, path, size - 5);
    // Power that was lost also loses the note that all was well.
    if (how === 'stop') env.disk.remove('/data/.kafka_cleanshutdown');
    if (how === 'stop') env.disk.remove('/data/recovery-point-offset-checkpoint');
    await sim.startBroker();
    const client = await sim.client();
    expect(await client.readValues('t', 0, 0)).toEqual(values.slice(0, -1));
    expect(await client.readValues('t', 0, 1)).toEqual(values);
    const { baseOffset } = await client.produce('t', numbered(1000, 29, ['value 29']));
    expect(baseOffset).toBe(29);
  });
});

describe('a segment that is broken in its middle', () => {
  const path = `/data/t-0/${SEGMENT}.log`;

  test('is cut there after a crash, for what follows is not known to be whole', async () => {
    const sim = await written();
    const env = await ended(sim, 'kill');
    sim.node.volume.flipBit(path, Math.floor(sizeOf(env, path) / 2));
    await sim.startBroker();
    const client = await sim.client();
    const left = await client.readValues('t', 0, 0);
    expect(left.length).toBeGreaterThan(10);
    expect(left).toEqual(values.slice(0, left.length));
    expect(await client.readValues('t', 0, 1)).toEqual(values);
    const warnings = sim.node.log.lines.filter(({ level }) => level === 'warn');
    expect(JSON.stringify(warnings.map(({ fields }) => fields))).toContain('t-0');
  });

  test('is served as it is after a stop, and its reader sees the broken checksum', async () => {
    const sim = await written();
    const env = await ended(sim, 'stop');
    sim.node.volume.flipBit(path, sizeOf(env, path) - 3);
    await sim.startBroker();
    const client = await sim.client();
    const { errorCode, records } = await client.fetch('t', 0);
    expect(errorCode).toBe(0);
    expect(records?.length).toBe(sizeOf(env, path));
    expect(await client.readValues('t', 0, 1)).toEqual(values);
  });
});

describe('a note of the clean shutdown', () => {
  test.each(['gone', 'garbage'])('that is %s costs a scan, and no record', async (damage) => {
    const sim = await written();
    const env = await ended(sim, 'stop');
    const path = '/data/.kafka_cleanshutdown';
    if (damage === 'gone') env.disk.remove(path);
    else overwrite(env, path, GARBAGE);
    await sim.startBroker();
    await expectAll(sim);
  });
});

describe('a producer snapshot that is broken', () => {
  test('is left aside, and the producers are read from the log', async () => {
    const sim = await written();
    const env = await ended(sim, 'stop');
    const names = env.disk.list('/data/t-0').filter((name) => name.endsWith('.snapshot'));
    expect(names).toHaveLength(1);
    overwrite(env, `/data/t-0/${names[0]}`, GARBAGE);
    await sim.startBroker();
    await expectAll(sim);
  });
});

describe('the files of the node itself', () => {
  test.each([
    ['meta.properties', /meta\.properties is damaged.*(Restore|format)/s],
    ['bootstrap.checkpoint', /bootstrap\.checkpoint/],
    ['__cluster_metadata-0/quorum-state', /quorum-state can't be used.*remove the file/s],
  ])('%s that is garbage is named, with what to do', async (name, message) => {
    const sim = await written();
    const env = await ended(sim, 'stop');
    const path = `/data/${name}`;
    const before = new Uint8Array(sizeOf(env, path));
    env.disk.open(path, 'read').read(0, before);
    overwrite(env, path, GARBAGE);
    expect(await failure(sim)).toMatch(message);
    overwrite(env, path, before);
    await sim.startBroker();
    await expectAll(sim);
  });

  test('a metadata log whose tail is torn is cut there', async () => {
    const sim = await written();
    const env = await ended(sim, 'kill');
    const path = `/data/__cluster_metadata-0/${SEGMENT}.log`;
    const file = env.disk.open(path, 'write');
    file.write(file.size(), GARBAGE);
    file.close();
    await sim.startBroker();
    await expectAll(sim);
  });

  test('a metadata log that is broken in its middle loses no record of any topic', async () => {
    const sim = await written();
    const env = await ended(sim, 'kill');
    const path = `/data/__cluster_metadata-0/${SEGMENT}.log`;
    sim.node.volume.flipBit(path, Math.floor(sizeOf(env, path) / 2));
    let message = '';
    await sim.startBroker().catch((error: Error) => {
      message = error.message;
    });
    const kept = env.disk
      .list('/data')
      .filter((name) => /^t-[01](\.[0-9a-f]{32}-stray)?$/.test(name));
    expect(kept).toHaveLength(2);
    if (message !== '') expect(message).toMatch(/__cluster_metadata/);
  });
});
