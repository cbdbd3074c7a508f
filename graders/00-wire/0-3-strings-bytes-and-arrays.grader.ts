/**
 * Task 0.3: strings, bytes and array counts, classic and compact, and null beside them.
 */
import { Reader } from '#protocol/reader.ts';
import { Writer } from '#protocol/writer.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import { expectBytes, expectEqual, expectTrue, hexBytes } from '../../course/grading/expect.ts';
import {
  call,
  expectRead,
  expectUnreadable,
  expectUnwritable,
  expectWritten,
  hex,
  type Row,
  written,
} from './primitive-rows.ts';

const LONGEST = 32_767;

/** ASCII, for lengths at which the compact length grows; what follows each length is its text. */
const LENGTHS: readonly [length: number, classic: string, compact: string][] = [
  [1, '00 01', '02'],
  [126, '00 7e', '7f'],
  [127, '00 7f', '80 01'],
  [128, '00 80', '81 01'],
  [255, '00 ff', '80 02'],
  [16_382, '3f fe', 'ff 7f'],
  [16_383, '3f ff', '80 80 01'],
];

behaviour('strings-classic', () => {
  for (const type of ['string', 'nullableString']) {
    both([type, '', '00 00']);
    both([type, 'topic', '00 05 74 6f 70 69 63']);
    for (const [length, classic] of LENGTHS) {
      both([type, 'a'.repeat(length), `${classic} ${'61 '.repeat(length)}`]);
    }
  }
  both(['nullableString', null, 'ff ff']);
});

behaviour('strings-compact', () => {
  for (const type of ['compactString', 'compactNullableString']) {
    both([type, '', '01']);
    both([type, 'topic', '06 74 6f 70 69 63']);
    for (const [length, , compact] of LENGTHS) {
      both([type, 'a'.repeat(length), `${compact} ${'61 '.repeat(length)}`]);
    }
  }
  both(['compactNullableString', null, '00']);
});

behaviour('strings-utf8', () => {
  both(['string', 'é', '00 02 c3 a9']);
  both(['nullableString', 'Zürich', '00 07 5a c3 bc 72 69 63 68']);
  both(['compactString', '水', '04 e6 b0 b4']);
  both(['compactNullableString', 'a🙂', '06 61 f0 9f 99 82']);
  both(['string', '\uFEFFa', '00 04 ef bb bf 61']);
  // 64 characters that take 128 bytes: the compact length is one of bytes.
  both(['compactString', 'é'.repeat(64), `81 01 ${'c3 a9 '.repeat(64)}`]);
  both(['string', `${'a'.repeat(300)}é`, `01 2e ${'61 '.repeat(300)} c3 a9`]);
  expectRead(['string', '\uFFFDa', '00 02 ff 61']);
  expectRead(['compactString', 'a\uFFFD', '03 61 c3']);
});

behaviour('bytes-forms', () => {
  const forms: readonly [type: string, small: string, large: string][] = [
    ['byteArray', '00 00 00 03 0a 00 ff', '00 00 07 d0'],
    ['nullableBytes', '00 00 00 03 0a 00 ff', '00 00 07 d0'],
    ['compactByteArray', '04 0a 00 ff', 'd1 0f'],
    ['compactNullableBytes', '04 0a 00 ff', 'd1 0f'],
  ];
  const large = Uint8Array.from({ length: 2000 }, (_, index) => index % 251);
  for (const [type, small, largeLength] of forms) {
    expectWritten([type, hexBytes('0a 00 ff'), small]);
    const pieces = [hexBytes('0a'), hexBytes(''), hexBytes('00 ff')];
    expectBytes(written(type, pieces), hexBytes(small), `${type} of three pieces`);
    expectBytes(written(type, []), written(type, hexBytes('')), `${type} of no pieces`);
    const reader = new Reader(hexBytes(`${small} ee`));
    const read = call(reader, type) as Uint8Array;
    expectBytes(read, hexBytes('0a 00 ff'), `the ${type} in ${small}`);
    expectTrue(read.buffer === reader.bytes.buffer, `what ${type}() gives is a view, not a copy`);
    expectEqual(reader.remaining(), 1, `the bytes left after the ${type}`);
    const empty = type.startsWith('compact') ? '01' : '00 00 00 00';
    const none = call(new Reader(hexBytes(empty)), type) as Uint8Array;
    expectBytes(none, hexBytes(''), `the ${type} in ${empty}`);
    const writer = new Writer();
    writer.int8(1);
    call(writer, type, [large.subarray(0, 1200), large.subarray(1200)]);
    writer.int8(2);
    const around = hexBytes(`01 ${largeLength} ${hex(large)} 02`);
    expectBytes(writer.bytes(), around, `${type} of 2,000 bytes in two pieces, between 01 and 02`);
  }
  both(['nullableBytes', null, 'ff ff ff ff']);
  both(['compactNullableBytes', null, '00']);
});

behaviour('lengths-null-refused', () => {
  expectUnreadable('string', 'ff ff');
  expectUnreadable('compactString', '00');
  expectUnreadable('byteArray', 'ff ff ff ff');
  expectUnreadable('compactByteArray', '00');
  for (const type of ['string', 'compactString', 'byteArray', 'compactByteArray']) {
    for (const value of [null, undefined, 7]) expectUnwritable(type, value);
  }
  for (const type of ['nullableString', 'compactNullableString']) {
    for (const value of [undefined, 7]) expectUnwritable(type, value);
  }
  for (const type of ['nullableBytes', 'compactNullableBytes']) {
    for (const value of [undefined, 7]) expectUnwritable(type, value);
  }
});

behaviour('strings-limits', () => {
  const full = 'a'.repeat(LONGEST);
  both(['string', full, `7f ff ${'61 '.repeat(LONGEST)}`]);
  both(['compactString', full, `80 80 02 ${'61 '.repeat(LONGEST)}`]);
  const types = ['string', 'nullableString', 'compactString', 'compactNullableString'];
  for (const type of types) {
    expectUnwritable(type, 'a'.repeat(LONGEST + 1));
    expectUnwritable(type, 'é'.repeat(16_384));
  }
  const tooLong = `81 80 02 ${'61 '.repeat(LONGEST + 1)}`;
  expectUnreadable('compactString', tooLong);
  expectUnreadable('compactNullableString', tooLong);
});

behaviour('lengths-hostile', () => {
  for (const type of ['string', 'nullableString']) {
    for (const bytes of ['ff fe', '80 00', '00 03 61 61', '7f ff 61', '00']) {
      expectUnreadable(type, bytes);
    }
  }
  for (const type of ['byteArray', 'nullableBytes']) {
    for (const bytes of ['ff ff ff fe', '80 00 00 00', '00 00 00 03 61 61', '7f ff ff ff 61']) {
      expectUnreadable(type, bytes);
    }
  }
  for (const type of ['compactString', 'compactNullableString']) {
    for (const bytes of ['04 61 61', 'ff ff ff ff 0f 61', '80', '']) expectUnreadable(type, bytes);
  }
  for (const type of ['compactByteArray', 'compactNullableBytes']) {
    for (const bytes of ['04 61 61', 'ff ff ff ff 0f 61', '80', '']) expectUnreadable(type, bytes);
  }
});

behaviour('array-counts', () => {
  both(['arrayCount', 5, '00 00 00 05'], 8);
  both(['arrayCount', 0, '00 00 00 00'], 8);
  both(['arrayCount', -1, 'ff ff ff ff'], 8);
  both(['compactArrayCount', 5, '06'], 8);
  both(['compactArrayCount', 0, '01'], 8);
  both(['compactArrayCount', -1, '00'], 8);
  both(['compactArrayCount', 200, 'c9 01'], 200);
  for (const [count, minElementSize, left] of [
    [2, 4, 7],
    [3, 1, 2],
    [3, 0, 2],
    [2_147_483_647, 4, 100],
    [2_147_483_647, 0, 100],
  ] as const) {
    const elements = '00 '.repeat(left);
    const count32 = hex(written('arrayCount', count));
    const compact = hex(written('compactArrayCount', count));
    expectUnreadable('arrayCount', `${count32} ${elements}`, minElementSize);
    expectUnreadable('compactArrayCount', `${compact} ${elements}`, minElementSize);
  }
  expectUnreadable('arrayCount', 'ff ff ff fe 00 00', 1);
  expectUnreadable('compactArrayCount', 'ff ff ff ff 0f 00', 1);
  const justFits = new Reader(hexBytes('00 00 00 02 00 00 00 00 00 00 00 00'));
  expectEqual(justFits.arrayCount(4), 2, 'the count of two elements of 4 bytes in 8 bytes');
  expectEqual(justFits.position, 4, 'the position after the count');
  const many = new Reader(hexBytes('03 00 00'));
  expectEqual(many.compactArrayCount(0), 2, 'the count of two elements of 0 bytes or more in 2');
});

/** Written as these bytes and read back from them; `following` bytes are there for elements. */
function both([type, value, bytes]: Row, following = 0): void {
  expectWritten([type, value, bytes]);
  if (following === 0) {
    expectRead([type, value, bytes]);
    return;
  }
  const reader = new Reader(hexBytes(`${bytes} ${'00 '.repeat(following)}`));
  expectEqual(call(reader, type, 1), value, `the ${type} in ${bytes}, with elements behind it`);
  expectEqual(reader.remaining(), following, `the bytes left after the ${type}`);
}
