/** Task 1.1: the checksum that every record batch carries. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '1.1',
  title: 'CRC32C',
  outcome: 'A changed bit in a stored record is noticed, by you and by every Kafka client.',
  section: 'crc32c',
  minutes: 40,
  files: [{ file: 'storage/crc32c.ts', symbols: ['crc32c', 'extendCrc32c'] }],
  hints: [
    'Keep a 32-bit register. For each byte: xor it into the low eight bits, then shift right eight times; whenever the bit that falls out is 1, xor the register with 0x82f63b78.',
    'The register starts as all ones and is inverted at the end. To go on from a finished checksum, invert it back first: that is the register as it was.',
    'crc = ~crc; for each byte: crc = TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8); return ~crc >>> 0. TABLE[i] is what eight steps make of i. `>>>`, because the register is no signed number.',
  ],
  behaviours: [
    {
      id: 'crc32c-published-values',
      says: 'gives the checksums that RFC 3720 publishes, e3069283 for the text 123456789',
      points: 2,
      hint: 'Check five things: the reversed polynomial 0x82f63b78, the start with all ones, `>>>` and never `>>` in the loop, the inversion at the end, and `>>> 0` so that the result is not negative.',
      symbol: 'crc32c',
    },
    {
      id: 'crc32c-range',
      says: 'sums from start to before end alone, also in a view of a larger buffer',
      points: 1,
      hint: 'If the published values are wrong too, mend these first. Else: a Uint8Array may begin in the middle of its buffer; indices count from the view, and `bytes.buffer` is more than the view.',
      symbol: 'crc32c',
    },
    {
      id: 'crc32c-extends',
      says: 'goes on from a finished checksum, so that pieces one after the other give that of the whole',
      points: 2,
      hint: 'If the published values are wrong too, mend these first. Else: a finished checksum is the inverted register. What do you have to do to it before the next byte, and what if there is no next byte?',
      symbol: 'extendCrc32c',
    },
    {
      id: 'crc32c-kafka-batches',
      says: 'gives the checksum that Kafka stored in each batch of a log',
      points: 1,
      hint: 'If the published values are wrong too, mend these first. Else: long inputs and every byte value show a table that is wrong in a few places.',
      symbol: 'crc32c',
    },
  ],
});
