/**
 * 1,000 lives of a log directory, each by its seed: see storage-crash.ts for what may happen and
 * what must hold. `npm run sim` lives 100,000.
 */
import { test } from 'vitest';
import { runSeeds } from './workloads.ts';

const SEEDS_EACH = 250;

test.each([1, 251, 501, 751])(
  `a log keeps its promises whatever crashes: ${SEEDS_EACH} seeds from %i on`,
  { timeout: 120_000 },
  (first) => runSeeds('storage', SEEDS_EACH, first),
);
