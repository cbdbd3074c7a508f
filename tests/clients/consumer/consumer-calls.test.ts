/**
 * The calls of a consumer beside those of a group's life: what it is subscribed to, where it is, and
 * what is refused.
 */
import { describe, expect, test } from 'vitest';
import {
  CallTimeout,
  IllegalArgument,
  IllegalState,
  InvalidGroupId,
  LogTruncation,
  NoOffsetForPartition,
  Wakeup,
} from '#clients/consumer/consumer-error.ts';
import { SubscriptionPattern } from '#clients/consumer/topic-choice.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import { ConsumerWorld, partitionsOf, textOf } from './consumer-world.ts';

const T0 = { topic: 't', partition: 0 };
const T1 = { topic: 't', partition: 1 };

/** A topic `t` of two partitions, with five records in the first. */
async function worldWithRecords() {
  const world = await ConsumerWorld.start();
  await world.topic('t', 2);
  await world.produce('t', ['0', '1', '2', '3', '4']);
  return world;
}

describe('a subscription', () => {
  test('by a pattern is to all topics whose whole names match, also later ones', async () => {
    const world = await ConsumerWorld.start();
    for (const name of ['orders', 'orders-eu', 'old-orders']) await world.topic(name);
    const consumer = world.consumer({ metadataMaxAgeMs: 1000 });
    await consumer.subscribe(/orders.*/);
    await world.pollAll([consumer], () => consumer.assignment().length === 2);
    expect([...consumer.subscription()].sort()).toEqual(['orders', 'orders-eu']);
    await world.topic('orders-us');
    await world.pollAll([consumer], () => consumer.assignment().length === 3);
  });

  test('by a pattern leaves out internal topics unless it is told otherwise', async () => {
    const world = await ConsumerWorld.start();
    await world.topic('t');
    const all = world.consumer({ excludeInternalTopics: false, metadataMaxAgeMs: 1000 });
    await all.subscribe(/.*/);
    await world.pollAll([all], () => all.assignment().length === 3);
    const others = world.consumer({ groupId: 'h' });
    await others.subscribe(/.*/);
    await world.pollAll([others], () => others.assignment().length > 0);
    expect([...others.subscription()]).toEqual(['t']);
  });

  test('to a topic that does not exist finds it when it is there', async () => {
    const world = await ConsumerWorld.start({ config: { 'auto.create.topics.enable': 'false' } });
    const consumer = world.consumer({ metadataMaxAgeMs: 1000 });
    await consumer.subscribe(['t']);
    expect(await world.complete(consumer.poll(3000))).toEqual([]);
    await world.topic('t');
    await world.produce('t', ['x']);
    expect(await world.values(consumer, 1)).toEqual(['x']);
  });

  test('follows a topic that gets more partitions', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer({ metadataMaxAgeMs: 1000 });
    await consumer.subscribe(['t']);
    await world.pollAll([consumer], () => partitionsOf(consumer) === '0 1');
    await world.complete(world.admin.createPartitions([{ topic: 't', totalCount: 3 }]));
    await world.pollAll([consumer], () => partitionsOf(consumer) === '0 1 2');
  });

  test('may change while the consumer is a member', async () => {
    const world = await worldWithRecords();
    await world.topic('u');
    await world.produce('u', ['other']);
    const consumer = world.consumer();
    await consumer.subscribe(['t']);
    await world.values(consumer, 5);
    await consumer.subscribe(['u']);
    expect(await world.values(consumer, 1)).toEqual(['other']);
    expect(consumer.assignment()).toEqual([{ topic: 'u', partition: 0 }]);
  });

  test('to an invalid topic is refused by the poll, with its name', async () => {
    const world = await ConsumerWorld.start();
    const consumer = world.consumer();
    await consumer.subscribe(['no/topic']);
    await expect(world.complete(consumer.poll(2000))).rejects.toThrow('Invalid topics: [no/topic]');
  });

  test('by a pattern of the broker needs the consumer protocol', async () => {
    const world = await ConsumerWorld.start();
    await expect(world.consumer().subscribe(new SubscriptionPattern('t.*'))).rejects.toThrow(
      IllegalState,
    );
  });

  test('by a pattern that is none is told by the poll, in each poll', async () => {
    const world = await ConsumerWorld.start();
    const consumer = world.consumer({ groupProtocol: 'consumer' });
    await consumer.subscribe(new SubscriptionPattern('(unclosed'));
    const told = /^Invalid RE2J SubscriptionPattern provided in the call to subscribe\. /;
    await expect(world.complete(consumer.poll(5000))).rejects.toThrow(told);
    await expect(world.complete(consumer.poll(5000))).rejects.toThrow(told);
  });

  test('of one kind excludes the others until it is taken back', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer();
    await consumer.subscribe(['t']);
    const exclusive = 'Subscription to topics, partitions and pattern are mutually exclusive';
    await expect(consumer.assign([T0])).rejects.toThrow(exclusive);
    await expect(consumer.subscribe(/t/)).rejects.toThrow(exclusive);
    await world.complete(consumer.unsubscribe());
    await consumer.assign([T0]);
    await expect(consumer.subscribe(['t'])).rejects.toThrow(exclusive);
  });
});

describe('a position', () => {
  test('is where the next poll goes on, and is looked up if need be', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer({ maxPollRecords: 2 });
    await consumer.assign([T0, T1]);
    expect(await world.complete(consumer.position(T0))).toBe(0);
    await world.complete(consumer.poll(1000));
    expect(await world.complete(consumer.position(T0))).toBe(2);
    consumer.seekToEnd([T0]);
    expect(await world.complete(consumer.position(T0))).toBe(5);
    consumer.seekToBeginning();
    expect(await world.complete(consumer.position(T0))).toBe(0);
    consumer.seek({ ...T0, offset: 3 });
    expect((await world.complete(consumer.poll(1000))).map(textOf)).toEqual(['3', '4']);
  });

  test('can only be asked and set where a partition is assigned', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer();
    await consumer.assign([T0]);
    await expect(consumer.position(T1)).rejects.toThrow(
      'You can only check the position for partitions assigned to this consumer.',
    );
    expect(() => consumer.seek({ ...T1, offset: 0 })).toThrow(
      'No current assignment for partition t-1',
    );
    expect(() => consumer.seek({ ...T0, offset: -1 })).toThrow(
      'seek offset must not be a negative number',
    );
  });

  test('that nobody can tell in time is told so', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer();
    await consumer.assign([T0]);
    world.sim.node.crash({ losePower: true });
    await expect(world.complete(consumer.position(T0, 2000))).rejects.toThrow(CallTimeout);
  });

  test('is found by auto.offset.reset where the group has committed nothing', async () => {
    const world = await worldWithRecords();
    const none = world.consumer({ autoOffsetReset: undefined });
    await none.assign([T0]);
    await expect(world.complete(none.poll(2000))).rejects.toThrow(NoOffsetForPartition);
    none.seek({ ...T0, offset: 4 });
    expect((await world.complete(none.poll(2000))).map(textOf)).toEqual(['4']);
  });

  test('by a duration is that of the first record that is young enough, or the end', async () => {
    const world = await worldWithRecords();
    await world.pass(3_600_000);
    await world.produce('t', ['young']);
    const hour = { kind: 'by-duration', durationMs: 1_800_000 } as const;
    const consumer = world.consumer({ autoOffsetReset: hour });
    await consumer.assign([T0]);
    expect((await world.complete(consumer.poll(2000))).map(textOf)).toEqual(['young']);
    const second = { kind: 'by-duration', durationMs: 0 } as const;
    const late = world.consumer({ autoOffsetReset: second, groupId: 'h' });
    await world.pass(10_000);
    await late.assign([T0]);
    expect(await world.complete(late.position(T0))).toBe(6);
  });

  test('beyond a cut is found by the leader’s epochs', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer();
    await consumer.assign([T0]);
    expect(await world.values(consumer, 5)).toHaveLength(5);
    await world.sim.crashAndRestart({ losePower: true });
    // Power has taken what was not synced; other records have got its offsets since.
    expect(await world.complete(consumer.endOffsets([T0]))).toEqual([{ ...T0, offset: 0 }]);
    const values = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    await world.produce('t', values);
    expect(await world.values(consumer, 7)).toEqual(values);
  });

  test('beyond a cut is told to the application where it resets nothing by itself', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer({ autoOffsetReset: undefined });
    await consumer.assign([T0]);
    consumer.seek({ ...T0, offset: 0 });
    expect(await world.values(consumer, 5)).toHaveLength(5);
    await world.sim.crashAndRestart({ losePower: true });
    await world.produce('t', ['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    await expect(world.values(consumer, 1)).rejects.toThrow(LogTruncation);
    consumer.seekToBeginning();
    expect(await world.values(consumer, 7)).toHaveLength(7);
  });
});

describe('polls', () => {
  test('return at most max.poll.records, in order, and what was fetched is not lost', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer({ maxPollRecords: 2 });
    await consumer.assign([T0]);
    const sizes: number[] = [];
    const values: (string | null)[] = [];
    while (values.length < 5) {
      const records = await world.complete(consumer.poll(1000));
      sizes.push(records.length);
      values.push(...records.map(textOf));
    }
    expect([sizes, values]).toEqual([
      [2, 2, 1],
      ['0', '1', '2', '3', '4'],
    ]);
  });

  test('leave out paused partitions, and go on where they were', async () => {
    const world = await worldWithRecords();
    await world.produce('t', ['x'], 1);
    const consumer = world.consumer({ maxPollRecords: 1 });
    await consumer.assign([T0, T1]);
    consumer.pause([T0]);
    expect(consumer.paused()).toEqual([T0]);
    expect(await world.values(consumer, 1)).toEqual(['x']);
    expect(await world.complete(consumer.poll(1000))).toEqual([]);
    consumer.resume([T0]);
    expect(await world.values(consumer, 5)).toEqual(['0', '1', '2', '3', '4']);
  });

  test('can be woken, once', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer({ autoOffsetReset: { kind: 'latest' } });
    await consumer.assign([T0]);
    const polled = consumer.poll(60_000);
    await world.pass(1000);
    consumer.wakeup();
    const startMs = world.nowMs;
    await expect(world.complete(polled)).rejects.toThrow(Wakeup);
    expect(world.nowMs - startMs).toBeLessThan(100);
    expect(await world.complete(consumer.poll(100))).toEqual([]);
  });

  test('are not the only calls that can be woken', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer();
    await consumer.assign([T0]);
    world.sim.node.crash({ losePower: true });
    const calls: (() => Promise<unknown>)[] = [
      () => consumer.position(T0),
      () => consumer.commitSync([{ ...T0, offset: 1 }]),
      () => consumer.committed([T0]),
      () => consumer.endOffsets([T0]),
    ];
    for (const call of calls) {
      const called = call();
      await world.pass(100);
      consumer.wakeup();
      await expect(world.complete(called)).rejects.toThrow(Wakeup);
    }
  });

  test('come one after the other', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer();
    await consumer.assign([T1]);
    const first = consumer.poll(1000);
    await expect(consumer.poll(1000)).rejects.toThrow('The consumer is being polled already.');
    expect(await world.complete(first)).toEqual([]);
  });

  test('need something to read', async () => {
    const world = await worldWithRecords();
    await expect(world.consumer().poll(10)).rejects.toThrow(
      'Consumer is not subscribed to any topics or assigned any partitions',
    );
  });

  test('wait for a broker that is not there, as long as they may', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer({ requestTimeoutMs: 1000 });
    await consumer.subscribe(['t']);
    world.sim.node.crash({ losePower: false });
    const startMs = world.nowMs;
    expect(await world.complete(consumer.poll(5000))).toEqual([]);
    expect(world.nowMs - startMs).toBeGreaterThanOrEqual(5000);
    world.sim.node.restart();
    await world.sim.startBroker();
    expect((await world.values(consumer, 1)).length).toBeGreaterThan(0);
  });
});

describe('what a consumer asks', () => {
  test('about offsets: ends, times, partitions', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer();
    const nowMs = world.sim.world.node('client').env.clock.now();
    expect(await world.complete(consumer.beginningOffsets([T0, T1]))).toEqual([
      { ...T0, offset: 0 },
      { ...T1, offset: 0 },
    ]);
    expect(await world.complete(consumer.endOffsets([T0, T1]))).toEqual([
      { ...T0, offset: 5 },
      { ...T1, offset: 0 },
    ]);
    const times = [
      { ...T0, timestamp: 0 },
      { ...T1, timestamp: 0 },
      { ...T0, timestamp: nowMs + 1e9 },
    ];
    expect(await world.complete(consumer.offsetsForTimes(times))).toMatchObject([
      { ...T0, offset: 0 },
    ]);
    expect(await world.complete(consumer.partitionsFor('t'))).toHaveLength(2);
    await expect(consumer.offsetsForTimes([{ ...T0, timestamp: -1 }])).rejects.toThrow(
      'The target time for partition t-0 is -1. The target time cannot be negative.',
    );
  });

  test('about a topic that is not there and must not be made is nothing', async () => {
    const world = await ConsumerWorld.start();
    const consumer = world.consumer({ allowAutoCreateTopics: false });
    expect(await world.complete(consumer.partitionsFor('nope'))).toEqual([]);
  });

  test('of its group is who it is', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer();
    expect(consumer.groupMetadata()).toEqual({
      groupId: 'g',
      memberId: '',
      generationId: -1,
      groupInstanceId: null,
    });
    await consumer.subscribe(['t']);
    await world.values(consumer, 1);
    expect(consumer.groupMetadata()).toMatchObject({ groupId: 'g', generationId: 1 });
  });

  test('what was committed, which may be nothing', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer();
    await consumer.assign([T0]);
    await world.complete(consumer.commitSync([{ ...T0, offset: 3, metadata: 'note' }]));
    expect(await world.complete(consumer.committed([T0, T1]))).toEqual([
      { ...T0, offset: 3, leaderEpoch: -1, metadata: 'note' },
    ]);
  });
});

describe('refused', () => {
  test('is all that needs a group where there is none', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer({ groupId: undefined });
    await expect(consumer.subscribe(['t'])).rejects.toThrow(InvalidGroupId);
    await expect(consumer.commitSync()).rejects.toThrow(InvalidGroupId);
    await expect(consumer.committed([T0])).rejects.toThrow(InvalidGroupId);
    expect(() => consumer.groupMetadata()).toThrow(InvalidGroupId);
    await consumer.assign([T0]);
    expect(await world.values(consumer, 5)).toHaveLength(5);
  });

  test('is a subscription without an assignor to share the partitions out', async () => {
    const world = await ConsumerWorld.start();
    await expect(world.consumer({ assignors: [] }).subscribe(['t'])).rejects.toThrow(
      'Must configure at least one partition assigner class name to partition.assignment.strategy',
    );
  });

  test('is an empty name of a topic', async () => {
    const world = await ConsumerWorld.start();
    await expect(world.consumer().subscribe(['t', ' '])).rejects.toThrow(IllegalArgument);
    await expect(world.consumer().assign([{ topic: '', partition: 0 }])).rejects.toThrow(
      IllegalArgument,
    );
  });

  test('is a commit with too many words, and one for a topic that is not there', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer();
    await consumer.assign([T0]);
    const wordy = [{ ...T0, offset: 1, metadata: 'x'.repeat(5000) }];
    await expect(world.complete(consumer.commitSync(wordy))).rejects.toMatchObject({
      codeName: 'OFFSET_METADATA_TOO_LARGE',
    });
    const nowhere = [{ topic: 'nope', partition: 0, offset: 1 }];
    await expect(world.complete(consumer.commitSync(nowhere, 1000))).rejects.toThrow(
      'Timeout of 1000ms expired before successfully committing offsets {nope-0=1}',
    );
  });

  test('is a group of another kind', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer({ sessionTimeoutMs: 100, heartbeatIntervalMs: 10 });
    await consumer.subscribe(['t']);
    await expect(world.complete(consumer.poll(2000))).rejects.toThrow(KafkaError);
  });

  test('is everything once it is closed', async () => {
    const world = await worldWithRecords();
    const consumer = world.consumer();
    await world.complete(consumer.close());
    await world.complete(consumer.close());
    await expect(consumer.poll(1)).rejects.toThrow('This consumer has already been closed.');
    await expect(consumer.subscribe(['t'])).rejects.toThrow(IllegalState);
    expect(() => consumer.commitAsync()).toThrow(IllegalState);
  });
});
