import { test } from 'vitest';
import { runSeeds } from '../sim/workloads.ts';

const SEEDS = 50;

test(
  'a broker that stops, is killed and loses its power keeps what it promised',
  { timeout: 120_000 },
  () => runSeeds('broker', SEEDS),
);
