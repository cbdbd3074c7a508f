import { expect, test } from 'vitest';
import { runBrokerCrash } from './broker-crash.ts';

const SEEDS = 50;

/** `SEED=17 npx vitest run tests/broker/broker-crash` runs that seed alone. */
const wanted = process.env.SEED;
const seeds = wanted === undefined ? Array.from({ length: SEEDS }, (_, i) => i) : [Number(wanted)];

test('a broker that stops, is killed and loses its power keeps what it promised', async () => {
  for (const seed of seeds) {
    try {
      await runBrokerCrash(seed);
    } catch (cause) {
      const again = `SEED=${seed} npx vitest run tests/broker/broker-crash`;
      throw new Error(`Seed ${seed}: ${(cause as Error).message}\nRepeat it: ${again}`, { cause });
    }
  }
  expect(seeds.length).toBeGreaterThan(0);
}, 120_000);
