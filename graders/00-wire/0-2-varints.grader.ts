/**
 * Task 0.2, varints: the contract of `#protocol/varint.ts`, seen from outside.
 */
import { Reader } from '#protocol/reader.ts';
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
import { Writer } from '#protocol/writer.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import { expectBytes, expectEqual, expectError, hexBytes } from '../../course/grading/expect.ts';

type Pair = readonly [value: number, bytes: string];
type Cursor = { bytes: Uint8Array; position: number };
type Write = (to: Cursor, value: number) => void;
type Read = (from: Cursor) => number;

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
  [8_191, 'fe 7f'],
  [-8_193, '81 80 01'],
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

/** Around every power of two that a safe integer reaches, on both sides of zero. */
const SAFE_INTEGERS = [...Array(54).keys()]
  .flatMap((power) => [2 ** power - 1, 2 ** power, 2 ** power + 1])
  .flatMap((value) => [value, -value])
  .filter((value) => Number.isSafeInteger(value) && !Object.is(value, -0));

behaviour('varints-unsigned-writes', () => {
  for (const [value, bytes] of UNSIGNED) expectWritten(writeUnsignedVarint, value, bytes);
});

behaviour('varints-unsigned-reads', () => {
  for (const [value, bytes] of UNSIGNED) expectRead(readUnsignedVarint, value, bytes);
  for (const bytes of ['80 00', '80 80 00', '80 80 80 80 00']) {
    expectRead(readUnsignedVarint, 0, bytes);
  }
});

behaviour('varints-moves-past', () => {
  const from = cursor('aa ac 02 03 80 01 bb', 1);
  expectEqual(readUnsignedVarint(from), 300, 'the number at position 1');
  expectEqual(from.position, 3, 'the position after it');
  expectEqual(readVarint(from), -2, 'the number at position 3');
  expectEqual(from.position, 4, 'the position after it');
  expectEqual(readVarlong(from), 64, 'the number at position 4');
  expectEqual(from.position, 6, 'the position after it');
  const to = cursor('ee ee ee ee ee ee ee', 1);
  writeUnsignedVarint(to, 300);
  writeVarint(to, -2);
  writeVarlong(to, 64);
  expectBytes(to.bytes, hexBytes('ee ac 02 03 80 01 ee'), 'the bytes after writing at 1');
  expectEqual(to.position, 6, 'the position after writing');
});

behaviour('varints-zigzag', () => {
  for (const [value, bytes] of ZIGZAG) {
    expectWritten(writeVarint, value, bytes);
    expectRead(readVarint, value, bytes);
  }
});

behaviour('varints-varlong', () => {
  for (const [value, bytes] of LONG) {
    expectWritten(writeVarlong, value, bytes);
    expectRead(readVarlong, value, bytes);
  }
  for (const value of SAFE_INTEGERS) {
    const to = { bytes: new Uint8Array(16), position: 0 };
    writeVarlong(to, value);
    const from = { bytes: to.bytes.subarray(0, to.position), position: 0 };
    expectEqual(readVarlong(from), value, 'the number that was written as a varlong');
  }
  expectRead(readVarlong, -1, '81 80 80 80 80 80 80 80 80 00');
});

behaviour('varints-sizes', () => {
  for (const [value, bytes] of UNSIGNED) {
    expectEqual(unsignedVarintSize(value), size(bytes), `the unsigned size of ${value}`);
  }
  for (const [value, bytes] of ZIGZAG) {
    expectEqual(varintSize(value), size(bytes), `the size of ${value}`);
  }
  for (const [value, bytes] of LONG) {
    expectEqual(varlongSize(value), size(bytes), `the long size of ${value}`);
  }
  for (const value of SAFE_INTEGERS) {
    const to = { bytes: new Uint8Array(16), position: 0 };
    writeVarlong(to, value);
    expectEqual(varlongSize(value), to.position, `the long size of ${value}`);
  }
});

behaviour('varints-hostile-bytes', () => {
  const endless = 'ff '.repeat(20);
  for (const read of [readUnsignedVarint, readVarint]) {
    for (const bytes of ['', '80', 'ff ff ff ff', '80 80 80 80 80 00', 'ff ff ff ff 1f', endless]) {
      refusesToRead(read, bytes);
    }
  }
  for (const bytes of [
    '',
    '80',
    'ff ff ff ff ff ff',
    'fe ff ff ff ff ff ff 3f',
    'ff ff ff ff ff ff ff 1f',
    'fe ff ff ff ff ff ff ff 01',
    '80 80 80 80 80 80 80 80 80 80 00',
    endless,
  ]) {
    refusesToRead(readVarlong, bytes);
  }
  for (const read of [readUnsignedVarint, readVarint, readVarlong]) {
    const late = cursor('01 01 80 80', 2);
    const error = expectError(() => read(late), 'DecodeError', `${read.name} of '80 80' at 2`);
    expectEqual((error as Error & { position?: unknown }).position, 2, "the error's position");
  }
});

behaviour('varints-bad-values', () => {
  const cases: readonly [write: Write, sizeOf: (value: number) => number, values: number[]][] = [
    [writeUnsignedVarint, unsignedVarintSize, [-1, 4_294_967_296, 0.5, Number.NaN]],
    [writeVarint, varintSize, [2_147_483_648, -2_147_483_649, 0.5, Number.NaN]],
    [writeVarlong, varlongSize, [2 ** 53, -(2 ** 53), 0.5, Number.NaN, Infinity]],
  ];
  for (const [write, sizeOf, values] of cases) {
    for (const value of values) {
      refusesToWrite(write, 16, value);
      expectError(() => sizeOf(value), 'EncodeError', `${sizeOf.name} of ${value}`);
    }
    refusesToWrite(write, 0, 0);
    refusesToWrite(write, 1, 300);
    const to = { bytes: new Uint8Array(2), position: 0 };
    write(to, 300);
    expectEqual(to.position, 2, `the position after ${write.name} of 300 into just enough room`);
  }
});

behaviour('varints-reader-writer', () => {
  const reader = new Reader(hexBytes('07 ac 02 00 ff ff ff ff 0f 09'));
  expectEqual(reader.int8(), 7, 'the int8 before them');
  expectEqual(
    [reader.unsignedVarint(), reader.unsignedVarint(), reader.unsignedVarint()],
    [300, 0, 4_294_967_295],
    'the three unsigned varints that follow',
  );
  expectEqual(reader.int8(), 9, 'the int8 after them');
  const short = new Reader(hexBytes('80'));
  expectError(() => short.unsignedVarint(), 'DecodeError', "unsignedVarint() of '80'");
  for (let before = 0; before < 300; before++) {
    const writer = new Writer(16);
    writer.raw(new Uint8Array(before));
    writer.unsignedVarint(4_294_967_295);
    writer.unsignedVarint(0);
    writer.unsignedVarint(300);
    const bytes = writer.bytes().subarray(before);
    expectBytes(bytes, hexBytes('ff ff ff ff 0f 00 ac 02'), `varints behind ${before} bytes`);
  }
  for (const value of [-1, 4_294_967_296, 0.5]) {
    const what = `writing the unsigned varint ${value}`;
    expectError(() => new Writer().unsignedVarint(value), 'EncodeError', what);
  }
});

function expectWritten(write: Write, value: number, bytes: string): void {
  const to = { bytes: new Uint8Array(16), position: 0 };
  write(to, value);
  const done = to.bytes.subarray(0, to.position);
  expectBytes(done, hexBytes(bytes), `${write.name} of ${value}`);
}

function expectRead(read: Read, value: number, bytes: string): void {
  const from = cursor(bytes);
  expectEqual(read(from), value, `${read.name} of '${bytes}'`);
  expectEqual(from.position, size(bytes), `the position after ${read.name} of '${bytes}'`);
}

function refusesToRead(read: Read, bytes: string): void {
  expectError(() => read(cursor(bytes)), 'DecodeError', `${read.name} of '${bytes}'`);
}

/** Expects an EncodeError for a value into `room` bytes, and nothing done. */
function refusesToWrite(write: Write, room: number, value: number): void {
  const to = { bytes: new Uint8Array(room), position: 0 };
  const what = `${write.name} of ${value} into ${room} bytes`;
  expectError(() => write(to, value), 'EncodeError', what);
  expectEqual(to.position, 0, `the position after ${what}`);
  expectBytes(to.bytes, new Uint8Array(room), `the bytes after ${what}`);
}

function cursor(bytes: string, position = 0): Cursor {
  return { bytes: hexBytes(bytes), position };
}

function size(bytes: string): number {
  return hexBytes(bytes).length;
}
