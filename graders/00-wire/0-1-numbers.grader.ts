/**
 * Task 0.1, numbers: what Reader and Writer do with values of a fixed width.
 */

import { INT64_MAX, INT64_MIN } from 'reference:protocol/int64.ts';
import { ZERO_UUID } from 'reference:protocol/uuid.ts';
import { Reader } from '#protocol/reader.ts';
import { Writer } from '#protocol/writer.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import {
  expectBytes,
  expectEqual,
  expectError,
  expectTrue,
  hexBytes,
} from '../../course/grading/expect.ts';
import {
  call,
  expectRead,
  expectUnreadable,
  expectUnwritable,
  expectWritten,
  hex,
  type Row,
} from './primitive-rows.ts';

const WHOLE: readonly Row[] = [
  ['int8', 0, '00'],
  ['int8', 127, '7f'],
  ['int8', -1, 'ff'],
  ['int8', -128, '80'],
  ['int16', 258, '01 02'],
  ['int16', -2, 'ff fe'],
  ['int16', -32_768, '80 00'],
  ['uint16', 258, '01 02'],
  ['uint16', 65_535, 'ff ff'],
  ['int32', 16_909_060, '01 02 03 04'],
  ['int32', -2, 'ff ff ff fe'],
  ['int32', 2_147_483_647, '7f ff ff ff'],
  ['int32', -2_147_483_648, '80 00 00 00'],
  ['uint32', 1, '00 00 00 01'],
  ['uint32', 2_147_483_648, '80 00 00 00'],
  ['uint32', 4_294_967_295, 'ff ff ff ff'],
];

/** Around every power of two that a safe integer reaches, on both sides of zero. */
const SAFE_INTEGERS = [...Array(54).keys()]
  .flatMap((power) => [2 ** power - 1, 2 ** power, 2 ** power + 1])
  .flatMap((value) => [value, -value])
  .filter((value) => Number.isSafeInteger(value) && !Object.is(value, -0));

const LAST_UUID = '_____________________w';
const UUID = 'AAECAwQFBgcICQoLDA0ODw';
const UUID_HEX = '00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f';

behaviour('numbers-written', () => {
  for (const row of WHOLE) expectWritten(row);
  const writer = new Writer();
  const expected = new DataView(new ArrayBuffer(7 * 300));
  for (let index = 0; index < 300; index++) {
    writer.int8(index % 100);
    writer.int32(index * 1_000_003);
    writer.int16(-index);
    expected.setInt8(7 * index, index % 100);
    expected.setInt32(7 * index + 1, index * 1_000_003);
    expected.setInt16(7 * index + 5, -index);
  }
  expectEqual(writer.size, 2100, 'the size of 300 times int8, int32, int16 in one writer');
  expectBytes(writer.bytes(), new Uint8Array(expected.buffer), 'these 900 numbers as bytes');
});

behaviour('numbers-read', () => {
  for (const row of WHOLE) expectRead(row);
  expectRead(['uint8', 255, 'ff']);
  expectRead(['uint8', 0, '00']);
});

behaviour('numbers-int64', () => {
  expectWritten(['int64', 4_294_967_296, '00 00 00 01 00 00 00 00']);
  expectWritten(['int64', -1, 'ff ff ff ff ff ff ff ff']);
  expectWritten(['int64', -4_294_967_297, 'ff ff ff fe ff ff ff ff']);
  for (const value of [1_767_225_600_123, ...SAFE_INTEGERS]) {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigInt64(0, BigInt(value));
    const row: Row = ['int64', value, hex(bytes)];
    expectWritten(row);
    expectRead(row);
  }
});

behaviour('numbers-int64-ends', () => {
  const ends: readonly Row[] = [
    ['int64', INT64_MAX, '7f ff ff ff ff ff ff ff'],
    ['int64', INT64_MIN, '80 00 00 00 00 00 00 00'],
  ];
  for (const row of ends) {
    expectWritten(row);
    expectRead(row);
  }
  for (const bytes of [
    '00 20 00 00 00 00 00 00',
    '00 20 00 00 00 00 00 01',
    '00 20 00 00 ff ff ff ff',
    'ff e0 00 00 00 00 00 00',
    '7f ff ff ff ff ff ff fe',
    '7f ff ff ff ff ff fc 00',
    '80 00 00 00 00 00 00 01',
  ]) {
    expectUnreadable('int64', bytes);
  }
  for (const value of [2 ** 53, -(2 ** 53), 2 ** 62, 2 ** 64, 0.5, Number.NaN, Infinity]) {
    expectUnwritable('int64', value);
  }
});

behaviour('numbers-bool-float-uuid', () => {
  const rows: readonly Row[] = [
    ['bool', true, '01'],
    ['bool', false, '00'],
    ['float64', 1.5, '3f f8 00 00 00 00 00 00'],
    ['float64', -0.1, 'bf b9 99 99 99 99 99 9a'],
    ['float64', -Infinity, 'ff f0 00 00 00 00 00 00'],
    ['uuid', ZERO_UUID, '00 '.repeat(16).trim()],
    ['uuid', UUID, UUID_HEX],
    ['uuid', LAST_UUID, 'ff '.repeat(16).trim()],
  ];
  for (const row of rows) {
    expectWritten(row);
    expectRead(row);
  }
  for (const bytes of ['02', '7f', '80', 'ff']) expectRead(['bool', true, bytes]);
  const nan = call(new Reader(hexBytes('7f f8 00 00 00 00 00 00')), 'float64');
  expectTrue(Number.isNaN(nan), 'the float64 in 7f f8 00 … is NaN', nan);
});

behaviour('numbers-cursor', () => {
  const whole = hexBytes(`ee ee ee 01 02 ff ff 80 00 00 00 ff ${UUID_HEX} 07 aa bb cc ee ee`);
  const reader = new Reader(whole.subarray(2, -2), 1);
  const steps: readonly [type: string, value: unknown, position: number][] = [
    ['int8', 1, 2],
    ['bool', true, 3],
    ['uint16', 65_535, 5],
    ['uint32', 2_147_483_648, 9],
    ['uint8', 255, 10],
    ['uuid', UUID, 26],
    ['int8', 7, 27],
  ];
  for (const [type, value, position] of steps) {
    expectEqual(call(reader, type), value, `the ${type} that comes next`);
    expectEqual(reader.position, position, `the position after the ${type}`);
  }
  const rest = reader.raw(3);
  expectBytes(rest, hexBytes('aa bb cc'), 'raw(3)');
  expectTrue(rest.buffer === whole.buffer, 'raw(3) is a view of the bytes, not a copy');
  expectEqual(reader.position, 30, 'the position after raw(3)');
  expectEqual(reader.raw(0).length, 0, 'the length of raw(0) at the end');
});

behaviour('numbers-truncated', () => {
  const sizes = { bool: 1, int8: 1, uint8: 1, int16: 2, uint16: 2, int32: 4, uint32: 4 };
  const all = { ...sizes, int64: 8, float64: 8, uuid: 16 };
  for (const [type, size] of Object.entries(all)) {
    for (let length = 0; length < size; length++) {
      expectUnreadable(type, '01 '.repeat(length).trim());
    }
  }
  expectUnreadable('raw', '01 02 03 04', 5);
  expectUnreadable('raw', '', 2_147_483_647);
  const late = new Reader(hexBytes('00 00 00 01 02 03'), 3);
  expectError(() => late.int32(), 'DecodeError', 'reading an int32 from the last three bytes');
});

behaviour('numbers-refused', () => {
  const outside: Record<string, readonly unknown[]> = {
    int8: [128, -129, 255],
    int16: [32_768, -32_769],
    uint16: [-1, 65_536],
    int32: [2_147_483_648, -2_147_483_649],
    uint32: [-1, 4_294_967_296],
  };
  for (const [type, values] of Object.entries(outside)) {
    for (const value of [...values, 0.5, Number.NaN, undefined, null, '1']) {
      expectUnwritable(type, value);
    }
  }
  for (const value of [undefined, null, '1']) expectUnwritable('int64', value);
  for (const value of [1, 0, undefined, 'true']) expectUnwritable('bool', value);
  for (const value of ['1', undefined, null]) expectUnwritable('float64', value);
  for (const value of ['', 'short', `${UUID}w`, 'AAECAwQFBgcICQoLDA0O*w', undefined]) {
    expectUnwritable('uuid', value);
  }
});
