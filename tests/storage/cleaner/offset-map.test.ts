import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OffsetMap } from '#storage/cleaner/offset-map.ts';

const utf8 = new TextEncoder();
const md5 = (key: Uint8Array) => new Uint8Array(createHash('md5').update(key).digest());

test('gives the last offset of each key, as a map does', () => {
  const put = fc.tuple(fc.string({ maxLength: 2 }), fc.nat(Number.MAX_SAFE_INTEGER - 1));
  fc.assert(
    fc.property(fc.array(put, { maxLength: 200 }), (puts) => {
      const map = new OffsetMap(300, md5);
      const model = new Map<string, number>();
      for (const [key, offset] of puts) {
        expect(map.put(utf8.encode(key), offset)).toBe(true);
        model.set(key, offset);
      }
      expect(map.size).toBe(model.size);
      for (const [key, offset] of model) expect(map.get(utf8.encode(key))).toBe(offset);
      expect(map.get(utf8.encode('not in it'))).toBe(-1);
    }),
    { seed: 6, numRuns: 200 },
  );
});

test('refuses a new key when nine slots of ten are taken, and still takes known ones', () => {
  const map = new OffsetMap(100, md5);
  for (let i = 0; i < 90; i++) expect(map.put(utf8.encode(`k${i}`), i)).toBe(true);
  expect(map.put(utf8.encode('k90'), 90)).toBe(false);
  expect(map.put(utf8.encode('k5'), 91)).toBe(true);
  expect([map.get(utf8.encode('k5')), map.get(utf8.encode('k90')), map.size]).toEqual([91, -1, 90]);
});

test('finds its way when the hashes of all keys begin alike', () => {
  const alike = (key: Uint8Array) => {
    const hash = new Uint8Array(16);
    hash[15] = key[0] as number;
    return hash;
  };
  const map = new OffsetMap(50, alike);
  for (let i = 0; i < map.capacity; i++) expect(map.put(Uint8Array.of(i), i)).toBe(true);
  for (let i = 0; i < map.capacity; i++) expect(map.get(Uint8Array.of(i))).toBe(i);
});
