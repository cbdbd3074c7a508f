/**
 * What "log against queue" claims, shown by its own runs.
 */
import { describe, expect, it } from 'vitest';
import { logAndQueue } from '../../../../site/simulations/log-and-queue/model.ts';
import { doTo } from '../../../../site/simulations/log-and-queue/setup.ts';
import type { BothState } from '../../../../site/simulations/log-and-queue/stage.ts';
import { isOutOfOrder, repeats } from '../../../../site/simulations/log-and-queue/work.ts';
import { framesOf, lastOf } from '../frames-of.ts';

const SEEDS = Array.from({ length: 12 }, (_, seed) => seed);
const all = (count: number) => Array.from({ length: count }, (_, number) => number);

function reader({ log }: BothState, name: string) {
  return log.readers.find((one) => one.name === name);
}

function queue({ queues }: BothState, name: string) {
  return queues.find((one) => one.name === name);
}

const sorted = (numbers: readonly number[] = []) => [...new Set(numbers)].sort((a, b) => a - b);

describe('a log and a queue', () => {
  it.each(SEEDS)('both do every message once where nobody fails, with seed %i', async (seed) => {
    const end = lastOf(await framesOf(logAndQueue, 'late-reader', { seed, acts: [] }));
    for (const name of ['billing', 'search']) {
      expect(reader(end, name)?.done).toEqual(all(12));
      expect(sorted(queue(end, name)?.done)).toEqual(all(12));
      expect(queue(end, name)?.done).toHaveLength(12);
    }
  });

  it('a late reader finds the whole log, and an empty queue', async () => {
    const end = lastOf(await framesOf(logAndQueue, 'late-reader'));
    expect(reader(end, 'audit')?.done).toEqual(all(12));
    expect(queue(end, 'audit')).toMatchObject({ boundAt: 12, done: [], waiting: [] });
  });

  it('a reader of a log may read again; a queue has deleted what was acknowledged', async () => {
    const end = lastOf(await framesOf(logAndQueue, 'replay'));
    expect(sorted(repeats(reader(end, 'billing')?.done ?? []))).toEqual(all(12));
    expect(repeats(queue(end, 'billing')?.done ?? [])).toEqual([]);
    expect(queue(end, 'billing')?.deleted).toHaveLength(12);
  });

  it.each(SEEDS)(
    'a crash before the commit loses nothing and repeats one message, with seed %i',
    async (seed) => {
      for (const afterStep of [3, 6, 9]) {
        const acts = [{ afterStep, act: doTo('crash', 'billing') }];
        const frames = await framesOf(logAndQueue, 'worker-crash', { seed, acts });
        const before = (frames[afterStep] as (typeof frames)[number]).state;
        const end = lastOf(frames);
        const { current } = reader(before, 'billing') ?? {};
        expect(repeats(reader(end, 'billing')?.done ?? [])).toEqual(
          current === undefined ? [] : [current],
        );
        expect(sorted(reader(end, 'billing')?.done)).toEqual(all(10));
        const held = queue(before, 'billing')?.workers[0]?.holds?.message;
        expect(repeats(queue(end, 'billing')?.done ?? [])).toEqual(
          held === undefined ? [] : [held],
        );
        expect(sorted(queue(end, 'billing')?.done)).toEqual(all(10));
      }
    },
  );

  it('a slow reader is behind alone; a queue with a slow worker loses the order', async () => {
    const frames = await framesOf(logAndQueue, 'slow-reader');
    const behind = (name: string) =>
      Math.max(...frames.map(({ state }) => state.log.end - (reader(state, name)?.position ?? 0)));
    expect(behind('billing')).toBeGreaterThan(5);
    expect(behind('search')).toBeLessThan(5);
    expect(isOutOfOrder(reader(lastOf(frames), 'billing')?.done ?? [])).toBe(false);
    expect(isOutOfOrder(queue(lastOf(frames), 'billing')?.done ?? [])).toBe(true);
  });

  it('retention takes what nobody has read; a queue keeps it', async () => {
    const end = lastOf(await framesOf(logAndQueue, 'retention'));
    const { done = [], missed = [] } = reader(end, 'search') ?? {};
    expect(missed.length).toBeGreaterThan(0);
    expect([...done, ...missed].sort((a, b) => a - b)).toEqual(all(24));
    expect(sorted(queue(end, 'search')?.done)).toEqual(all(24));
    expect(end.log.start).toBe(24);
  });

  it('the log’s side holds whatever was published, whoever read it', async () => {
    for (const { state } of await framesOf(logAndQueue, 'late-reader')) {
      expect(state.log).toMatchObject({ start: 0, end: state.published });
    }
  });

  it('says so where an application acts that has not joined', async () => {
    const acts = [{ afterStep: 2, act: doTo('crash', 'audit') }];
    const frames = await framesOf(logAndQueue, 'late-reader', { acts });
    expect(frames[3]?.happened).toEqual([
      expect.objectContaining({ where: 'audit', words: 'Has not joined yet.' }),
    ]);
  });
});
