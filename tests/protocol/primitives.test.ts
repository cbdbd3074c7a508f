import { describe, expect, test } from 'vitest';
import { INT64_MAX, INT64_MIN } from '#protocol/int64.ts';
import type { Reader } from '#protocol/reader.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';
import { DecodeError, EncodeError } from '#protocol/wire-error.ts';
import type { Writer } from '#protocol/writer.ts';
import { fromHex, hex, read, written } from './hex.ts';

type Row = readonly [name: string, value: unknown, bytes: string];
/** The methods of Reader and Writer that are named alike. */
type Primitive = Record<string, (value?: unknown) => unknown>;

function call(target: Reader | Writer, name: string, ...args: unknown[]): unknown {
  return (target as unknown as Primitive)[name]?.(...args);
}

const rows: Row[] = [
  ['bool', true, '01'],
  ['bool', false, '00'],
  ['int8', -1, 'ff'],
  ['int8', 127, '7f'],
  ['int16', -32768, '8000'],
  ['int16', 258, '0102'],
  ['uint16', 65535, 'ffff'],
  ['int32', -2, 'fffffffe'],
  ['int32', 2 ** 31 - 1, '7fffffff'],
  ['uint32', 2 ** 32 - 1, 'ffffffff'],
  ['int64', 0, '0000000000000000'],
  ['int64', -1, 'ffffffffffffffff'],
  ['int64', 2 ** 32, '0000000100000000'],
  ['int64', -(2 ** 32) - 1, 'fffffffeffffffff'],
  ['int64', Number.MAX_SAFE_INTEGER, '001fffffffffffff'],
  ['int64', Number.MIN_SAFE_INTEGER, 'ffe0000000000001'],
  ['int64', INT64_MAX, '7fffffffffffffff'],
  ['int64', INT64_MIN, '8000000000000000'],
  ['float64', 1.5, '3ff8000000000000'],
  ['float64', Number.NEGATIVE_INFINITY, 'fff0000000000000'],
  ['uuid', ZERO_UUID, '00000000000000000000000000000000'],
  ['uuid', 'AAECAwQFBgcICQoLDA0ODw', '000102030405060708090a0b0c0d0e0f'],
  ['uuid', '_____________________w', 'ffffffffffffffffffffffffffffffff'],
  ['unsignedVarint', 300, 'ac02'],
  ['string', '', '0000'],
  ['string', 'topic', '0005 746f706963'],
  ['string', 'é', '0002 c3a9'],
  ['compactString', '', '01'],
  ['compactString', 'topic', '06 746f706963'],
  ['compactString', '水', '04 e6b0b4'],
  ['compactString', '\uFEFFa', '05 efbbbf61'],
  ['nullableString', null, 'ffff'],
  ['nullableString', 'a', '0001 61'],
  ['compactNullableString', null, '00'],
  ['compactNullableString', 'a', '02 61'],
];

describe('primitive types', () => {
  test.each(rows)('%s %s is written as %3$s'.replace('%3$s', '%s'), (name, value, bytes) => {
    expect(written((writer) => call(writer, name, value))).toBe(bytes.replaceAll(' ', ''));
  });

  test.each(rows)('%s %s is read from %s', (name, value, bytes) => {
    expect(read(bytes, (reader) => call(reader, name))).toBe(value);
  });

  test.each([
    ['byteArray', '00000002 0aff'],
    ['nullableBytes', '00000002 0aff'],
    ['compactByteArray', '03 0aff'],
    ['compactNullableBytes', '03 0aff'],
  ])('%s is its length and its bytes, whole or in pieces', (name, bytes) => {
    const expected = bytes.replace(' ', '');
    expect(hex(read(bytes, (reader) => call(reader, name)) as Uint8Array)).toBe('0aff');
    expect(written((writer) => call(writer, name, fromHex('0aff')))).toBe(expected);
    expect(written((writer) => call(writer, name, [fromHex('0a'), fromHex('ff')]))).toBe(expected);
  });

  test.each([
    ['nullableBytes', 'ffffffff'],
    ['compactNullableBytes', '00'],
  ])('%s can be null', (name, bytes) => {
    expect(read(bytes, (reader) => call(reader, name))).toBeNull();
    expect(written((writer) => call(writer, name, null))).toBe(bytes);
  });

  test('strings of every length around the limits of the compact length are read back', () => {
    for (const length of [47, 48, 49, 125, 126, 127, 128, 16_382, 16_383, 0x7fff]) {
      for (const text of ['a'.repeat(length), `${'a'.repeat(length - 2)}é`]) {
        const bytes = written((writer) => writer.compactString(text));
        expect(read(bytes, (reader) => reader.compactString())).toBe(text);
        const classic = written((writer) => writer.string(text));
        expect(read(classic, (reader) => reader.string())).toBe(text);
      }
    }
  });

  test('bytes that are not UTF-8 become replacement characters, as in Kafka', () => {
    expect(read('0002 ff61', (reader) => reader.string())).toBe('\uFFFDa');
  });
});

describe('what has no encoding is refused', () => {
  test.each([
    ['bool', 1],
    ['int8', 128],
    ['int16', 32768],
    ['uint16', -1],
    ['int32', 2 ** 31],
    ['int32', 1.5],
    ['int32', undefined],
    ['uint32', -1],
    ['int64', 2 ** 53],
    ['int64', Number.NaN],
    ['float64', '1'],
    ['uuid', 'short'],
    ['uuid', 'AAECAwQFBgcICQoLDA0OD_'],
    ['uuid', 'AAECAwQFBgcICQoLDA0O*w'],
    ['string', null],
    ['string', 'a'.repeat(0x8000)],
    ['compactString', 'é'.repeat(0x4000)],
    ['byteArray', null],
  ])('%s %s', (name, value) => {
    expect(() => written((writer) => call(writer, name, value))).toThrow(EncodeError);
  });
});

describe('what is not an encoding is refused', () => {
  test.each([
    ['int32', '000000', '4 bytes wanted, 3 left'],
    ['int64', '0020000000000000', 'not a safe integer'],
    ['uuid', '0001', '16 bytes wanted'],
    ['string', 'ffff', 'null where a value is required'],
    ['string', 'fffe', 'negative length -2'],
    ['string', '0003 6161', '3 bytes wanted, 2 left'],
    ['compactString', '00', 'null where a value is required'],
    ['compactString', 'ffffffff0f', 'string length'],
    ['compactNullableString', '818002', 'string length 32768'],
    ['byteArray', '7fffffff', '2147483647 bytes wanted'],
    ['byteArray', '80000000', 'negative length'],
    ['compactByteArray', 'ffffffff0f 00', 'bytes wanted, 1 left'],
  ])('%s of %s: %s', (name, bytes, reason) => {
    expect(() => read(bytes, (reader) => call(reader, name))).toThrow(DecodeError);
    expect(() => read(bytes, (reader) => call(reader, name))).toThrow(reason);
  });

  test('an array count that the bytes left could not hold is refused before it is used', () => {
    expect(() => read('7fffffff 0000', (reader) => reader.arrayCount(1))).toThrow(/can't fit/);
    expect(() => read('00000003 0000', (reader) => reader.arrayCount(1))).toThrow(/can't fit/);
    expect(() => read('00000002 0000', (reader) => reader.arrayCount(2))).toThrow(/can't fit/);
    expect(() => read('ffffffff0f', (reader) => reader.compactArrayCount(0))).toThrow(/can't fit/);
    expect(() => read('fffffffe', (reader) => reader.arrayCount(1))).toThrow('array count -2');
  });
});
