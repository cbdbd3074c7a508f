/**
 * Varints that are wrong in a way somebody's could be.
 */
import type { Variant } from '../../../course/grading/variant.ts';

const FILE = 'protocol/varint.ts';

export const variants: readonly Variant[] = [
  {
    name: 'reads the fifth byte as a signed number',
    breaks: ['varints-unsigned-reads', 'varints-reader-writer'],
    change: {
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
    breaks: ['varints-hostile-bytes', 'varints-reader-writer', 'lengths-hostile'],
    change: {
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
    breaks: ['varints-moves-past', 'varints-zigzag', 'varints-bad-values'],
    change: {
      [FILE]: {
        readVarint: 'return readUnsignedVarint(from) | 0;',
        writeVarint: 'writeUnsignedVarint(to, value >>> 0);',
      },
    },
  },
  {
    name: 'treats a varlong as a varint',
    breaks: ['varints-varlong', 'varints-sizes'],
    change: {
      [FILE]: {
        readVarlong: 'return readVarint(from);',
        writeVarlong: 'writeVarint(to, value);',
      },
    },
  },
  {
    name: 'finds out half way that there is no room',
    breaks: ['varints-bad-values'],
    change: {
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
    breaks: ['varints-zigzag', 'varints-sizes', 'varints-bad-values'],
    change: {
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
];
