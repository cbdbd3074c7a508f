import { describe, expect, test } from 'vitest';
import { SimRandom } from '#env/sim/sim-random.ts';

describe('SimRandom', () => {
  test('repeats itself for the same seed and differs for the next', () => {
    const draw = (seed: number): number[] => {
      const random = new SimRandom(seed);
      return Array.from({ length: 20 }, () => random.nextBits());
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  test('forks generators that do not depend on what was drawn before', () => {
    const one = new SimRandom(5);
    const two = new SimRandom(5);
    two.nextBits();
    expect(one.fork('disk').nextBits()).toBe(two.fork('disk').nextBits());
    expect(one.fork('disk').nextBits()).not.toBe(one.fork('network').nextBits());
  });

  test('stays within its bounds and reaches all of them', () => {
    const random = new SimRandom(9);
    const seen = new Set<number>();
    for (let count = 0; count < 1000; count += 1) {
      seen.add(random.nextInt(10));
      const float = random.nextFloat();
      expect(float >= 0 && float < 1).toBe(true);
      expect(random.nextInt(2 ** 32)).toBeLessThan(2 ** 32);
    }
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
