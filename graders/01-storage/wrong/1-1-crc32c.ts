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
    breaks: [
      'crc32c-published-values',
      'crc32c-range',
      'crc32c-extends',
      'crc32c-kafka-batches',
      'encode-kafka-bytes',
      'encode-producer-defaults',
      'encode-checksum-range',
      'encode-compressed',
      'encode-emptied-batch',
      'encode-any-batch',
      'decode-checksum',
      'decode-hostile-records',
      'log-append-offsets',
      'log-roll-before',
      'log-roll-empty',
      'log-roll-far',
      'log-read-whole-batch',
      'log-read-limits',
      'log-read-isolation',
      'log-read-range',
      'log-readable-bytes',
      'recovery-torn-tail',
      'recovery-checksum',
      'recovery-order',
      'recovery-indexes',
      'recovery-takes-in',
      'recovery-drops',
      'recovery-gaps',
      'recovery-skips',
      'recovery-power-loss',
      'retention-active',
      'retention-removes',
      'compaction-empty-batch',
      'compaction-rewrites',
      'compaction-round',
      'broker-produce-fetch',
      'broker-offsets',
      'broker-fetch-mid-batch',
      'broker-refuses',
      'broker-crash',
      'broker-power-loss',
    ],
    change: {
      'storage/crc32c.ts': { extendCrc32c: LOOP, '+': plain('0xedb88320', '>>>') },
    },
  },
  {
    name: 'returns a signed number',
    breaks: [
      'crc32c-published-values',
      'crc32c-range',
      'crc32c-extends',
      'crc32c-kafka-batches',
      'decode-checksum',
      'decode-hostile-records',
      'log-append-offsets',
      'log-roll-before',
      'log-roll-empty',
      'log-roll-far',
      'log-read-whole-batch',
      'log-read-limits',
      'log-read-isolation',
      'recovery-torn-tail',
      'recovery-order',
      'recovery-indexes',
      'recovery-takes-in',
      'recovery-gaps',
      'recovery-power-loss',
      'retention-active',
      'compaction-round',
      'broker-produce-fetch',
      'broker-offsets',
      'broker-fetch-mid-batch',
      'broker-refuses',
      'broker-crash',
      'broker-power-loss',
    ],
    change: {
      'storage/crc32c.ts': {
        extendCrc32c: LOOP.replace(' >>> 0', ''),
        '+': plain('0x82f63b78', '>>>'),
      },
    },
  },
  {
    name: 'shifts the register with its sign',
    breaks: [
      'crc32c-published-values',
      'crc32c-range',
      'crc32c-extends',
      'crc32c-kafka-batches',
      'encode-kafka-bytes',
      'encode-producer-defaults',
      'encode-checksum-range',
      'encode-compressed',
      'encode-emptied-batch',
      'encode-any-batch',
      'decode-checksum',
      'decode-hostile-records',
      'log-append-offsets',
      'log-roll-before',
      'log-roll-empty',
      'log-roll-far',
      'log-read-whole-batch',
      'log-read-limits',
      'log-read-isolation',
      'log-read-range',
      'log-readable-bytes',
      'recovery-torn-tail',
      'recovery-checksum',
      'recovery-order',
      'recovery-indexes',
      'recovery-takes-in',
      'recovery-drops',
      'recovery-gaps',
      'recovery-skips',
      'recovery-power-loss',
      'retention-active',
      'retention-removes',
      'compaction-empty-batch',
      'compaction-rewrites',
      'compaction-round',
      'broker-produce-fetch',
      'broker-offsets',
      'broker-fetch-mid-batch',
      'broker-refuses',
      'broker-crash',
      'broker-power-loss',
    ],
    change: {
      'storage/crc32c.ts': {
        extendCrc32c: LOOP.replace('register >>> 8', 'register >> 8'),
        '+': plain('0x82f63b78', '>>>'),
      },
    },
  },
  {
    name: 'reads the whole buffer of a view',
    breaks: [
      'crc32c-range',
      'recovery-torn-tail',
      'recovery-checksum',
      'recovery-order',
      'recovery-indexes',
      'recovery-takes-in',
      'recovery-power-loss',
      'compaction-round',
      'broker-produce-fetch',
      'broker-offsets',
      'broker-fetch-mid-batch',
      'broker-refuses',
      'broker-crash',
      'broker-power-loss',
    ],
    change: {
      'storage/crc32c.ts': {
        extendCrc32c: LOOP.replace('bytes[at]', 'new Uint8Array(bytes.buffer)[at]'),
        '+': plain('0x82f63b78', '>>>'),
      },
    },
  },
  {
    name: 'sums the byte at the end as well',
    breaks: [
      'crc32c-range',
      'crc32c-extends',
      'crc32c-kafka-batches',
      'encode-checksum-range',
      'decode-checksum',
      'broker-produce-fetch',
      'broker-offsets',
      'broker-fetch-mid-batch',
      'broker-refuses',
      'broker-crash',
      'broker-power-loss',
    ],
    change: {
      'storage/crc32c.ts': {
        extendCrc32c: LOOP.replace('at < end', 'at <= end && at < bytes.length'),
        '+': plain('0x82f63b78', '>>>'),
      },
    },
  },
  {
    name: 'goes on from a checksum without inverting it',
    breaks: ['crc32c-extends'],
    change: {
      'storage/crc32c.ts': {
        extendCrc32c: LOOP.replace('~crc', 'crc === 0 ? ~0 : crc'),
        '+': plain('0x82f63b78', '>>>'),
      },
    },
  },
];
