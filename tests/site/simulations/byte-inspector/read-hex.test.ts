/**
 * Hexadecimal text in the forms in which tools print it.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HexReading, readHex } from '../../../../site/simulations/byte-inspector/read-hex.ts';

function hexOf(reading: HexReading): string {
  return 'bytes' in reading ? reading.bytes.toHex() : `✘ ${reading.complaint}`;
}

/** Looks like bytes on the right, too: `cafe beef` is text here. */
const bytes = new TextEncoder().encode('ab cd ef 00 12 cafe beef 1234 fa');

function pairs(row: Uint8Array): string[] {
  return [...row].map((byte) => byte.toString(16).padStart(2, '0'));
}

function rowsOf(all: Uint8Array): { at: number; row: Uint8Array; ascii: string }[] {
  return Array.from({ length: Math.ceil(all.length / 16) }, (_, index) => {
    const row = all.subarray(index * 16, index * 16 + 16);
    const ascii = [...row].map((one) => (one > 31 && one < 127 ? String.fromCharCode(one) : '.'));
    return { at: index * 16, row, ascii: ascii.join('') };
  });
}

const number = (at: number, digits: number) => at.toString(16).padStart(digits, '0');

const FORMS: Readonly<Record<string, (all: Uint8Array) => string>> = {
  'one run of digits': (all) => all.toHex(),
  'digits in capitals, with spaces': (all) => pairs(all).join(' ').toUpperCase(),
  "a program's array": (all) => `[${pairs(all).map((one) => `0x${one}`)}]`,
  escapes: (all) =>
    pairs(all)
      .map((one) => `\\x${one}`)
      .join(''),
  "Node's Buffer": (all) => `<Buffer ${pairs(all).join(' ')}>`,
  xxd: (all) =>
    rowsOf(all)
      .map(({ at, row, ascii }) => {
        const groups = (
          pairs(row)
            .join('')
            .match(/.{1,4}/g) ?? []
        )
          .join(' ')
          .padEnd(39);
        return `${number(at, 8)}: ${groups}  ${ascii}`;
      })
      .join('\n'),
  'tcpdump -X': (all) =>
    `12:00:01.000 IP localhost.1 > localhost.9092: Flags [P.]\n${rowsOf(all)
      .map(({ at, row, ascii }) => {
        const groups = (
          pairs(row)
            .join('')
            .match(/.{1,4}/g) ?? []
        )
          .join(' ')
          .padEnd(39);
        return `\t0x${number(at, 4)}:  ${groups}  ${ascii}`;
      })
      .join('\n')}`,
  'hexdump -C': (all) =>
    `${rowsOf(all)
      .map(({ at, row, ascii }) => {
        const halves = [pairs(row.subarray(0, 8)), pairs(row.subarray(8))];
        const text = halves.map((half) => half.join(' ').padEnd(23)).join('  ');
        return `${number(at, 8)}  ${text}  |${ascii}|`;
      })
      .join('\n')}\n${number(all.length, 8)}\n`,
  Wireshark: (all) =>
    rowsOf(all)
      .map(
        ({ at, row, ascii }) => `${number(at, 4)}   ${pairs(row).join(' ').padEnd(47)}   ${ascii}`,
      )
      .join('\n'),
};

describe.each(Object.entries(FORMS))('hexadecimal as %s', (_, write) => {
  test('is read', () => {
    expect(hexOf(readHex(write(bytes)))).toBe(bytes.toHex());
  });

  test('is read whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 17, maxLength: 200 }), (all) => {
        expect(hexOf(readHex(write(all)))).toBe(all.toHex());
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});

test("of a report's rows what came is read, not what was expected", () => {
  const report = [
    '        0000  00 00 00 05              5             entry[0].relativeOffset',
    '      ✘ 0004  00 00 00 64              100           entry[0].position',
    '        got   64 00 00 00              1677721600',
    '              ^^       ^^',
    '        0008  00 00 00 09              9             entry[1].relativeOffset',
  ];
  expect(hexOf(readHex(report.join('\n')))).toBe('000000056400000000000009');
});

test('rows that a report has left out are missed, in a sentence', () => {
  const report = ['0000  00 00 00 05', '    … 3 rows as expected', '0010  02'];
  expect(hexOf(readHex(report.join('\n')))).toBe(
    '✘ Bytes are missing: line 3 begins at 16, but the rows before it end at 4. ' +
      'A report leaves rows out that are right; its link has all.',
  );
});

describe('what is no hexadecimal', () => {
  test.each([
    ['', 'There is no hexadecimal digit in it.'],
    ['  \n ', 'There is no hexadecimal digit in it.'],
    ['00 1', 'There are 3 digits: a byte has two, so one is missing.'],
    ['00 11\n22 zz', '“z” in line 2 is no hexadecimal digit (0 to 9, a to f).'],
    ['Hello', '“H” in line 1 is no hexadecimal digit (0 to 9, a to f).'],
    [
      'a'.repeat(2 * 1024 * 1024 + 2),
      'That is 1048577 bytes; an inspector takes 1 MiB, 1,048,576.',
    ],
    [' '.repeat(8_000_000), 'There is no hexadecimal digit in it.'],
    ['a'.repeat(9_000_000), 'That is 9000000 characters; an inspector takes 1 MiB of bytes.'],
  ])('%# is answered with a sentence', (text, complaint) => {
    expect(readHex(text)).toEqual({ complaint });
  });

  test('is answered with a sentence whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        const reading = readHex(text);
        expect('bytes' in reading ? reading.bytes.length > 0 : reading.complaint).toBeTruthy();
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
