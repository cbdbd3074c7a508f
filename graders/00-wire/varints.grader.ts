/**
 * Task 0.1, varints: the contract of `#protocol/varint.ts`, seen from outside.
 *
 * Bytes are compared as hexadecimal text, so that a failure shows them.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import {
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
import { behaviour } from '../../course/grading/behaviour.ts';

type Pair = readonly [value: number, bytes: string];
type Cursor = { bytes: Uint8Array; position: number };

const UNSIGNED: readonly Pair[] = [
  [0, '00'],
  [1, '01'],
  [127, '7f'],
  [128, '80 01'],
  [300, 'ac 02'],
  [16_383, 'ff 7f'],
  [16_384, '80 80 01'],
  [2_097_151, 'ff ff 7f'],
  [2_097_152, '80 80 80 01'],
  [268_435_455, 'ff ff ff 7f'],
  [268_435_456, '80 80 80 80 01'],
  [2_147_483_648, '80 80 80 80 08'],
  [4_294_967_295, 'ff ff ff ff 0f'],
];

const ZIGZAG: readonly Pair[] = [
  [0, '00'],
  [-1, '01'],
  [1, '02'],
  [-2, '03'],
  [2, '04'],
  [63, '7e'],
  [-64, '7f'],
  [64, '80 01'],
  [-65, '81 01'],
  [2_147_483_647, 'fe ff ff ff 0f'],
  [-2_147_483_648, 'ff ff ff ff 0f'],
];

const LONG: readonly Pair[] = [
  ...ZIGZAG,
  [2_147_483_648, '80 80 80 80 10'],
  [-2_147_483_649, '81 80 80 80 10'],
  [4_294_967_296, '80 80 80 80 20'],
  [1_767_225_600_123, 'f6 a1 d5 ed ee 66'],
  [Number.MAX_SAFE_INTEGER, 'fe ff ff ff ff ff ff 1f'],
  [Number.MIN_SAFE_INTEGER, 'fd ff ff ff ff ff ff 1f'],
];

behaviour('varints-unsigned-writes', () => {
  for (const [value, bytes] of UNSIGNED) {
    expect(written(writeUnsignedVarint, value), `the bytes of ${value}`).toBe(bytes);
  }
});

behaviour('varints-unsigned-reads', () => {
  for (const [value, bytes] of UNSIGNED) {
    expect(readUnsignedVarint(cursor(bytes)), `the number in ${bytes}`).toBe(value);
  }
  expect(readUnsignedVarint(cursor('80 00')), 'the number in 80 00').toBe(0);
  expect(readUnsignedVarint(cursor('ff 80 80 80 00')), 'the number in ff 80 80 80 00').toBe(127);
});

behaviour('varints-moves-past', () => {
  const from = cursor('ee ac 02 03 80 01 ee', 1);
  expect([readUnsignedVarint(from), from.position], 'what was read at 1, and where').toEqual([
    300, 3,
  ]);
  expect([readVarint(from), from.position], 'what was read at 3, and where').toEqual([-2, 4]);
  expect([readVarlong(from), from.position], 'what was read at 4, and where').toEqual([64, 6]);
  const to = cursor('ee ee ee ee ee ee ee', 1);
  writeUnsignedVarint(to, 300);
  writeVarint(to, -2);
  writeVarlong(to, 64);
  expect(hex(to.bytes), 'the bytes after writing at 1').toBe('ee ac 02 03 80 01 ee');
  expect(to.position, 'the position after writing').toBe(6);
});

behaviour('varints-zigzag', () => {
  for (const [value, bytes] of ZIGZAG) {
    expect(written(writeVarint, value), `the bytes of ${value}`).toBe(bytes);
    expect(readVarint(cursor(bytes)), `the number in ${bytes}`).toBe(value);
  }
});

behaviour('varints-varlong', () => {
  for (const [value, bytes] of LONG) {
    expect(written(writeVarlong, value), `the bytes of ${value}`).toBe(bytes);
    expect(readVarlong(cursor(bytes)), `the number in ${bytes}`).toBe(value);
  }
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      const bytes = written(writeVarlong, value);
      expect(readVarlong(cursor(bytes)), `the number in ${bytes}`).toBe(value);
    }),
    { seed: 1, numRuns: 500 },
  );
});

behaviour('varints-sizes', () => {
  const size = (bytes: string) => bytes.split(' ').length;
  for (const [value, bytes] of UNSIGNED) {
    expect(unsignedVarintSize(value), `the unsigned size of ${value}`).toBe(size(bytes));
  }
  for (const [value, bytes] of ZIGZAG) {
    expect(varintSize(value), `the size of ${value}`).toBe(size(bytes));
  }
  for (const [value, bytes] of LONG) {
    expect(varlongSize(value), `the long size of ${value}`).toBe(size(bytes));
  }
});

behaviour('varints-hostile-bytes', () => {
  const endless = Array(20).fill('ff').join(' ');
  for (const read of [readUnsignedVarint, readVarint]) {
    for (const bytes of ['', '80', 'ff ff ff ff', '80 80 80 80 80 00', 'ff ff ff ff 1f', endless]) {
      expect(
        thrown(() => read(cursor(bytes))),
        `${read.name} of '${bytes}'`,
      ).toBe('DecodeError');
    }
  }
  for (const bytes of ['', '80', 'ff ff ff ff ff ff', 'fe ff ff ff ff ff ff ff 01', endless]) {
    expect(
      thrown(() => readVarlong(cursor(bytes))),
      `readVarlong of '${bytes}'`,
    ).toBe('DecodeError');
  }
  const late = cursor('01 01 80', 2);
  expect(
    positionOf(() => readUnsignedVarint(late)),
    "the error's position",
  ).toBe(2);
});

behaviour('varints-bad-values', () => {
  const cases = [
    [writeUnsignedVarint, [-1, 4_294_967_296, 0.5, Number.NaN]],
    [writeVarint, [2_147_483_648, -2_147_483_649, 0.5, Number.NaN]],
    [writeVarlong, [Number.MAX_SAFE_INTEGER + 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]],
  ] as const;
  for (const [write, values] of cases) {
    for (const value of values) refuses(write, 16, value);
    refuses(write, 1, 300);
  }
});

/** Expects an EncodeError for a value into `room` bytes, and nothing done. */
function refuses(write: (to: Cursor, value: number) => void, room: number, value: number): void {
  const to = { bytes: new Uint8Array(room), position: 0 };
  const what = `${write.name} of ${value} into ${room} bytes`;
  expect(
    thrown(() => write(to, value)),
    what,
  ).toBe('EncodeError');
  expect(to.position, `the position after ${what}`).toBe(0);
  expect(hex(to.bytes), `the bytes after ${what}`).toBe(hex(new Uint8Array(room)));
}

function written(write: (to: Cursor, value: number) => void, value: number): string {
  const to = { bytes: new Uint8Array(16), position: 0 };
  write(to, value);
  return hex(to.bytes.subarray(0, to.position));
}

function cursor(bytes: string, position = 0): Cursor {
  const numbers = bytes === '' ? [] : bytes.split(' ').map((byte) => Number.parseInt(byte, 16));
  return { bytes: Uint8Array.from(numbers), position };
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** The name of the error that `run` throws; what is not written yet passes through. */
function thrown(run: () => void): string {
  try {
    run();
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'NotImplemented') throw error;
    return error.name;
  }
  return 'no error';
}

function positionOf(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return (error as { position?: unknown }).position;
  }
  return 'no error';
}
