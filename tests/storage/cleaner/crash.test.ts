import { test } from 'vitest';
import { runSeeds } from '../../sim/workloads.ts';

const SEEDS = 200;

test(`no latest value is lost, whatever the crash (${SEEDS} seeds)`, async () => {
  await runSeeds('compaction', SEEDS);
});
