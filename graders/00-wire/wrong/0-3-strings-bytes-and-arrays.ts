/** Task 0.3 as people get it wrong. */
import type { Variant } from '../../../course/grading/variant.ts';

const READER = 'protocol/reader.ts';
const WRITER = 'protocol/writer.ts';

export const variants: readonly Variant[] = [
  {
    name: 'writes the number of characters as the length',
    breaks: ['strings-utf8'],
    change: {
      [WRITER]: {
        'Writer.string': `
          this.int16(stringLength(value));
          this.raw(utf8(value));`,
      },
    },
  },
  {
    name: 'writes two bytes of length, the lower one first',
    breaks: [
      'strings-classic',
      'strings-limits',
      'header-request-encoded',
      'message-error-paths',
      'first-metadata',
      'first-unknown-topics',
    ],
    change: {
      [WRITER]: {
        'Writer.string': [
          {
            replace: 'this.buffer[at] = value.length >> 8;',
            by: 'this.buffer[at] = value.length;',
          },
          {
            replace: 'this.buffer[at + 1] = value.length;',
            by: 'this.buffer[at + 1] = value.length >> 8;',
          },
        ],
      },
    },
  },
  {
    name: 'reads null as the empty string',
    breaks: ['strings-classic', 'lengths-null-refused'],
    change: {
      [READER]: {
        'Reader.nullableString': "return this.#text(this.int16()) ?? '';",
      },
    },
  },
  {
    name: 'writes null as the empty string in compact form',
    breaks: ['strings-compact', 'lengths-null-refused'],
    change: {
      [WRITER]: { 'Writer.compactNullableString': "this.compactString(value ?? '');" },
    },
  },
  {
    name: 'forgets the one that is added to a compact length',
    breaks: [
      'strings-compact',
      'strings-utf8',
      'lengths-null-refused',
      'strings-limits',
      'message-tagged',
      'message-kafka-frames',
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
      [READER]: { 'Reader.compactNullableString': 'return this.#text(this.unsignedVarint());' },
      [WRITER]: {
        'Writer.compactString': `
          const text = utf8(value);
          this.unsignedVarint(text.length);
          this.raw(text);`,
      },
    },
  },
  {
    name: 'writes a compact length in one byte, however long the string',
    breaks: ['strings-compact', 'strings-utf8', 'lengths-null-refused', 'strings-limits'],
    change: {
      [WRITER]: {
        'Writer.compactString': `
          const text = utf8(value);
          this.int8(((text.length + 1) << 24) >> 24);
          this.raw(text);`,
      },
    },
  },
  {
    name: 'drops a byte-order mark',
    breaks: ['strings-utf8'],
    change: {
      [READER]: {
        'Reader.#text': {
          replace: 'return decodeUtf8(this.bytes, at, at + length);',
          by: 'return new TextDecoder().decode(this.bytes.subarray(at, at + length));',
        },
      },
    },
  },
  {
    name: 'refuses a string that is not UTF-8, by a TypeError',
    breaks: ['strings-utf8'],
    change: {
      [READER]: {
        'Reader.#text': {
          replace: 'return decodeUtf8(this.bytes, at, at + length);',
          by: `const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
            return decoder.decode(this.bytes.subarray(at, at + length));`,
        },
      },
    },
  },
  {
    name: 'writes a length before each piece',
    breaks: ['bytes-forms'],
    change: {
      [WRITER]: {
        'Writer.byteArray': `
          if (value instanceof Uint8Array) {
            this.int32(value.length);
            this.raw(value);
            return;
          }
          if (!Array.isArray(value)) throw new EncodeError('not bytes');
          for (const piece of value) this.byteArray(piece);`,
      },
    },
  },
  {
    name: 'copies the bytes that it reads',
    breaks: ['bytes-forms'],
    change: {
      [READER]: {
        'Reader.#view': 'return length < 0 ? this.#nullLength(length) : this.raw(length).slice();',
      },
    },
  },
  {
    name: 'gives null where a string is required',
    breaks: ['lengths-null-refused'],
    change: {
      [READER]: {
        'Reader.string': 'return this.nullableString() as string;',
        'Reader.compactString': 'return this.compactNullableString() as string;',
      },
    },
  },
  {
    name: 'writes null where bytes are required',
    breaks: ['lengths-null-refused'],
    change: {
      [WRITER]: {
        byteLength: {
          replace: 'if (value instanceof Uint8Array)',
          by: 'if (value === null) return -1;\nif (value instanceof Uint8Array)',
        },
        'Writer.byteArray': {
          replace: 'this.raw(value);',
          by: 'if (value !== null) this.raw(value);',
        },
      },
    },
  },
  {
    name: 'measures the limit in characters',
    breaks: ['strings-limits'],
    change: {
      [WRITER]: {
        utf8: 'return encodeUtf8(value);',
        'Writer.#uint16': { replace: 'value >> 8', by: 'value >>> 8' },
      },
    },
  },
  {
    name: 'reads compact strings of any length',
    breaks: ['strings-limits'],
    change: {
      [READER]: {
        'Reader.#text': { replace: 'length > MAX_STRING_BYTES', by: 'length > 2 ** 40' },
      },
    },
  },
  {
    name: 'ends a string where the bytes end',
    breaks: ['lengths-hostile'],
    change: {
      [READER]: {
        'Reader.#text': {
          replace: 'const at = this.#take(length);',
          by: 'const at = this.#take(Math.min(length, this.remaining()));',
        },
      },
    },
  },
  {
    name: 'takes every negative length for null',
    breaks: ['lengths-hostile'],
    change: { [READER]: { 'Reader.#nullLength': 'void length;\nreturn null;' } },
  },
  {
    name: 'believes the count of an array',
    breaks: ['array-counts', 'message-error-paths'],
    change: {
      [READER]: {
        'Reader.#checkCount': `
          if (count < -1) throw new DecodeError('array count', this.position);
          void minElementSize;
          return count;`,
      },
    },
  },
  {
    name: 'lets elements of no bytes be as many as one likes',
    breaks: ['array-counts'],
    change: {
      [READER]: {
        'Reader.#checkCount': { replace: 'Math.max(1, minElementSize)', by: 'minElementSize' },
      },
    },
  },
  {
    name: 'counts the bytes of the count itself among those that are left',
    breaks: ['array-counts', 'message-error-paths'],
    change: {
      [READER]: {
        'Reader.#checkCount': {
          replace: '> this.remaining()) {',
          by: '> this.remaining() + 4) {',
        },
      },
    },
  },
  {
    name: 'gives 0 for the count of a null array',
    breaks: ['array-counts'],
    change: {
      [READER]: {
        'Reader.compactArrayCount': {
          replace: 'this.unsignedVarint() - 1',
          by: 'Math.max(0, this.unsignedVarint() - 1)',
        },
      },
    },
  },
];
