import { describe, expect, test } from 'vitest';
import type { Env } from '#env/env.ts';
import type { SimWorldOptions } from '#env/sim/sim-world.ts';
import { simWorld } from '../worlds.ts';

/** A small program with timers, files, sockets, chance and log lines. */
async function busyRun(seed: number, options: Partial<SimWorldOptions> = {}) {
  const world = simWorld(seed, { recordTrace: true, ...options });
  const server = world.node('server');
  server.run(async (env) => {
    await env.network.listen({ host: 'server', port: 9092 }, (connection) => {
      connection.start({ data: (chunk) => void connection.write([chunk]), close() {} });
    });
  });
  for (const name of ['a', 'b', 'c']) world.node(name).run((env) => chatter(env, name));
  await world.run(20);
  server.crash({ losePower: true });
  world.node('a').crash();
  await world.run(50);
  world.heal();
  await world.run(100);
  return { hash: world.traceHash, trace: world.trace };
}

async function chatter(env: Env, name: string): Promise<void> {
  const file = env.disk.open(`${name}.log`, 'create');
  await env.clock.sleep(1);
  const connection = await env.network.connect({ host: 'server', port: 9092 });
  connection.start({
    data(chunk) {
      file.write(file.size(), chunk);
      void file.sync().then(() => env.log.info('Synced', { size: file.size() }));
    },
    close: (error) => env.log.info('Closed', { error }),
  });
  for (let count = 0; count < 20; count += 1) {
    connection.write([env.crypto.randomBytes(env.random.nextInt(300))]);
    await env.clock.sleep(env.random.nextFloat() * 4);
  }
}

describe('the scheduler', () => {
  test('gives the same trace for the same seed, byte for byte', async () => {
    const [one, two] = [await busyRun(7), await busyRun(7)];
    expect(one.trace.length).toBeGreaterThan(300);
    expect(two.trace).toEqual(one.trace);
    expect(two.hash).toBe(one.hash);
  });

  test('gives another trace for another seed', async () => {
    expect((await busyRun(8)).hash).not.toBe((await busyRun(7)).hash);
  });

  test('runs all microtasks of an event before the next event of the same moment', async () => {
    const world = simWorld(1);
    const { clock } = world.node('n').env;
    const order: string[] = [];
    const chain = async (name: string): Promise<void> => {
      for (let depth = 0; depth < 50; depth += 1) await null;
      order.push(`${name} done`);
    };
    for (const name of ['x', 'y']) {
      clock.setTimer(5, () => {
        order.push(name);
        void chain(name);
      });
    }
    await world.runUntilIdle();
    const [first, , second] = order;
    expect(order).toEqual([first, `${first} done`, second, `${second} done`]);
  });

  test('lets the seed decide between events of the same moment', async () => {
    const firsts = new Set<string>();
    for (let seed = 0; seed < 20; seed += 1) {
      const world = simWorld(seed);
      const order: string[] = [];
      for (const name of ['x', 'y']) world.node('n').env.clock.setTimer(5, () => order.push(name));
      await world.runUntilIdle();
      firsts.add(order[0] as string);
    }
    expect([...firsts].sort()).toEqual(['x', 'y']);
  });

  test('runs on a MessageChannel, as browsers have it, with the same trace', async () => {
    const { port1, port2 } = new MessageChannel();
    const waiting: (() => void)[] = [];
    port1.onmessage = () => waiting.shift()?.();
    const postTask = (run: () => void): void => {
      waiting.push(run);
      port2.postMessage(undefined);
    };
    const there = await busyRun(7, { postTask });
    port1.close();
    expect(there.hash).toBe((await busyRun(7)).hash);
  });

  test('lets hours pass in no time, and stops where it is told to', async () => {
    const world = simWorld(1);
    const { clock } = world.node('n').env;
    const fired: number[] = [];
    const again = (): void => {
      fired.push(clock.monotonicMs());
      clock.setTimer(3_600_000, again);
    };
    clock.setTimer(3_600_000, again);
    const start = clock.now();
    await world.run(10 * 3_600_000);
    expect(fired).toHaveLength(10);
    expect(clock.now() - start).toBe(10 * 3_600_000);
  });

  test('steps event by event', async () => {
    const world = simWorld(1);
    const seen: number[] = [];
    for (const ms of [1, 2]) world.node('n').env.clock.setTimer(ms, () => seen.push(ms));
    expect([await world.step(), [...seen]]).toEqual([true, [1]]);
    expect([await world.step(), [...seen]]).toEqual([true, [1, 2]]);
    expect(await world.step()).toBe(false);
  });

  test('names seed, time and cause when an event or a check throws', async () => {
    const world = simWorld(77);
    world.node('n').env.clock.setTimer(5, () => {
      throw new Error('broken invariant');
    });
    await expect(world.runUntilIdle()).rejects.toThrow('Seed 77, at 5.000 ms: broken invariant');
    world.checkAfterEachEvent(() => {
      throw new Error('the check');
    });
    world.node('n').env.clock.setTimer(1, () => {});
    await expect(world.runUntilIdle()).rejects.toThrow('the check');
  });

  test('says so when a program can never be done', async () => {
    await expect(simWorld(5).complete(new Promise(() => {}))).rejects.toThrow(/Seed 5: nothing/);
  });

  test("passes on what a node's program throws", async () => {
    const world = simWorld(3);
    world.node('n').run(async (env) => {
      await env.clock.sleep(2);
      throw new Error('the program failed');
    });
    await expect(world.run(10)).rejects.toThrow('the program failed');
  });

  test('runs a million events', async () => {
    const world = simWorld(1);
    const { clock } = world.node('n').env;
    const chains = 1000;
    let left = 1_000_000;
    const go = async (): Promise<void> => {
      await null;
      left -= 1;
      if (left >= chains) clock.setTimer(left % 7, go);
    };
    for (let chain = 0; chain < chains; chain += 1) clock.setTimer(1, go);
    const start = performance.now();
    await world.runUntilIdle();
    const tookMs = Math.round(performance.now() - start);
    process.stdout.write(`a million simulated events: ${tookMs} ms\n`);
    expect(world.eventCount).toBe(1_000_000);
    expect(left).toBe(0);
  });
});

describe("a node's clock", () => {
  test('jumps with its wall time only', async () => {
    const world = simWorld(1);
    const { crystal, env } = world.node('n');
    const [wall, monotonic] = [env.clock.now(), env.clock.monotonicMs()];
    crystal.skewBy(-60_000);
    expect(env.clock.now()).toBe(wall - 60_000);
    expect(env.clock.monotonicMs()).toBe(monotonic);
  });

  test('drifts, and its timers with it', async () => {
    const world = simWorld(1);
    const { crystal, env } = world.node('n');
    crystal.driftTo(0.5);
    let firedMs = 0;
    env.clock.setTimer(10, () => {
      firedMs = world.nowMs;
    });
    await world.run(100);
    expect(firedMs).toBe(20);
    expect(env.clock.monotonicMs()).toBe(50);
  });

  test('fires late, never early, when it is slowed while a timer runs', async () => {
    const world = simWorld(1);
    const { crystal, env } = world.node('n');
    let firedMs = 0;
    env.clock.setTimer(10, () => {
      firedMs = world.nowMs;
    });
    await world.run(5);
    crystal.driftTo(0.25);
    await world.run(100);
    expect(firedMs).toBe(25);
  });
});
