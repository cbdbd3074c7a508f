/** Task 0.3, right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

export const variants: readonly Variant[] = [
  {
    name: 'encodes every string before it writes its length, and leaves text to the platform',
    change: {
      'protocol/reader.ts': {
        'Reader.string': `
          const text = this.nullableString();
          if (text === null) throw new DecodeError('null', this.position);
          return text;`,
        'Reader.#text': `
          if (length === -1) return null;
          if (length < 0 || length > MAX_STRING_BYTES) throw new DecodeError('length', this.position);
          return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.raw(length));`,
        'Reader.arrayCount': `
          const count = this.int32();
          const most = Math.floor(this.remaining() / Math.max(1, minElementSize));
          if (count < -1 || count > most) throw new DecodeError('count', this.position);
          return count;`,
      },
      'protocol/writer.ts': {
        'Writer.string': `
          const text = utf8(value);
          this.int16(text.length);
          this.raw(text);`,
        'Writer.compactString': `
          const text = utf8(value);
          this.unsignedVarint(text.length + 1);
          this.raw(text);`,
        'Writer.nullableBytes': `
          if (value === null) {
            this.int32(-1);
            return;
          }
          const pieces = value instanceof Uint8Array ? [value] : value;
          if (!Array.isArray(pieces)) throw new EncodeError('not bytes');
          let length = 0;
          for (const piece of pieces) length += piece.length;
          this.int32(length);
          for (const piece of pieces) this.raw(piece);`,
        utf8: `
          if (typeof value !== 'string') throw new EncodeError('not a string');
          const text = encodeUtf8(value);
          if (text.length > MAX_STRING_BYTES) throw new EncodeError('too long');
          return text;`,
      },
    },
  },
];
