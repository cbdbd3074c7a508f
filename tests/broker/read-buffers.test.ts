import { expect, test } from 'vitest';
import { ReadBuffers } from '#broker/read-buffers.ts';
import { SimBroker } from './sim-broker.ts';

const KB = 1024;

test('gives arrays of exactly the length asked for', () => {
  const buffers = new ReadBuffers();
  expect([0, 1, 20 * KB, 300 * KB, 9000 * KB].map((length) => buffers.take(length).length)).toEqual(
    [0, 1, 20 * KB, 300 * KB, 9000 * KB],
  );
});

test('uses memory again only after it was given back', () => {
  const buffers = new ReadBuffers();
  const first = buffers.take(300 * KB);
  const second = buffers.take(300 * KB);
  expect(second.buffer).not.toBe(first.buffer);
  buffers.giveBack([first]);
  expect(buffers.take(400 * KB).buffer).toBe(first.buffer);
  expect(buffers.freeBytes).toBe(0);
});

test('ignores what is not its own', () => {
  const buffers = new ReadBuffers();
  buffers.giveBack([new Uint8Array(512 * KB), buffers.take(100)]);
  expect(buffers.freeBytes).toBe(0);
});

test('keeps no more than 16 MB for later', () => {
  const buffers = new ReadBuffers();
  const taken = Array.from({ length: 40 }, () => buffers.take(1024 * KB));
  buffers.giveBack(taken);
  expect(buffers.freeBytes).toBe(16 * 1024 * KB);
});

test('answers that share memory one after another are each what was asked for', async () => {
  const sim = await SimBroker.start();
  const client = await sim.client();
  await client.createTopic('t');
  const values = Array.from({ length: 40 }, (_, i) => `${i}:`.padEnd(30_000, String(i % 10)));
  for (const value of values) await client.produceValues('t', [value]);
  const readers = [await sim.client(), await sim.client(), await sim.client()];
  for (const reader of readers) expect(await reader.readValues('t')).toEqual(values);
});
