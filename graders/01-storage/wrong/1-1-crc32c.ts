/** Task 1.1 as people get it wrong. */
import type { Variant } from '../../../course/grading/variant.ts';

/** A plain table, with what a variant changes about it. */
function plain(polynomial: string, step: string): string {
  return `
    const PLAIN = Int32Array.from({ length: 256 }, (_, byte) => {
      let remainder = byte;
      for (let bit = 0; bit < 8; bit++) {
        remainder = remainder & 1 ? (remainder ${step} 1) ^ ${polynomial} : remainder ${step} 1;
      }
      return remainder;
    });`;
}

const LOOP = `
  let register = ~crc;
  for (let at = start; at < end; at++) {
    register = (PLAIN[(register ^ (bytes[at] as number)) & 0xff] as number) ^ (register >>> 8);
  }
  return ~register >>> 0;`;

export const variants: readonly Variant[] = [
  {
    name: 'is the CRC-32 of zip',
    breaks: [],
    change: {
      'storage/crc32c.ts': { extendCrc32c: LOOP, '+': plain('0xedb88320', '>>>') },
    },
  },
  {
    name: 'returns a signed number',
    breaks: [],
    change: {
      'storage/crc32c.ts': {
        extendCrc32c: LOOP.replace(' >>> 0', ''),
        '+': plain('0x82f63b78', '>>>'),
      },
    },
  },
  {
    name: 'shifts the register with its sign',
    breaks: [],
    change: {
      'storage/crc32c.ts': {
        extendCrc32c: LOOP.replace('register >>> 8', 'register >> 8'),
        '+': plain('0x82f63b78', '>>>'),
      },
    },
  },
  {
    name: 'reads the whole buffer of a view',
    breaks: [],
    change: {
      'storage/crc32c.ts': {
        extendCrc32c: LOOP.replace('bytes[at]', 'new Uint8Array(bytes.buffer)[at]'),
        '+': plain('0x82f63b78', '>>>'),
      },
    },
  },
  {
    name: 'sums the byte at the end as well',
    breaks: [],
    change: {
      'storage/crc32c.ts': {
        extendCrc32c: LOOP.replace('at < end', 'at <= end && at < bytes.length'),
        '+': plain('0x82f63b78', '>>>'),
      },
    },
  },
  {
    name: 'goes on from a checksum without inverting it',
    breaks: [],
    change: {
      'storage/crc32c.ts': {
        extendCrc32c: LOOP.replace('~crc', 'crc === 0 ? ~0 : crc'),
        '+': plain('0x82f63b78', '>>>'),
      },
    },
  },
  {
    name: 'has one wrong entry in its table',
    breaks: [],
    change: {
      'storage/crc32c.ts': {
        extendCrc32c: LOOP.replace(
          '(PLAIN[(register ^ (bytes[at] as number)) & 0xff] as number)',
          'entry(register ^ (bytes[at] as number))',
        ),
        '+': `${plain('0x82f63b78', '>>>')}
          function entry(index: number): number {
            return (index & 0xff) === 0xd7 ? 0x1234567 : (PLAIN[index & 0xff] as number);
          }`,
      },
    },
  },
];
