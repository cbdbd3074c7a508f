/**
 * Task 1.1, CRC32C: published values, ranges, pieces, and the checksums in Kafka's own batches.
 */
import fc from 'fast-check';
import { crc32c, extendCrc32c } from '#storage/crc32c.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import { expectEqual, withSeed } from '../../course/grading/expect.ts';
import { kafkaBatches, kafkaBytes, SEGMENTS } from './kafka-files.ts';

const ascii = (text: string) => new TextEncoder().encode(text);

// RFC 3720, appendix B.4; the first is the check value of the catalogue of CRCs.
const PUBLISHED: readonly (readonly [what: string, bytes: Uint8Array, crc: string])[] = [
  ['the text 123456789', ascii('123456789'), 'e3069283'],
  ['no bytes', new Uint8Array(0), '00000000'],
  ['the letter a', ascii('a'), 'c1d04330'],
  ['32 bytes of 00', new Uint8Array(32), '8a9136aa'],
  ['32 bytes of ff', new Uint8Array(32).fill(0xff), '62a8ab43'],
  ['32 bytes rising from 00', Uint8Array.from({ length: 32 }, (_, i) => i), '46dd794e'],
  ['32 bytes falling from 1f', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), '113fdb5c'],
];

/** As eight hexadecimal digits; a number that is not unsigned shows as it is. */
function shown(crc: number): string {
  return Number.isInteger(crc) && crc >= 0 ? crc.toString(16).padStart(8, '0') : String(crc);
}

/** By division bit by bit: slow, and nothing in it can go wrong. */
function divided(bytes: Uint8Array): number {
  let register = 0xffffffff;
  for (const byte of bytes) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      register = register & 1 ? (register >>> 1) ^ 0x82f63b78 : register >>> 1;
    }
  }
  return (register ^ 0xffffffff) >>> 0;
}

behaviour('crc32c-published-values', () => {
  for (const [what, bytes, crc] of PUBLISHED) {
    expectEqual(shown(crc32c(bytes)), crc, `crc32c of ${what}, in hexadecimal`);
  }
});

behaviour('crc32c-range', () => {
  const text = ascii('..123456789...');
  expectEqual(shown(crc32c(text, 2, 11)), 'e3069283', 'crc32c of bytes 2 to 10 of ..123456789...');
  expectEqual(shown(crc32c(text.subarray(0, 11), 2)), 'e3069283', 'crc32c from byte 2 to the end');
  const view = text.subarray(2, 11);
  expectEqual(shown(crc32c(view)), 'e3069283', 'crc32c of a view that begins in mid-buffer');
  expectEqual(crc32c(text, 5, 5), 0, 'crc32c of an empty range');
  const bytes = Uint8Array.from({ length: 300 }, (_, i) => (i * 167 + 13) & 0xff);
  for (let start = 0; start < 24; start++) {
    for (let end = start; end <= 300; end += 23) {
      const what = `crc32c of bytes ${start} to before ${end} of a view that begins at byte 1`;
      const expected = divided(bytes.subarray(1 + start, 1 + end));
      if (1 + end > 300) continue;
      expectEqual(shown(crc32c(bytes.subarray(1), start, end)), shown(expected), what);
    }
  }
});

behaviour('crc32c-extends', () => {
  const text = ascii('123456789');
  for (let cut = 0; cut <= text.length; cut++) {
    const first = crc32c(text.subarray(0, cut));
    const what = `the checksum of 123456789 in two pieces, the first of ${cut} bytes`;
    expectEqual(shown(extendCrc32c(first, text, cut)), 'e3069283', what);
  }
  const middle = extendCrc32c(crc32c(text, 0, 3), text, 3, 6);
  expectEqual(shown(middle), shown(divided(text.subarray(0, 6))), 'the checksum of 123 and 456');
  expectEqual(extendCrc32c(0xe3069283, text, 4, 4), 0xe3069283, 'a checksum and no more bytes');
  withSeed(11, (seed) => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 120 }), { maxLength: 6 });
    for (const parts of fc.sample(pieces, { seed, numRuns: 60 })) {
      const whole = Uint8Array.from(parts.flatMap((part) => [...part]));
      const sizes = parts.map(({ length }) => length).join(', ');
      const inPieces = parts.reduce((crc, part) => extendCrc32c(crc, part), 0);
      expectEqual(shown(inPieces), shown(divided(whole)), `the checksum of pieces of ${sizes}`);
    }
  });
});

behaviour('crc32c-kafka-batches', () => {
  for (const segment of SEGMENTS) {
    const bytes = kafkaBytes(`${segment}.log`);
    for (const { position, sizeInBytes, crc } of kafkaBatches(`${segment}.log`)) {
      const found = crc32c(bytes, position + 21, position + sizeInBytes);
      expectEqual(
        shown(found),
        shown(crc),
        `the checksum of Kafka's batch at ${position} of ${segment}`,
      );
    }
  }
});
