/**
 * The producer and the consumer against a broker that may crash under them.
 */

import { describe, expect, test } from 'vitest';
import { Admin } from '#clients/admin.ts';
import { Consumer } from '#clients/consumer/consumer.ts';
import type { ConsumerOptions } from '#clients/consumer/consumer-options.ts';
import { EARLIEST, LATEST } from '#clients/consumer/offset-reset.ts';
import { KafkaError } from '#clients/kafka-error.ts';
import { Producer, type ProducerOptions } from '#clients/producer.ts';
import { SimBroker } from '../broker/sim-broker.ts';

const bootstrapServers = 'broker-1:9092';
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array | null) => new TextDecoder().decode(value ?? undefined);

async function start(topic: string, configs: Record<string, string> = {}, seed = 1) {
  const sim = await SimBroker.start({ seed });
  const { env } = sim.world.node('client');
  const admin = new Admin(env, { bootstrapServers });
  const created = { name: topic, configs: new Map(Object.entries(configs)) };
  await sim.complete(admin.createTopics([created]));
  const producer = (options: Partial<ProducerOptions> = {}) =>
    new Producer(env, { bootstrapServers, ...options });
  const consumer = (options: Partial<ConsumerOptions> = {}) =>
    new Consumer(env, { bootstrapServers, autoOffsetReset: EARLIEST, ...options });
  return { sim, admin, producer, consumer };
}

/** All values of partition 0. */
async function valuesOf(sim: SimBroker, consumer: Consumer, topic: string) {
  await consumer.assign([{ topic, partition: 0 }]);
  const values: string[] = [];
  for (;;) {
    const records = await sim.complete(consumer.poll(1000));
    if (records.length === 0) return values;
    values.push(...records.map(({ value }) => text(value)));
  }
}

describe('a producer', () => {
  test('gives each record its offset, in the order of sending', async () => {
    const { sim, producer } = await start('t');
    const sender = producer();
    const sent = Array.from({ length: 500 }, (_, n) =>
      sender.send({ topic: 't', value: bytes(`value ${n}`) }),
    );
    const offsets = (await sim.complete(Promise.all(sent))).map(({ offset }) => offset);
    expect(offsets).toEqual(Array.from({ length: 500 }, (_, n) => n));
  });

  test('puts what comes together into one batch', async () => {
    const { sim, producer, admin } = await start('t');
    const sender = producer({ lingerMs: 50 });
    const send = (n: number) => sender.send({ topic: 't', value: bytes(`${n}`) });
    await sim.complete(Promise.all(Array.from({ length: 100 }, (_, n) => send(n))));
    const [described] = await sim.complete(admin.describeProducers([{ topic: 't', partition: 0 }]));
    if (described === undefined || described.error !== undefined) throw new Error('no producers');
    expect(described.activeProducers).toMatchObject([{ lastSequence: 99 }]);
    const [directory] = await sim.complete(admin.describeLogDirs(1));
    // A hundred batches would have 61 bytes of header each.
    expect(directory?.topics[0]?.partitions[0]?.partitionSize).toBeLessThan(61 * 20);
  });

  test.each([1, 2, 3, 4, 5])(
    'loses and repeats nothing when the broker crashes (seed %i)',
    async (seed) => {
      const { sim, producer, consumer } = await start('t', {}, seed);
      const sender = producer({ retryBackoffMs: 20, requestTimeoutMs: 500 });
      const values = Array.from({ length: 60 }, (_, n) => `value ${n}`);
      const sent = values.map((value) => sender.send({ topic: 't', value: bytes(value) }));
      for (let crash = 0; crash < 3; crash++) {
        await sim.world.run(sim.world.nowMs + sim.world.random.nextInt(40));
        await sim.crashAndRestart({ losePower: false });
      }
      await sim.complete(Promise.all(sent));
      expect(await valuesOf(sim, consumer(), 't')).toEqual(values);
    },
  );

  test('sends without waiting for an answer with acks=0', async () => {
    const { sim, producer, consumer } = await start('t');
    const sender = producer({ acks: 0 });
    expect(await sim.complete(sender.send({ topic: 't', value: bytes('a') }))).toMatchObject({
      offset: -1,
    });
    expect(await valuesOf(sim, consumer(), 't')).toEqual(['a']);
  });

  test('says why a broker refuses a record', async () => {
    const { sim, producer } = await start('t', { 'max.message.bytes': '200' });
    const sender = producer();
    const refused = sender.send({ topic: 't', value: new Uint8Array(1000) });
    await expect(sim.complete(refused)).rejects.toMatchObject({ codeName: 'MESSAGE_TOO_LARGE' });
    // The numbering starts anew, so what follows is no gap.
    const next = await sim.complete(sender.send({ topic: 't', value: bytes('small') }));
    expect(next.offset).toBe(0);
  });

  test('gives up when its time is over', async () => {
    const { sim, producer } = await start('t');
    const sender = producer({ deliveryTimeoutMs: 3000, requestTimeoutMs: 1000 });
    await sim.complete(sender.send({ topic: 't', value: bytes('a') }));
    sim.node.crash({ losePower: false });
    await expect(sim.complete(sender.send({ topic: 't', value: bytes('b') }))).rejects.toThrow(
      /^Expiring 1 record\(s\) for t-0: 3000 ms has passed since batch creation\. /,
    );
  });

  test('flushes before it closes', async () => {
    const { sim, producer, consumer } = await start('t');
    const sender = producer({ lingerMs: 60_000 });
    const sent = sender.send({ topic: 't', value: bytes('last words') });
    await sim.complete(sender.ready('t'));
    await sim.complete(sender.close());
    expect((await sim.complete(sent)).offset).toBe(0);
    expect(await valuesOf(sim, consumer(), 't')).toEqual(['last words']);
  });
});

describe('a consumer by partition', () => {
  async function withTenRecords() {
    const started = await start('t');
    const sender = started.producer();
    const sent = Array.from({ length: 10 }, (_, n) =>
      sender.send({ topic: 't', partition: 0, value: bytes(`${n}`) }),
    );
    await started.sim.complete(Promise.all(sent));
    return { ...started, sender };
  }
  const partition = { topic: 't', partition: 0 };

  test('goes on where it stopped, and where it is told to', async () => {
    const { sim, consumer } = await withTenRecords();
    const reader = consumer();
    await reader.assign([partition]);
    reader.seek({ ...partition, offset: 4 });
    const first = await sim.complete(reader.poll(1000));
    expect(first.map(({ offset }) => offset)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(await sim.complete(reader.position(partition))).toBe(10);
    reader.seek({ ...partition, offset: 8 });
    const again = await sim.complete(reader.poll(1000));
    expect(again.map(({ value }) => text(value))).toEqual(['8', '9']);
  });

  test('waits for records that come while it polls', async () => {
    const { sim, consumer, sender } = await withTenRecords();
    const reader = consumer({ autoOffsetReset: LATEST });
    await reader.assign([partition]);
    const polled = reader.poll(10_000);
    await sim.world.run(sim.world.nowMs + 2000);
    const startMs = sim.world.nowMs;
    await sim.complete(sender.send({ topic: 't', partition: 0, value: bytes('new') }));
    expect((await sim.complete(polled)).map(({ value }) => text(value))).toEqual(['new']);
    expect(sim.world.nowMs - startMs).toBeLessThan(1000);
  });

  test('returns nothing when nothing comes in time', async () => {
    const { sim, consumer } = await withTenRecords();
    const reader = consumer({ autoOffsetReset: LATEST });
    await reader.assign([partition]);
    const startMs = sim.world.nowMs;
    expect(await sim.complete(reader.poll(700))).toEqual([]);
    expect(sim.world.nowMs - startMs).toBeGreaterThanOrEqual(700);
  });

  test('begins anew by its reset policy when its position is outside of the log', async () => {
    const { sim, consumer } = await withTenRecords();
    const earliest = consumer();
    await earliest.assign([partition]);
    earliest.seek({ ...partition, offset: 99 });
    expect(await sim.complete(earliest.poll(1000))).toHaveLength(10);
    const none = consumer({ autoOffsetReset: undefined });
    await none.assign([partition]);
    none.seek({ ...partition, offset: 99 });
    await expect(sim.complete(none.poll(1000))).rejects.toThrow(
      'Fetch position 99 is out of range for partition t-0',
    );
  });

  test('survives a restart of the broker', async () => {
    const { sim, consumer, sender } = await withTenRecords();
    const reader = consumer();
    await reader.assign([partition]);
    expect(await sim.complete(reader.poll(1000))).toHaveLength(10);
    await sim.restart();
    await sim.complete(sender.send({ topic: 't', partition: 0, value: bytes('after') }));
    const records = await sim.complete(reader.poll(5000));
    expect(records.map(({ value }) => text(value))).toEqual(['after']);
  });
});

describe('an admin client', () => {
  test('tells refusals by code, name and the words of the broker', async () => {
    const { sim, admin } = await start('t');
    const again = sim.complete(admin.createTopics([{ name: 't' }]));
    await expect(again).rejects.toBeInstanceOf(KafkaError);
    await expect(again).rejects.toMatchObject({
      code: 36,
      codeName: 'TOPIC_ALREADY_EXISTS',
      message: "Topic 't' already exists.",
    });
  });

  test('waits for a broker that is being restarted', async () => {
    const { sim, admin } = await start('t');
    await sim.complete(admin.listTopics());
    sim.node.crash({ losePower: false });
    const listing = admin.listTopics();
    await sim.world.run(sim.world.nowMs + 3000);
    sim.node.restart();
    await sim.startBroker();
    expect((await sim.complete(listing)).map(({ name }) => name)).toEqual(['t']);
  });

  test('checks without creating when it only validates', async () => {
    const { sim, admin } = await start('t');
    await sim.complete(admin.createTopics([{ name: 'u' }], { validateOnly: true }));
    expect((await sim.complete(admin.listTopics())).map(({ name }) => name)).toEqual(['t']);
  });

  test('describes the quorum and the features of the cluster', async () => {
    const { sim, admin } = await start('t');
    expect(await sim.complete(admin.describeQuorum())).toMatchObject({
      leaderId: 1,
      currentVoters: [{ replicaId: 1 }],
    });
    const { finalizedFeatures } = await sim.complete(admin.apiVersions());
    expect(finalizedFeatures).toContainEqual({
      name: 'metadata.version',
      minVersionLevel: 30,
      maxVersionLevel: 30,
    });
  });
});
