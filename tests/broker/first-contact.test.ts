import { expect, test } from 'vitest';
import { SimBroker } from './sim-broker.ts';

test('a topic is created, written to and read from, also after a restart and a crash', async () => {
  const sim = await SimBroker.start();
  const client = await sim.client();
  await client.createTopic('greetings');
  expect(await client.produceValues('greetings', ['hello', 'world'])).toMatchObject({
    errorCode: 0,
    baseOffset: 0,
  });
  expect(await client.readValues('greetings')).toEqual(['hello', 'world']);

  await sim.restart();
  const second = await sim.client();
  expect(await second.readValues('greetings')).toEqual(['hello', 'world']);
  expect((await second.produceValues('greetings', ['again'])).baseOffset).toBe(2);

  await sim.crashAndRestart({ losePower: false });
  const third = await sim.client();
  expect(await third.readValues('greetings', 1)).toEqual(['world', 'again']);
});
