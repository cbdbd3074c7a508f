/**
 * Members that speak the consumer protocol (KIP-848), on a simulated broker.
 */
import { describe, expect, test } from 'vitest';
import { SubscriptionPattern } from '#clients/consumer/topic-choice.ts';
import { ConsumerWorld, partitionsOf, textOf } from './consumer-world.ts';

const consumer = { groupProtocol: 'consumer' } as const;

describe('a consumer in a group of the consumer protocol', () => {
  test('reads what is there, and goes on after its committed offset', async () => {
    const world = await ConsumerWorld.start();
    await world.topic('t');
    await world.produce('t', ['a', 'b', 'c']);
    const first = world.consumer(consumer);
    await first.subscribe(['t']);
    expect(await world.values(first, 3)).toEqual(['a', 'b', 'c']);
    await world.complete(first.commitSync());
    await world.complete(first.close());
    await world.produce('t', ['d']);
    const second = world.consumer(consumer);
    await second.subscribe(['t']);
    expect(await world.values(second, 1)).toEqual(['d']);
  });

  test.each([undefined, 'uniform', 'range'])(
    'shares partitions with another member, by %s',
    async (groupRemoteAssignor) => {
      const world = await ConsumerWorld.start();
      await world.topic('t', 4);
      const a = world.consumer({ ...consumer, groupRemoteAssignor });
      const b = world.consumer({ ...consumer, groupRemoteAssignor });
      await a.subscribe(['t']);
      await world.pollAll([a], () => partitionsOf(a) === '0 1 2 3');
      await b.subscribe(['t']);
      await world.pollAll([a, b], () => a.assignment().length === 2 && b.assignment().length === 2);
      const all = [...a.assignment(), ...b.assignment()].map(({ partition }) => partition);
      expect(all.sort()).toEqual([0, 1, 2, 3]);
      await world.complete(b.close());
      await world.pollAll([a], () => partitionsOf(a) === '0 1 2 3');
    },
  );

  test('reads the topics that match a pattern of the broker, also those that come later', async () => {
    const world = await ConsumerWorld.start();
    await world.topic('orders-1');
    await world.topic('other');
    const a = world.consumer(consumer);
    await a.subscribe(new SubscriptionPattern('orders-.*'));
    await world.pollAll([a], () => a.assignment().length === 1);
    expect([...a.subscription()]).toEqual(['orders-1']);
    await world.topic('orders-2');
    await world.pollAll([a], () => a.assignment().length === 2);
    await world.produce('orders-2', ['x']);
    expect(await world.values(a, 1)).toEqual(['x']);
  });

  test('takes over from a member that crashed, what was not committed once more', async () => {
    const world = await ConsumerWorld.start();
    await world.topic('t');
    await world.produce('t', ['a', 'b', 'c', 'd']);
    const a = world.consumer({ ...consumer, maxPollRecords: 2 }, 'a');
    await a.subscribe(['t']);
    expect(await world.values(a, 2)).toEqual(['a', 'b']);
    await world.complete(a.commitSync());
    expect((await world.complete(a.poll(1000))).map(textOf)).toEqual(['c', 'd']);
    world.sim.world.node('a').crash({ losePower: true });
    const b = world.consumer(consumer, 'b');
    await b.subscribe(['t']);
    expect(await world.values(b, 2)).toEqual(['c', 'd']);
  });
});
