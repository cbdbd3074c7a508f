/** The other half of the seeds of groups.test.ts. */
import { test } from 'vitest';
import { runSeeds } from './workloads.ts';

const SEEDS_EACH = 250;

test.each([1001, 1251, 1501, 1751])(
  `groups keep their promises whatever fails: ${SEEDS_EACH} seeds from %i on`,
  { timeout: 120_000 },
  (first) => runSeeds('groups', SEEDS_EACH, first),
);
