/**
 * Varints that are right in another way than the reference's.
 */
import type { Variant } from '../../../course/grading/variant.ts';

const FILE = 'protocol/varint.ts';

export const variants: readonly Variant[] = [
  {
    name: 'goes through BigInt for long numbers',
    change: {
      [FILE]: {
        readVarlong: `
          const start = from.position;
          let zigzag = 0n;
          for (let shift = 0n; shift < 70n; shift += 7n) {
            const byte = from.bytes[from.position++];
            if (byte === undefined) throw new DecodeError('truncated', start);
            zigzag |= BigInt(byte & 0x7f) << shift;
            if (byte >= 0x80) continue;
            const value = Number((zigzag >> 1n) ^ -(zigzag & 1n));
            if (!Number.isSafeInteger(value)) throw new DecodeError('out of range', start);
            return value;
          }
          throw new DecodeError('too long', start);`,
        writeVarlong: `
          const size = varlongSize(value);
          if (to.position + size > to.bytes.length) throw new EncodeError('no room');
          const long = BigInt(value);
          let rest = BigInt.asUintN(64, (long << 1n) ^ (long >> 63n));
          for (let left = size; left > 0; left--, rest >>= 7n) {
            to.bytes[to.position++] = Number(rest & 0x7fn) | (left > 1 ? 0x80 : 0);
          }`,
      },
    },
  },
];
