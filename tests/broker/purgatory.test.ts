import { describe, expect, test } from 'vitest';
import { Purgatory } from '#broker/purgatory.ts';
import { nodeHost } from '#env/node/node-host.ts';
import { SimWorld } from '#env/sim/sim-world.ts';

/** An operation that completes once `ready` is set, and writes down how it ended. */
function operation() {
  const state = { ready: false, endings: [] as string[] };
  return {
    state,
    tryComplete() {
      if (state.ready) state.endings.push('completed');
      return state.ready;
    },
    expire() {
      state.endings.push('expired');
    },
  };
}

function purgatory() {
  const world = new SimWorld({ seed: 1, ...nodeHost });
  return { world, waiting: new Purgatory<string>(world.node('n').env.clock) };
}

describe('Purgatory', () => {
  test('does not keep what completes at once', () => {
    const { waiting } = purgatory();
    const one = operation();
    one.state.ready = true;
    waiting.watch(one, ['a'], 100);
    expect(one.state.endings).toEqual(['completed']);
    expect(waiting.size).toBe(0);
  });

  test('tries again only when a watched key is checked, and forgets what is done', async () => {
    const { world, waiting } = purgatory();
    const one = operation();
    waiting.watch(one, ['a', 'b'], 100);
    one.state.ready = true;
    waiting.check('c');
    expect(one.state.endings).toEqual([]);
    waiting.check('b');
    waiting.check('a');
    await world.run(1000);
    expect(one.state.endings).toEqual(['completed']);
    expect(waiting.size).toBe(0);
  });

  test('expires what nothing brings about, once, when its time is over', async () => {
    const { world, waiting } = purgatory();
    const one = operation();
    waiting.watch(one, ['a'], 100);
    await world.run(99);
    expect(one.state.endings).toEqual([]);
    await world.run(101);
    one.state.ready = true;
    waiting.check('a');
    expect(one.state.endings).toEqual(['expired']);
  });

  test('leaves the others waiting when one completes', () => {
    const { waiting } = purgatory();
    const [one, other] = [operation(), operation()];
    waiting.watch(one, ['a'], 100);
    waiting.watch(other, ['a'], 100);
    one.state.ready = true;
    waiting.check('a');
    expect([one.state.endings, other.state.endings]).toEqual([['completed'], []]);
    expect(waiting.size).toBe(1);
  });

  test('neither completes nor expires what was given up', async () => {
    const { world, waiting } = purgatory();
    const one = operation();
    const giveUp = waiting.watch(one, ['a'], 100);
    giveUp();
    one.state.ready = true;
    waiting.check('a');
    await world.run(1000);
    expect(one.state.endings).toEqual([]);
  });

  test('expires all at a stop', () => {
    const { waiting } = purgatory();
    const all = [operation(), operation(), operation()];
    for (const one of all) waiting.watch(one, ['a'], 100);
    waiting.expireAll();
    expect(all.map((one) => one.state.endings)).toEqual([['expired'], ['expired'], ['expired']]);
    expect(waiting.size).toBe(0);
  });
});
