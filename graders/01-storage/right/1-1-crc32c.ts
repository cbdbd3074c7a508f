/** Task 1.1 done otherwise. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'divides bit by bit, without a table',
    change: {
      'storage/crc32c.ts': {
        extendCrc32c: `
          let register = (crc ^ 0xffffffff) >>> 0;
          for (const byte of bytes.subarray(start, end)) {
            register ^= byte;
            for (let bit = 0; bit < 8; bit++) {
              const out = register & 1;
              register >>>= 1;
              if (out === 1) register ^= 0x82f63b78;
            }
          }
          return (register ^ 0xffffffff) >>> 0;`,
      },
    },
  },
  {
    name: 'looks up four bits at a time',
    change: {
      'storage/crc32c.ts': {
        extendCrc32c: `
          let register = ~crc;
          for (let at = start; at < end; at++) {
            register ^= bytes[at] as number;
            register = (register >>> 4) ^ (NIBBLES[register & 15] as number);
            register = (register >>> 4) ^ (NIBBLES[register & 15] as number);
          }
          return ~register >>> 0;`,
        '+': `
          const NIBBLES = Int32Array.from({ length: 16 }, (_, nibble) => {
            let remainder = nibble;
            for (let bit = 0; bit < 4; bit++) {
              remainder = remainder & 1 ? (remainder >>> 1) ^ 0x82f63b78 : remainder >>> 1;
            }
            return remainder;
          });`,
      },
    },
  },
];
