/**
 * Lives of groups, each by its seed: see groups-life.ts for what may happen, and groups-promises.ts
 * for what must hold. `npm run sim -- --workload groups` lives as many as one likes. The other half of
 * the seeds is in groups-more.test.ts, for another core.
 */
import { expect, test } from 'vitest';
import { runGroups } from './groups-life.ts';
import { runSeeds } from './workloads.ts';

const SEEDS_EACH = 250;

test.each([1, 251, 501, 751])(
  `groups keep their promises whatever fails: ${SEEDS_EACH} seeds from %i on`,
  { timeout: 120_000 },
  (first) => runSeeds('groups', SEEDS_EACH, first),
);

test('the same seed gives the same life, event by event', async () => {
  const [one, again, other] = await Promise.all(
    [7, 7, 8].map((seed) => runGroups(seed, { tells: true })),
  );
  expect(again).toEqual(one);
  expect(one?.story.length).toBeGreaterThan(5);
  expect(other?.trace).not.toBe(one?.trace);
});
