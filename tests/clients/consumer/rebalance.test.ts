/**
 * What an application hears of rebalances, and what becomes of its commits in them.
 */
import { describe, expect, test } from 'vitest';
import type { Consumer } from '#clients/consumer/consumer.ts';
import { CommitFailed, FencedInstanceId } from '#clients/consumer/consumer-error.ts';
import type { RebalanceListener } from '#clients/consumer/rebalance-listener.ts';
import type { TopicPartition } from '#storage/log-files.ts';
import { assignorsNamed, ConsumerWorld, partitionsOf } from './consumer-world.ts';

const PROTOCOLS = [
  ['range', { assignors: assignorsNamed(['range']) }],
  ['cooperative-sticky', { assignors: assignorsNamed(['cooperative-sticky']) }],
  ['the consumer protocol', { groupProtocol: 'consumer' }],
] as const;

/** Writes down what a listener hears. */
function listening(story: string[], name = ''): RebalanceListener {
  const note = (what: string) => (partitions: readonly TopicPartition[]) => {
    const numbers = partitions.map(({ partition }) => partition).join(' ');
    story.push(`${name}${what} ${numbers}`.trim());
  };
  return {
    onPartitionsAssigned: note('assigned'),
    onPartitionsRevoked: note('revoked'),
    onPartitionsLost: note('lost'),
  };
}

async function twoMembers(options: (typeof PROTOCOLS)[number][1]) {
  const world = await ConsumerWorld.start();
  await world.topic('t', 4);
  const story: string[] = [];
  const a = world.consumer(options, 'a');
  const b = world.consumer(options, 'b');
  await a.subscribe(['t'], listening(story, 'a '));
  await world.pollAll([a], () => a.assignment().length === 4);
  await b.subscribe(['t'], listening(story, 'b '));
  await world.pollAll([a, b], () => b.assignment().length === 2);
  return { world, story, a, b };
}

describe('a rebalance listener', () => {
  test('of an eager member hears of all that goes before all that comes', async () => {
    const { story } = await twoMembers(PROTOCOLS[0][1]);
    expect(story.filter((line) => line.startsWith('a'))).toEqual([
      'a assigned 0 1 2 3',
      'a revoked 0 1 2 3',
      'a assigned 0 1',
    ]);
  });

  test('of a cooperative member hears only of what moves', async () => {
    const { world, story, a, b } = await twoMembers(PROTOCOLS[1][1]);
    await world.pollAll([a, b], () => a.assignment().length === 2);
    const told = story.filter((line) => line.startsWith('a') && line !== 'a assigned');
    expect(told[0]).toBe('a assigned 0 1 2 3');
    expect(told.slice(1)).toEqual([expect.stringMatching(/^a revoked \d \d$/)]);
  });

  test('of a member by the consumer protocol hears only of what moves', async () => {
    const { story } = await twoMembers(PROTOCOLS[2][1]);
    const told = story.filter((line) => line.startsWith('a') && line !== 'a assigned');
    expect(told).toEqual(['a assigned 0 1 2 3', expect.stringMatching(/^a revoked \d \d$/)]);
  });

  test.each(PROTOCOLS)('may commit while it is told what goes (%s)', async (_, options) => {
    const world = await ConsumerWorld.start();
    await world.topic('t', 2);
    await world.produce('t', ['x', 'y'], 1);
    const manual = { ...options, enableAutoCommit: false };
    const a: Consumer = world.consumer(manual, 'a');
    await a.subscribe(['t'], { onPartitionsRevoked: () => a.commitSync() });
    await world.values(a, 2);
    const b = world.consumer(manual, 'b');
    await b.subscribe(['t']);
    await world.pollAll([a, b], () => b.assignment().length === 1);
    const partition = { topic: 't', partition: 1 };
    expect(await world.complete(b.committed([partition]))).toMatchObject([{ offset: 2 }]);
  });

  test.each(PROTOCOLS)(
    'that throws stops no rebalance: the poll throws (%s)',
    async (_, options) => {
      const world = await ConsumerWorld.start();
      await world.topic('t');
      await world.produce('t', ['x']);
      const a = world.consumer(options);
      const cause = new Error('mine');
      await a.subscribe(['t'], {
        onPartitionsAssigned: () => {
          throw cause;
        },
      });
      const failures: unknown[] = [];
      for (let polls = 0; polls < 20 && failures.length === 0; polls++) {
        await world.complete(a.poll(500)).catch((error) => failures.push(error));
      }
      expect(failures).toMatchObject([
        { message: 'User rebalance callback throws an error', cause },
      ]);
      expect(await world.values(a, 1)).toEqual(['x']);
    },
  );

  test.each(PROTOCOLS)(
    'is told what goes when the consumer unsubscribes and closes (%s)',
    async (_, options) => {
      const world = await ConsumerWorld.start();
      await world.topic('t', 2);
      const story: string[] = [];
      const a = world.consumer(options);
      await a.subscribe(['t'], listening(story));
      await world.pollAll([a], () => partitionsOf(a) === '0 1');
      await world.complete(a.unsubscribe());
      expect(a.assignment()).toEqual([]);
      await a.subscribe(['t'], listening(story));
      await world.pollAll([a], () => partitionsOf(a) === '0 1');
      await world.complete(a.close());
      expect(story.filter((line) => line !== 'assigned')).toEqual([
        'assigned 0 1',
        'revoked 0 1',
        'assigned 0 1',
        'revoked 0 1',
      ]);
    },
  );
});

describe('a member that does not poll', () => {
  test.each(PROTOCOLS)(
    'is left behind after max.poll.interval.ms, and comes back (%s)',
    async (_, options) => {
      const world = await ConsumerWorld.start();
      await world.topic('t', 2);
      const story: string[] = [];
      const a = world.consumer({ ...options, maxPollIntervalMs: 20_000 }, 'a');
      await a.subscribe(['t'], listening(story));
      await world.pollAll([a], () => partitionsOf(a) === '0 1');
      const b = world.consumer(options, 'b');
      await b.subscribe(['t']);
      await world.pollAll([b], () => partitionsOf(b) === '0 1');
      await expect(
        world.complete(a.commitSync([{ topic: 't', partition: 0, offset: 0 }])),
      ).rejects.toThrow(CommitFailed);
      await world.pollAll([a, b], () => a.assignment().length === 1 && b.assignment().length === 1);
      expect(story).toContain('lost 0 1');
    },
  );

  test.each(PROTOCOLS)(
    'is not left behind while it polls, however long a poll waits (%s)',
    async (_, options) => {
      const world = await ConsumerWorld.start();
      await world.topic('t', 2);
      const story: string[] = [];
      const a = world.consumer({ ...options, maxPollIntervalMs: 20_000 });
      await a.subscribe(['t'], listening(story));
      await world.complete(a.poll(120_000));
      await world.complete(a.poll(120_000));
      expect(story.filter((line) => line !== 'assigned')).toEqual(['assigned 0 1']);
    },
  );
});

describe('a commit', () => {
  test('from an old generation is refused with what to do about it', async () => {
    const world = await ConsumerWorld.start();
    await world.topic('t', 2);
    const a = world.consumer({ enableAutoCommit: false, sessionTimeoutMs: 6000 }, 'a');
    await a.subscribe(['t']);
    await world.pollAll([a], () => partitionsOf(a) === '0 1');
    world.sim.world.network.partition('a', 'broker-1');
    const b = world.consumer({}, 'b');
    await b.subscribe(['t']);
    await world.pollAll([b], () => partitionsOf(b) === '0 1');
    world.sim.world.network.heal();
    const offsets = [{ topic: 't', partition: 0, offset: 0 }];
    await expect(world.complete(a.commitSync(offsets))).rejects.toThrow(
      /^Commit cannot be completed since the group has already rebalanced and assigned the partitions/,
    );
  });

  test('of a process whose static name another has taken is fenced', async () => {
    const world = await ConsumerWorld.start();
    await world.topic('t');
    const named = { groupInstanceId: 's', enableAutoCommit: false };
    const a = world.consumer(named, 'a');
    await a.subscribe(['t']);
    await world.pollAll([a], () => partitionsOf(a) === '0');
    const b = world.consumer(named, 'b');
    await b.subscribe(['t']);
    await world.pollAll([b], () => partitionsOf(b) === '0');
    const offsets = [{ topic: 't', partition: 0, offset: 0 }];
    await expect(world.complete(a.commitSync(offsets))).rejects.toThrow(FencedInstanceId);
  });

  test('is not tried again in the name of the next generation', async () => {
    const world = await ConsumerWorld.start();
    await world.topic('t', 2);
    const a = world.consumer({ enableAutoCommit: false }, 'a');
    await a.subscribe(['t']);
    await world.pollAll([a], () => partitionsOf(a) === '0 1');
    // Nobody knows the topic yet, so this commit is tried again and again, beside the polls.
    const offsets = [{ topic: 'later', partition: 0, offset: 7 }];
    const outcome = a.commitSync(offsets).then(
      () => 'done',
      (error: Error) => error,
    );
    const b = world.consumer({}, 'b');
    await b.subscribe(['t']);
    await world.pollAll([a, b], () => b.assignment().length === 1 && a.assignment().length === 1);
    await world.topic('later');
    expect(await world.complete(outcome)).toMatchObject({
      message: expect.stringContaining('the group has already rebalanced'),
    });
    const committed = a.committed([{ topic: 'later', partition: 0 }]);
    expect(await world.complete(committed)).toEqual([]);
  });

  test('waits for a broker that is being restarted', async () => {
    const world = await ConsumerWorld.start();
    await world.topic('t');
    await world.produce('t', ['x']);
    const a = world.consumer({ requestTimeoutMs: 2000 });
    await a.subscribe(['t']);
    await world.values(a, 1);
    world.sim.node.crash({ losePower: false });
    const committed = a.commitSync();
    await world.pass(3000);
    world.sim.node.restart();
    await world.sim.startBroker();
    await world.complete(committed);
    const [found] = await world.complete(a.committed([{ topic: 't', partition: 0 }]));
    expect(found?.offset).toBe(1);
  });

  test('without waiting tells its outcome in a later call, in the order of the commits', async () => {
    const world = await ConsumerWorld.start();
    await world.topic('t');
    const a = world.consumer({ enableAutoCommit: false });
    await a.subscribe(['t']);
    await world.pollAll([a], () => partitionsOf(a) === '0');
    const story: string[] = [];
    const at = (offset: number) => [{ topic: 't', partition: 0, offset }];
    const note = (name: string) => (_: unknown, error?: Error) =>
      void story.push(`${name} ${error?.name ?? 'done'}`);
    a.commitAsync(at(1), note('first'));
    a.commitAsync(at(-1), note('second'));
    a.commitAsync(at(2), note('third'));
    await world.pass(1000);
    expect(story).toEqual([]);
    await world.complete(a.poll(0));
    expect(story).toEqual(['first done', 'second IllegalArgument', 'third done']);
  });
});

describe('a static member', () => {
  test('keeps its partitions for the next process of its name', async () => {
    const world = await ConsumerWorld.start();
    await world.topic('t', 2);
    const story: string[] = [];
    const named = (name: string) => ({ groupInstanceId: name, sessionTimeoutMs: 30_000 });
    const a = world.consumer(named('a'), 'a');
    const b = world.consumer(named('b'), 'b');
    await a.subscribe(['t']);
    await b.subscribe(['t'], listening(story));
    await world.pollAll(
      [a, b],
      () => a.assignment().length + b.assignment().length === 2 && b.assignment().length === 1,
    );
    story.length = 0;
    const before = partitionsOf(a);
    await world.complete(a.close());
    const again = world.consumer(named('a'), 'a2');
    await again.subscribe(['t']);
    await world.pollAll([again, b], () => again.assignment().length === 1);
    expect(partitionsOf(again)).toBe(before);
    expect(story).toEqual([]);
  });

  test('leaves at once if it is told to', async () => {
    const world = await ConsumerWorld.start();
    await world.topic('t', 2);
    const a = world.consumer({ groupInstanceId: 'a' }, 'a');
    const b = world.consumer({ groupInstanceId: 'b' }, 'b');
    await a.subscribe(['t']);
    await b.subscribe(['t']);
    await world.pollAll([a, b], () => b.assignment().length === 1 && a.assignment().length === 1);
    await world.complete(a.close({ groupMembership: 'leave-group' }));
    await world.pollAll([b], () => partitionsOf(b) === '0 1');
  });
});
