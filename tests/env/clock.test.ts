import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Clock } from '#env/clock.ts';
import { type TestWorld, worlds } from './worlds.ts';

describe.each(worlds)('the clock of %s', (_name, make) => {
  let world: TestWorld;
  let clock: Clock;

  beforeEach(() => {
    world = make();
    clock = world.env.clock;
  });
  afterEach(() => world.close());

  test('tells whole milliseconds since 1970', () => {
    expect(Number.isInteger(clock.now())).toBe(true);
    expect(clock.now()).toBeGreaterThan(Date.UTC(2025));
  });

  test('never calls a timer early', async () => {
    for (const delayMs of [0, 0.3, 1, 2.5, -7]) {
      const start = clock.monotonicMs();
      await world.until(new Promise<void>((resolve) => clock.setTimer(delayMs, resolve)));
      expect(clock.monotonicMs() - start).toBeGreaterThanOrEqual(delayMs);
    }
  });

  test('calls timers in the order in which they are due', async () => {
    const order: string[] = [];
    clock.setTimer(40, () => order.push('late'));
    clock.setTimer(1, () => order.push('early'));
    await world.until(clock.sleep(60));
    expect(order).toEqual(['early', 'late']);
  });

  test('does not call a cancelled timer', async () => {
    const timer = clock.setTimer(1, () => expect.unreachable());
    timer.cancel();
    await world.until(clock.sleep(5));
    timer.cancel();
  });

  test('keeps a delay of years', async () => {
    const timer = clock.setTimer(5 * 365 * 86_400_000, () => expect.unreachable());
    await world.until(clock.sleep(3));
    timer.cancel();
  });

  test('defers work past the promises of the moment, in order', async () => {
    const order: string[] = [];
    await world.until(
      new Promise<void>((resolve) => {
        clock.defer(() => order.push('first'));
        clock.defer(() => {
          order.push('second');
          resolve();
        });
        void Promise.resolve().then(() => order.push('promise'));
      }),
    );
    expect(order).toEqual(['promise', 'first', 'second']);
  });
});
