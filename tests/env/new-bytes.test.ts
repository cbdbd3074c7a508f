import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newBytes } from '#env/new-bytes.ts';

test('arrays of any sizes are zeros at first, and none shares a byte with another', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3000), { maxLength: 200 }), (lengths) => {
      const arrays = lengths.map(newBytes);
      expect(arrays.map((array) => array.length)).toEqual(lengths);
      arrays.forEach((array, n) => {
        expect(array.every((byte) => byte === 0)).toBe(true);
        array.fill((n % 255) + 1);
      });
      arrays.forEach((array, n) => {
        expect(array.every((byte) => byte === (n % 255) + 1)).toBe(true);
      });
    }),
    { seed: 1 },
  );
});

test('a large array has memory of its own, which goes when the array goes', () => {
  expect(newBytes(100_000).buffer.byteLength).toBe(100_000);
});
