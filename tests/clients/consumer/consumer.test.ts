import { describe, expect, test } from 'vitest';
import { assignorsNamed, ConsumerWorld, partitionsOf, textOf } from './consumer-world.ts';

describe('a consumer in a classic group', () => {
  test('reads what is there, and goes on after its committed offset', async () => {
    const world = await ConsumerWorld.start();
    await world.topic('t');
    await world.produce('t', ['a', 'b', 'c']);
    const first = world.consumer();
    await first.subscribe(['t']);
    expect(await world.values(first, 3)).toEqual(['a', 'b', 'c']);
    await world.complete(first.commitSync());
    await world.complete(first.close());
    await world.produce('t', ['d']);
    const second = world.consumer();
    await second.subscribe(['t']);
    expect(await world.values(second, 1)).toEqual(['d']);
  });

  test.each(['range', 'roundrobin', 'sticky', 'cooperative-sticky'])(
    'shares partitions with another member, by %s',
    async (name) => {
      const world = await ConsumerWorld.start();
      await world.topic('t', 4);
      const assignors = assignorsNamed([name]);
      const a = world.consumer({ assignors });
      const b = world.consumer({ assignors });
      await a.subscribe(['t']);
      await world.pollAll([a], () => partitionsOf(a) === '0 1 2 3');
      await b.subscribe(['t']);
      await world.pollAll([a, b], () => a.assignment().length === 2 && b.assignment().length === 2);
      expect([...a.assignment(), ...b.assignment()].map((p) => p.partition).sort()).toEqual([
        0, 1, 2, 3,
      ]);
      await world.complete(b.close());
      await world.pollAll([a], () => partitionsOf(a) === '0 1 2 3');
    },
  );

  test('takes over from a member that crashed, what was not committed once more', async () => {
    const world = await ConsumerWorld.start();
    await world.topic('t');
    await world.produce('t', ['a', 'b', 'c', 'd']);
    const a = world.consumer({ maxPollRecords: 2, sessionTimeoutMs: 10_000 }, 'a');
    await a.subscribe(['t']);
    expect(await world.values(a, 2)).toEqual(['a', 'b']);
    await world.complete(a.commitSync());
    expect((await world.complete(a.poll(1000))).map(textOf)).toEqual(['c', 'd']);
    world.sim.world.node('a').crash({ losePower: true });
    const b = world.consumer({}, 'b');
    await b.subscribe(['t']);
    expect(await world.values(b, 2)).toEqual(['c', 'd']);
  });
});
