import { expect, test } from 'vitest';
import type { SimNode } from '#env/sim/sim-node.ts';
import { simWorld } from '../worlds.ts';

/** A node that says every second that it lives, and what it has heard. */
function talkative(node: SimNode): string[] {
  const said: string[] = [];
  node.run(async ({ clock, network }) => {
    await network.listen({ host: node.name, port: 1 }, (connection) => {
      connection.start({
        data: (bytes) => void said.push(`heard ${bytes.length} at ${seconds(clock.monotonicMs())}`),
        close: () => void said.push('closed'),
      });
    });
    for (;;) {
      await clock.sleep(1000);
      said.push(`lives at ${seconds(clock.monotonicMs())}`);
    }
  });
  return said;
}

const seconds = (ms: number) => Math.floor(ms / 1000);

test('a process that stands still does nothing, and all that fell due when it goes on', async () => {
  const world = simWorld(1);
  const node = world.node('a');
  const said = talkative(node);
  await world.run(2500);
  const connection = await world.complete(
    world.node('b').env.network.connect({ host: 'a', port: 1 }),
  );
  connection.start({ data() {}, close() {} });
  await world.run(2600);
  node.pause();
  connection.write([new Uint8Array(7)]);
  await world.run(10_500);
  expect(said).toEqual(['lives at 1', 'lives at 2']);
  node.resume();
  await world.run(11_700);
  // The timer that fell due, what has arrived, and then time as it is.
  expect(new Set(said.slice(2, 4))).toEqual(new Set(['lives at 10', 'heard 7 at 10']));
  expect(said.slice(4)).toEqual(['lives at 11']);
});

test('what it had to do keeps its order, and what was cancelled meanwhile is not done', async () => {
  const world = simWorld(1);
  const node = world.node('a');
  const { clock } = node.env;
  const done: string[] = [];
  clock.setTimer(20, () => void done.push('second'));
  clock.setTimer(10, () => {
    done.push('first');
    third.cancel();
  });
  const third = clock.setTimer(30, () => void done.push('third'));
  node.pause();
  await world.run(100);
  node.resume();
  await world.run(101);
  expect(done).toEqual(['first', 'second']);
});

test('it can be killed while it stands still, and healing lets it go on', async () => {
  const world = simWorld(1);
  const killed = talkative(world.node('a'));
  const healed = talkative(world.node('b'));
  await world.run(500);
  for (const name of ['a', 'b']) world.node(name).pause();
  world.node('a').crash();
  await world.run(5000);
  expect([...killed, ...healed]).toEqual([]);
  world.heal();
  await world.run(6500);
  expect(killed).toEqual(['lives at 6']);
  expect(healed).toEqual(['lives at 5', 'lives at 6']);
});
