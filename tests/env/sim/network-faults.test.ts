import { describe, expect, test } from 'vitest';
import type { Connection, NetworkError } from '#env/network.ts';
import type { SimWorld } from '#env/sim/sim-world.ts';
import { simWorld } from '../worlds.ts';

interface End {
  readonly connection: Connection;
  readonly chunks: number[];
  size: number;
  closed: string | undefined;
}

function endOf(connection: Connection): End {
  const end: End = { connection, chunks: [], size: 0, closed: undefined };
  connection.start({
    data(chunk) {
      end.size += chunk.length;
      end.chunks.push(chunk.length);
    },
    close(error?: NetworkError) {
      end.closed = error === undefined ? 'ended' : error.kind;
    },
  });
  return end;
}

const SERVER = { host: 'b', port: 9092 };

/** Nodes a and b with a connection between them. */
async function connected(world: SimWorld): Promise<{ a: End; b: End }> {
  const accepted: End[] = [];
  const { network } = world.node('b').env;
  await world.complete(network.listen(SERVER, (end) => void accepted.push(endOf(end))));
  const a = await world.complete(world.node('a').env.network.connect(SERVER).then(endOf));
  return { a, b: accepted[0] as End };
}

const hello = [new TextEncoder().encode('hello')];

describe('the simulated network', () => {
  test('cuts and joins what was written, by seed, and keeps every byte', async () => {
    const chunkings = new Set<string>();
    for (let seed = 0; seed < 20; seed += 1) {
      const world = simWorld(seed);
      const { a, b } = await connected(world);
      for (let count = 0; count < 10; count += 1) a.connection.write([new Uint8Array(100)]);
      await world.runUntilIdle();
      expect(b.size).toBe(1000);
      chunkings.add(b.chunks.join());
    }
    expect(chunkings.size).toBeGreaterThan(10);
  });

  test('holds bytes back in a one-way partition, while the other way goes on', async () => {
    const world = simWorld(1);
    const { a, b } = await connected(world);
    world.network.partition('a', 'b');
    a.connection.write(hello);
    b.connection.write(hello);
    await world.run(world.nowMs + 10_000);
    expect([a.size, b.size]).toEqual([5, 0]);
    world.network.heal();
    await world.runUntilIdle();
    expect(b.size).toBe(5);
  });

  test('gives the writer its memory back while the bytes wait for room', async () => {
    const world = simWorld(1);
    const received: number[] = [];
    const { network } = world.node('b').env;
    await world.complete(
      network.listen(SERVER, (end) =>
        end.start({ data: (chunk) => void received.push(...new Set(chunk)), close() {} }),
      ),
    );
    const a = await world.complete(world.node('a').env.network.connect(SERVER));
    a.start({ data() {}, close() {} });
    world.network.partition('a', 'b');
    const memory = new Uint8Array(200_000);
    for (const value of [1, 2, 3, 4]) {
      memory.fill(value);
      a.write([memory], () => memory.fill(0));
    }
    expect(a.bufferedBytes).toBeGreaterThan(400_000);
    world.network.heal();
    await world.runUntilIdle();
    expect([...new Set(received)]).toEqual([1, 2, 3, 4]);
  });

  test('keeps the order of bytes over a partition', async () => {
    const world = simWorld(2);
    const received: number[] = [];
    const { network } = world.node('b').env;
    await world.complete(
      network.listen(SERVER, (end) =>
        end.start({ data: (chunk) => void received.push(...chunk), close() {} }),
      ),
    );
    const a = await world.complete(world.node('a').env.network.connect(SERVER));
    a.start({ data() {}, close() {} });
    for (let byte = 0; byte < 200; byte += 1) {
      if (byte === 50) world.network.partition('a', 'b');
      if (byte === 150) world.network.heal();
      a.write([Uint8Array.of(byte)]);
      await world.run(world.nowMs + 0.2);
    }
    await world.runUntilIdle();
    expect(received).toEqual(Array.from({ length: 200 }, (_, byte) => byte));
  });

  test('connects only when both directions are open, and gives up after two minutes', async () => {
    const world = simWorld(1);
    await world.complete(world.node('b').env.network.listen(SERVER, (end) => void endOf(end)));
    const { network } = world.node('a').env;
    world.network.partition('b', 'a');
    await expect(world.complete(network.connect(SERVER))).rejects.toMatchObject({
      kind: 'unreachable',
    });
    expect(world.nowMs).toBeGreaterThan(120_000);
    const later = network.connect(SERVER).then(endOf);
    await world.run(world.nowMs + 2_000);
    world.network.heal();
    await world.complete(later);
  });

  test('does not know a node that is not there', async () => {
    const world = simWorld(1);
    const { network } = world.node('a').env;
    await expect(world.complete(network.connect({ host: 'z', port: 1 }))).rejects.toMatchObject({
      kind: 'unreachable',
    });
  });

  test('cuts connections: both ends hear of a reset', async () => {
    const world = simWorld(1);
    const { a, b } = await connected(world);
    world.network.cut('a', 'b');
    await world.runUntilIdle();
    expect([a.closed, b.closed]).toEqual(['reset', 'reset']);
  });

  test('tells the peers of a process that crashed', async () => {
    const world = simWorld(1);
    const { a, b } = await connected(world);
    world.node('b').crash();
    await world.runUntilIdle();
    expect(a.closed).toBeDefined();
    expect(b.closed).toBeUndefined();
    await expect(world.complete(world.node('a').env.network.connect(SERVER))).rejects.toMatchObject(
      { kind: 'refused' },
    );
  });

  test('tells nobody of a machine that crashed, until they send and it is back', async () => {
    const world = simWorld(1);
    const { a } = await connected(world);
    world.node('b').crash({ losePower: true });
    await world.run(world.nowMs + 60_000);
    expect(a.closed).toBeUndefined();
    a.connection.write(hello);
    await world.run(world.nowMs + 60_000);
    expect(a.closed).toBeUndefined();
    world.node('b').restart();
    await world.runUntilIdle();
    expect(a.closed).toBe('reset');
  });

  test('takes the time that delay and bandwidth ask for', async () => {
    const world = simWorld(1);
    const { a, b } = await connected(world);
    world.network.setLink('a', 'b', { minDelayMs: 100, maxDelayMs: 100, bytesPerMs: 10 });
    const start = world.nowMs;
    a.connection.write([new Uint8Array(1000)]);
    await world.runUntilIdle();
    expect(b.size).toBe(1000);
    expect(world.nowMs - start).toBeGreaterThanOrEqual(200);
    expect(world.nowMs - start).toBeLessThan(201);
  });

  test('isolates a node from all others', async () => {
    const world = simWorld(1);
    const { a, b } = await connected(world);
    world.network.isolate('a');
    a.connection.write(hello);
    b.connection.write(hello);
    await world.run(world.nowMs + 1_000);
    expect([a.size, b.size]).toEqual([0, 0]);
    world.heal();
    await world.runUntilIdle();
    expect([a.size, b.size]).toEqual([5, 5]);
  });
});
