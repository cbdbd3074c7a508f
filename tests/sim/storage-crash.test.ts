/**
 * 1,000 lives of a log directory, each by its seed: see storage-crash.ts for what may happen and
 * what must hold. `npm run sim` lives 100,000.
 */
import { test } from 'vitest';
import { runStorageCrash } from './storage-crash.ts';

const SEEDS_EACH = 250;

test.each([1, 251, 501, 751])(
  `a log keeps its promises whatever crashes: ${SEEDS_EACH} seeds from %i on`,
  { timeout: 120_000 },
  async (first) => {
    for (let seed = first; seed < first + SEEDS_EACH; seed++) {
      try {
        await runStorageCrash(seed);
      } catch (cause) {
        const { message } = cause as Error;
        const replay = `npm run sim -- 1 --first ${seed}`;
        throw new Error(`Seed ${seed}: ${message}\nReplay it: ${replay}`, { cause });
      }
    }
  },
);
