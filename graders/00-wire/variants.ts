/**
 * Solutions of chapter 00 that are wrong in a way somebody could be, and one that is right in
 * another way than the reference.
 */
import type { Variant } from '../../course/grading/calibration.ts';

const FILE = 'protocol/varint.ts';

export const variants: readonly Variant[] = [
  {
    name: 'reads the fifth byte as a signed number',
    breaks: 'varints-unsigned-reads',
    bodies: {
      [FILE]: {
        readUnsignedVarint: `
          const start = from.position;
          let value = 0;
          for (let shift = 0; shift < 35; shift += 7) {
            const byte = from.bytes[from.position++];
            if (byte === undefined) throw new DecodeError('truncated', start);
            if (shift === 28 && (byte & 0x7f) > 0x0f) throw new DecodeError('too large', start);
            value |= (byte & 0x7f) << shift;
            if (byte < 0x80) return value;
          }
          throw new DecodeError('too long', start);`,
      },
    },
  },
  {
    name: 'believes that a varint ends somewhere',
    breaks: 'varints-hostile-bytes',
    bodies: {
      [FILE]: {
        readUnsignedVarint: `
          let value = 0;
          let scale = 1;
          for (;;) {
            const byte = from.bytes[from.position++] as number;
            value += (byte & 0x7f) * scale;
            scale *= 128;
            if (!(byte >= 0x80)) return value;
          }`,
      },
    },
  },
  {
    name: 'writes signed numbers without zigzag',
    breaks: 'varints-zigzag',
    bodies: {
      [FILE]: {
        readVarint: 'return readUnsignedVarint(from) | 0;',
        writeVarint: 'writeUnsignedVarint(to, value >>> 0);',
      },
    },
  },
  {
    name: 'treats a varlong as a varint',
    breaks: 'varints-varlong',
    bodies: {
      [FILE]: {
        readVarlong: 'return readVarint(from);',
        writeVarlong: 'writeVarint(to, value);',
      },
    },
  },
  {
    name: 'finds out half way that there is no room',
    breaks: 'varints-bad-values',
    bodies: {
      [FILE]: {
        writeUnsignedVarint: `
          if (value >>> 0 !== value) throw new EncodeError('not an unsigned 32-bit number');
          for (let rest = value; ; rest >>>= 7) {
            if (to.position === to.bytes.length) throw new EncodeError('no room');
            to.bytes[to.position++] = rest > 0x7f ? (rest & 0x7f) | 0x80 : rest;
            if (rest <= 0x7f) return;
          }`,
      },
    },
  },
  {
    name: 'loops for ever where it shifts a negative number',
    breaks: 'varints-zigzag',
    bodies: {
      [FILE]: {
        varintSize: `
          let size = 1;
          for (let rest = (value << 1) ^ (value >> 31); rest !== 0; rest >>= 7) size++;
          return size;`,
        writeVarint: `
          let rest = (value << 1) ^ (value >> 31);
          for (; rest > 0x7f || rest < 0; rest >>= 7) {
            to.bytes[to.position++] = (rest & 0x7f) | 0x80;
          }
          to.bytes[to.position++] = rest;`,
      },
    },
  },
  {
    name: 'goes through BigInt for long numbers',
    bodies: {
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
