import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Cursor,
  readUnsignedVarint,
  readVarint,
  readVarlong,
  unsignedVarintSize,
  varintSize,
  varlongSize,
  writeUnsignedVarint,
  writeVarint,
  writeVarlong,
} from '#protocol/varint.ts';
import { DecodeError, EncodeError } from '#protocol/wire-error.ts';
import { cursor, hex } from './hex.ts';

interface Kind {
  readonly read: (from: Cursor) => number;
  readonly write: (to: Cursor, value: number) => void;
  readonly size: (value: number) => number;
}

const unsigned: Kind = {
  read: readUnsignedVarint,
  write: writeUnsignedVarint,
  size: unsignedVarintSize,
};
const signed: Kind = { read: readVarint, write: writeVarint, size: varintSize };
const long: Kind = { read: readVarlong, write: writeVarlong, size: varlongSize };

function encode(kind: Kind, value: number): string {
  const to = { bytes: new Uint8Array(kind.size(value)), position: 0 };
  kind.write(to, value);
  expect(to.position).toBe(to.bytes.length);
  return hex(to.bytes);
}

function decode(kind: Kind, text: string): number {
  const from = cursor(text);
  const value = kind.read(from);
  expect(from.position).toBe(from.bytes.length);
  return value;
}

describe('unsigned varints', () => {
  test.each([
    [0, '00'],
    [1, '01'],
    [127, '7f'],
    [128, '8001'],
    [300, 'ac02'],
    [16_383, 'ff7f'],
    [16_384, '808001'],
    [2_097_151, 'ffff7f'],
    [2_097_152, '80808001'],
    [268_435_455, 'ffffff7f'],
    [268_435_456, '8080808001'],
    [2_147_483_648, '8080808008'],
    [4_294_967_295, 'ffffffff0f'],
  ])('%i is %s, both ways', (value, text) => {
    expect(encode(unsigned, value)).toBe(text);
    expect(decode(unsigned, text)).toBe(value);
  });

  test('a longer form than needed is read', () => {
    expect(decode(unsigned, '8000')).toBe(0);
    expect(decode(unsigned, 'ff80808000')).toBe(127);
  });

  test.each([-1, 1.5, 2 ** 32, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses to write %d',
    (value) => {
      expect(() => unsignedVarintSize(value)).toThrow(EncodeError);
      expect(() => writeUnsignedVarint(cursor('000000000000'), value)).toThrow(EncodeError);
    },
  );

  test('bits above the 32nd are out of range', () => {
    expect(() => decode(unsigned, 'ffffffff10')).toThrow(/out of range/);
  });
});

describe('zigzag varints', () => {
  test.each([
    [0, '00'],
    [-1, '01'],
    [1, '02'],
    [63, '7e'],
    [-64, '7f'],
    [64, '8001'],
    [-65, '8101'],
    [8191, 'fe7f'],
    [-8192, 'ff7f'],
    [2_147_483_647, 'feffffff0f'],
    [-2_147_483_648, 'ffffffff0f'],
  ])('%i is %s, both ways', (value, text) => {
    expect(encode(signed, value)).toBe(text);
    expect(decode(signed, text)).toBe(value);
  });

  test.each([2 ** 31, -(2 ** 31) - 1, 0.5])('refuses to write %d', (value) => {
    expect(() => varintSize(value)).toThrow(EncodeError);
  });
});

describe('zigzag varlongs', () => {
  test.each([
    [0, '00'],
    [-1, '01'],
    [63, '7e'],
    [-64, '7f'],
    [64, '8001'],
    [2_147_483_648, '8080808010'],
    [1_700_000_000_000, '80a0abfef962'],
    [Number.MAX_SAFE_INTEGER, 'feffffffffffff1f'],
    [Number.MIN_SAFE_INTEGER, 'fdffffffffffff1f'],
  ])('%i is %s, both ways', (value, text) => {
    expect(encode(long, value)).toBe(text);
    expect(decode(long, text)).toBe(value);
  });

  test.each([
    ['2^53', '8080808080808020'],
    ['-2^53', 'ffffffffffffff1f'],
    ['Long.MAX_VALUE', 'feffffffffffffffff01'],
    ['Long.MIN_VALUE', 'ffffffffffffffffff01'],
  ])('%s is out of range', (_, text) => {
    expect(() => decode(long, text)).toThrow(/out of range/);
  });

  test('a longer form than needed is read, as far as ten bytes', () => {
    expect(decode(long, '80808080808080808000')).toBe(0);
    expect(decode(long, '81808080808080808000')).toBe(-1);
  });

  test.each([2 ** 53, -(2 ** 53), 0.5, Number.NaN])('refuses to write %d', (value) => {
    expect(() => varlongSize(value)).toThrow(EncodeError);
  });
});

describe('all three kinds', () => {
  const kinds = { unsigned, signed, long };
  const ranges = {
    unsigned: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    signed: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    long: fc.maxSafeInteger(),
  };

  test.each(Object.entries(kinds))(
    '%s: what is written is read, in as many bytes',
    (name, kind) => {
      const property = fc.property(ranges[name as keyof typeof ranges], (value) => {
        expect(decode(kind, encode(kind, value))).toBe(value);
      });
      fc.assert(property, { seed: 1, numRuns: 1000 });
    },
  );

  test.each(Object.entries(kinds))(
    '%s: the number starts and ends where the cursor says',
    (_, kind) => {
      const to = { bytes: new Uint8Array(8), position: 3 };
      kind.write(to, 100);
      const end = to.position;
      expect(
        [...to.bytes.subarray(0, 3), ...to.bytes.subarray(end)].every((byte) => byte === 0),
      ).toBe(true);
      const from = { bytes: to.bytes, position: 3 };
      expect(kind.read(from)).toBe(100);
      expect(from.position).toBe(end);
    },
  );

  test.each(Object.entries(kinds))(
    '%s: bytes that end too early are an error at its start',
    (_, kind) => {
      const from = { bytes: cursor('00ffff').bytes, position: 1 };
      expect(() => kind.read(from)).toThrow(DecodeError);
      expect(() => kind.read({ ...from, position: 1 })).toThrow('truncated');
      expect(() => kind.read({ ...from, position: 1 })).toThrow('at byte 1');
      expect(() => kind.read({ ...from, position: 3 })).toThrow('truncated');
    },
  );

  test.each([
    ['unsigned', unsigned, 5],
    ['signed', signed, 5],
    ['long', long, 10],
  ])('%s: one that never ends is refused', (_, kind, bytes) => {
    expect(() => kind.read(cursor('80'.repeat(100)))).toThrow(`longer than ${bytes} bytes`);
  });

  test.each(Object.entries(kinds))('%s: without room nothing is written', (_, kind) => {
    const to = { bytes: new Uint8Array(1), position: 0 };
    expect(() => kind.write(to, 300)).toThrow(EncodeError);
    expect(to).toEqual({ bytes: new Uint8Array(1), position: 0 });
  });
});
