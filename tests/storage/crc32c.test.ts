import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32c, extendCrc32c } from '#storage/crc32c.ts';

const ascii = (text: string) => new TextEncoder().encode(text);

describe('CRC32C', () => {
  // RFC 3720, B.4, and the check value of the CRC catalogue.
  test.each([
    ['nothing', new Uint8Array(0), 0],
    ['"123456789"', ascii('123456789'), 0xe3069283],
    ['32 bytes of zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 bytes of ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['32 bytes ascending', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ['32 bytes descending', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
  ])('has the published value for %s', (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });

  test('agrees with division bit by bit, at every alignment and length', () => {
    const bytes = Uint8Array.from({ length: 200 }, (_, i) => (i * 167 + 13) & 0xff);
    for (let start = 0; start < 20; start++) {
      for (let end = start; end <= bytes.length; end += 7) {
        expect(crc32c(bytes, start, end)).toBe(bitByBit(bytes.subarray(start, end)));
      }
    }
  });

  test('of pieces one after the other is that of the whole', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, cut) => {
        const at = Math.min(cut, bytes.length);
        const pieces = extendCrc32c(crc32c(bytes, 0, at), bytes, at);
        expect(pieces).toBe(crc32c(bytes));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

function bitByBit(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}
