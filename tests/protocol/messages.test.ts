import { describe, expect, test } from 'vitest';
import { declaredMessages, forEachVersion } from './declared.ts';
import { hex } from './hex.ts';
import { randomMessage, seeded } from './random-message.ts';

describe('every declared message', () => {
  test('has a name that no other one has', () => {
    const names = declaredMessages.map((message) => message.name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('reads back, in every version, what it wrote', () => {
    const chance = seeded(20);
    let values = 0;
    forEachVersion((message, version) => {
      for (let left = 10; left > 0; left--, values++) {
        const value = randomMessage(message, version, chance);
        const bytes = message.encode(version, value);
        const decoded = message.decode(version, bytes);
        expect(decoded, `${message.name} v${version}`).toEqual(value);
        expect(hex(message.encode(version, decoded))).toBe(hex(bytes));
      }
    });
    expect(values).toBeGreaterThan(3000);
  });
});
