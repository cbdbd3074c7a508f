/** Task 0.2 as people get it wrong. */
import type { Variant } from '../../../course/grading/variant.ts';

const FILE = 'protocol/varint.ts';

export const variants: readonly Variant[] = [
  {
    name: 'writes the highest seven bits first',
    breaks: [
      'varints-unsigned-writes',
      'varints-moves-past',
      'varints-zigzag',
      'varints-reader-writer',
      'strings-compact',
      'bytes-forms',
      'strings-limits',
      'array-counts',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-byte-by-byte',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: {
      [FILE]: {
        writeUnsignedVarint: `
          const size = unsignedVarintSize(value);
          if (to.position + size > to.bytes.length) throw new EncodeError('no room');
          for (let left = size - 1; left >= 0; left--) {
            const group = (value >>> (7 * left)) & 0x7f;
            to.bytes[to.position++] = left > 0 ? group | 0x80 : group;
          }`,
      },
    },
  },
  {
    name: 'always writes five bytes',
    breaks: [
      'varints-unsigned-writes',
      'varints-moves-past',
      'varints-zigzag',
      'varints-bad-values',
      'varints-reader-writer',
      'strings-compact',
      'strings-utf8',
      'bytes-forms',
      'strings-limits',
      'array-counts',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-byte-by-byte',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: {
      [FILE]: {
        writeUnsignedVarint: `
          unsignedVarintSize(value);
          if (to.position + 5 > to.bytes.length) throw new EncodeError('no room');
          for (let shift = 0; shift < 28; shift += 7) {
            to.bytes[to.position++] = ((value >>> shift) & 0x7f) | 0x80;
          }
          to.bytes[to.position++] = value >>> 28;`,
      },
    },
  },
  {
    name: 'reads the fifth byte as a signed number',
    breaks: ['varints-unsigned-reads', 'varints-reader-writer'],
    change: {
      [FILE]: { readUnsignedVarint: { replace: 'return value >>> 0;', by: 'return value;' } },
    },
  },
  {
    name: 'refuses a varint that is longer than needed',
    breaks: ['varints-unsigned-reads'],
    change: {
      [FILE]: {
        readUnsignedVarint: {
          replace: 'if (byte < 0x80) return value >>> 0;',
          by: `if (byte === 0 && index > 0) throw new DecodeError('too long', start);
            if (byte < 0x80) return value >>> 0;`,
        },
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
    name: 'drops what a fifth byte holds beyond 32 bits',
    breaks: ['varints-hostile-bytes'],
    change: {
      [FILE]: {
        readUnsignedVarint: {
          replace:
            "if (index === 4 && (byte & 0x7f) > 0x0f) throw new DecodeError('varint out of range', start);",
          by: '',
        },
      },
    },
  },
  {
    name: 'starts at the beginning, wherever the cursor is',
    breaks: [
      'varints-moves-past',
      'varints-hostile-bytes',
      'varints-reader-writer',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-byte-by-byte',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: {
      [FILE]: {
        readUnsignedVarint: {
          replace: 'const byte = from.bytes[from.position++];',
          by: 'const byte = from.bytes[index];\nfrom.position = index + 1;',
        },
      },
    },
  },
  {
    name: 'writes signed numbers without zigzag',
    breaks: [
      'varints-moves-past',
      'varints-zigzag',
      'varints-sizes',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-byte-by-byte',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: {
      [FILE]: {
        readVarint: 'return readUnsignedVarint(from) | 0;',
        zigzag32: {
          replace: 'return ((value << 1) ^ (value >> 31)) >>> 0;',
          by: 'return value >>> 0;',
        },
      },
    },
  },
  {
    name: 'shifts the sign in from the wrong side',
    breaks: [
      'varints-moves-past',
      'varints-zigzag',
      'varints-sizes',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-byte-by-byte',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: {
      [FILE]: { zigzag32: { replace: 'value >> 31', by: 'value >>> 31' } },
    },
  },
  {
    name: 'undoes zigzag with a shift that keeps the sign',
    breaks: ['varints-zigzag'],
    change: { [FILE]: { readVarint: { replace: 'zigzag >>> 1', by: 'zigzag >> 1' } } },
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
    name: 'adds up all 54 bits of a varlong before it takes the sign off',
    breaks: ['varints-varlong'],
    change: {
      [FILE]: {
        readVarlong: `
          const start = from.position;
          let zigzag = 0;
          for (let length = 0; length < MAX_VARLONG_BYTES; length++) {
            const byte = nextByte(from, start);
            zigzag += (byte & 0x7f) * 2 ** (7 * length);
            if (byte >= 0x80) continue;
            const value = zigzag % 2 === 1 ? -(zigzag + 1) / 2 : zigzag / 2;
            if (!Number.isSafeInteger(value)) throw new DecodeError('out of range', start);
            return value;
          }
          throw new DecodeError('too long', start);`,
      },
    },
  },
  {
    name: 'thinks that 128 fits into seven bits',
    breaks: [
      'varints-sizes',
      'strings-compact',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-byte-by-byte',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: {
      [FILE]: { unsignedVarintSize: { replace: 'value < 0x80', by: 'value <= 0x80' } },
    },
  },
  {
    name: 'sizes a negative varlong by its magnitude',
    breaks: ['varints-sizes'],
    change: {
      [FILE]: {
        varlongSize: { replace: '(value < 0 ? -value - 1 : value)', by: 'Math.abs(value)' },
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
    name: 'writes past the end without a word',
    breaks: ['varints-bad-values'],
    change: {
      [FILE]: {
        writeVarlong: {
          replace: 'if (end > to.bytes.length)',
          by: 'if (end < 0)',
        },
      },
    },
  },
  {
    name: 'puts a varint into the buffer of before it asked for room',
    breaks: ['varints-reader-writer'],
    change: {
      'protocol/writer.ts': {
        'Writer.unsignedVarint': `
          const { buffer } = this;
          const position = this.reserve(unsignedVarintSize(value));
          writeUnsignedVarint({ bytes: buffer, position }, value);`,
      },
    },
  },
  {
    name: 'reads a varint off a cursor of its own and stays where it was',
    breaks: [
      'varints-reader-writer',
      'strings-compact',
      'strings-utf8',
      'bytes-forms',
      'strings-limits',
      'lengths-hostile',
      'array-counts',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-byte-by-byte',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: {
      'protocol/reader.ts': {
        'Reader.unsignedVarint':
          'return readUnsignedVarint({ bytes: this.bytes, position: this.position });',
      },
    },
  },
];
