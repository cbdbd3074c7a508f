/**
 * Chance from the JavaScript engine (xorshift128+ in V8): quick, well spread, and guessable.
 */
import type { Random } from '#env/random.ts';

export const nodeRandom: Random = {
  nextInt(bound) {
    return Math.floor(Math.random() * bound);
  },
  nextFloat() {
    return Math.random();
  },
};
