/** Task 0.1 as people get it wrong. */
import type { Variant } from '../../../course/grading/variant.ts';

const READER = 'protocol/reader.ts';
const WRITER = 'protocol/writer.ts';

export const variants: readonly Variant[] = [
  {
    name: 'writes and reads two bytes in the order of its own machine',
    breaks: [
      'numbers-written',
      'numbers-read',
      'strings-classic',
      'strings-utf8',
      'strings-limits',
      'header-request-encoded',
      'message-error-paths',
      'message-kafka-frames',
      'api-versions-unknown-version',
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
      [READER]: {
        'Reader.uint16': {
          replace: '(this.#at(at) << 8) | this.#at(at + 1)',
          by: 'this.#at(at) | (this.#at(at + 1) << 8)',
        },
      },
      [WRITER]: {
        'Writer.#uint16': [
          { replace: 'this.buffer[at] = value >> 8;', by: 'this.buffer[at] = value;' },
          { replace: 'this.buffer[at + 1] = value;', by: 'this.buffer[at + 1] = value >> 8;' },
        ],
      },
    },
  },
  {
    name: 'forgets that an int8 and an int16 have a sign',
    breaks: ['numbers-read', 'strings-classic', 'first-metadata', 'first-unknown-tags'],
    change: {
      [READER]: {
        'Reader.int8': 'return this.uint8();',
        'Reader.int16': 'return this.uint16();',
      },
    },
  },
  {
    name: 'reads an unsigned number of 32 bits with a sign',
    breaks: ['numbers-read', 'numbers-cursor'],
    change: { [READER]: { 'Reader.uint32': 'return this.int32();' } },
  },
  {
    name: 'takes bytes that are missing for zeros',
    breaks: ['numbers-truncated', 'lengths-hostile', 'message-error-paths'],
    change: {
      [READER]: {
        'Reader.#take': 'const at = this.position;\nthis.position = at + length;\nreturn at;',
      },
    },
  },
  {
    name: 'leaves it to DataView to find the end of the bytes',
    breaks: ['numbers-truncated', 'message-error-paths'],
    change: {
      [READER]: {
        'Reader.int32': `
          const view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
          const value = view.getInt32(this.position);
          this.position += 4;
          return value;`,
      },
    },
  },
  {
    name: 'looks at the whole buffer of which it was given a view',
    breaks: [
      'numbers-cursor',
      'message-error-paths',
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
      [READER]: {
        'Reader.int32': 'return new DataView(this.bytes.buffer).getInt32(this.#take(4));',
        'Reader.uint16': 'return new DataView(this.bytes.buffer).getUint16(this.#take(2));',
      },
    },
  },
  {
    name: 'puts an int64 together with shifts, which see 32 bits',
    breaks: ['numbers-int64', 'numbers-int64-ends'],
    change: {
      [READER]: {
        'Reader.int64': `
          const at = this.#take(8);
          return (this.#int32At(at) << 32) | this.#int32At(at + 4);`,
      },
    },
  },
  {
    name: 'adds the low half of an int64 with a sign',
    breaks: ['numbers-int64', 'numbers-int64-ends'],
    change: {
      [READER]: {
        'Reader.int64': {
          replace: 'this.#int32At(at + 4) >>> 0',
          by: 'this.#int32At(at + 4)',
        },
      },
    },
  },
  {
    name: 'cuts the high half of a negative int64 towards zero',
    breaks: ['numbers-int64'],
    change: { [WRITER]: { highHalf: { replace: 'Math.floor', by: 'Math.trunc' } } },
  },
  {
    name: 'rounds the int64 that a number cannot hold',
    breaks: ['numbers-int64-ends'],
    change: {
      [READER]: {
        'Reader.int64': `
          const at = this.#take(8);
          return Number(new DataView(this.bytes.buffer, this.bytes.byteOffset).getBigInt64(at));`,
      },
    },
  },
  {
    name: 'knows no int64 beyond the safe integers',
    breaks: ['numbers-int64-ends'],
    change: {
      [READER]: {
        joinInt64: `
          const value = high * 0x1_0000_0000 + low;
          return Number.isSafeInteger(value) ? value : undefined;`,
        '+': '',
      },
    },
  },
  {
    name: 'takes 1 alone for true',
    breaks: ['numbers-bool-float-uuid', 'numbers-cursor'],
    change: { [READER]: { 'Reader.bool': 'return this.int8() === 1;' } },
  },
  {
    name: 'writes a double in the order of its own machine',
    breaks: ['numbers-bool-float-uuid'],
    change: {
      [WRITER]: {
        'Writer.float64': { replace: 'setFloat64(0, value)', by: 'setFloat64(0, value, true)' },
      },
    },
  },
  {
    name: 'copies bytes that it was to give a view of',
    breaks: ['numbers-cursor', 'bytes-forms'],
    change: { [READER]: { 'Reader.raw': { replace: 'subarray', by: 'slice' } } },
  },
  {
    name: 'reads raw bytes and stays where it was',
    breaks: ['numbers-cursor', 'bytes-forms', 'first-unknown-tags'],
    change: {
      [READER]: {
        'Reader.raw': `
          if (length > this.remaining()) throw this.#truncated(length);
          return this.bytes.subarray(this.position, this.position + length);`,
      },
    },
  },
  {
    name: 'wraps numbers that do not fit around',
    breaks: ['numbers-refused', 'message-error-paths'],
    change: {
      [WRITER]: {
        'Writer.int8': 'this.#byte(value);',
        'Writer.int32': 'this.#int32(value);',
      },
    },
  },
  {
    name: 'checks ranges, and lets fractions and NaN through',
    breaks: ['numbers-refused'],
    change: {
      [WRITER]: {
        'Writer.int16': `
          if (value < -32768 || value > 32767) throw new EncodeError('out of range');
          this.#uint16(value);`,
      },
    },
  },
  {
    name: 'takes the buffer before it has asked for room',
    breaks: ['numbers-written'],
    change: {
      [WRITER]: {
        'Writer.#int32': 'const { buffer } = this;\nputInt32(buffer, this.reserve(4), value);',
      },
    },
  },
];
