/** Task 0.2, right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'goes through BigInt for long numbers',
    change: {
      'protocol/varint.ts': {
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
  {
    name: 'multiplies and divides instead of shifting, and makes the bytes before it writes them',
    change: {
      'protocol/varint.ts': {
        readUnsignedVarint: `
          const start = from.position;
          let value = 0;
          for (let scale = 1; scale < 2 ** 35; scale *= 128) {
            const byte = from.bytes[from.position++];
            if (byte === undefined) throw new DecodeError('the bytes have ended', start);
            value += (byte % 128) * scale;
            if (value >= 2 ** 32) throw new DecodeError('too large', start);
            if (byte < 128) return value;
          }
          throw new DecodeError('too long', start);`,
        writeUnsignedVarint: `
          const bytes = groupsOf(value);
          if (to.position + bytes.length > to.bytes.length) throw new EncodeError('no room');
          to.bytes.set(bytes, to.position);
          to.position += bytes.length;`,
        unsignedVarintSize: 'return groupsOf(value).length;',
        zigzag32: `
          if (!Number.isInteger(value) || value < -(2 ** 31) || value >= 2 ** 31) {
            throw new EncodeError('not a signed 32-bit number');
          }
          return value < 0 ? -2 * value - 1 : 2 * value;`,
        readVarint: `
          const zigzag = readUnsignedVarint(from);
          return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;`,
        '+': `
          function groupsOf(value: number): number[] {
            if (!Number.isInteger(value) || value < 0 || value >= 2 ** 32) {
              throw new EncodeError('not an unsigned 32-bit number');
            }
            if (value < 128) return [value];
            return [(value % 128) + 128, ...groupsOf(Math.floor(value / 128))];
          }`,
      },
      'protocol/writer.ts': {
        'Writer.unsignedVarint': `
          const bytes = new Uint8Array(unsignedVarintSize(value));
          writeUnsignedVarint({ bytes, position: 0 }, value);
          this.raw(bytes);`,
      },
    },
  },
];
