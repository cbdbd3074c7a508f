/** Task 0.1, right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

/** A method of the Reader that goes through a DataView. */
const read = (size: number, method: string) => `
  const { bytes, position } = this;
  if (this.remaining() < ${size}) throw new DecodeError('the bytes have ended', position);
  this.position += ${size};
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).${method}(position);`;

/** A method of the Writer that makes an array of its own. */
const write = (size: number, method: string, check: string) => `
  if (!(${check})) throw new EncodeError('this does not fit: ' + String(value));
  const bytes = new Uint8Array(${size});
  new DataView(bytes.buffer).${method};
  this.raw(bytes);`;

const whole = (min: number, max: number) =>
  `Number.isInteger(value) && value >= ${min} && value <= ${max}`;

export const variants: readonly Variant[] = [
  {
    name: 'goes through DataView and BigInt, an array for each number',
    change: {
      'protocol/reader.ts': {
        'Reader.int8': read(1, 'getInt8'),
        'Reader.uint8': read(1, 'getUint8'),
        'Reader.int16': read(2, 'getInt16'),
        'Reader.uint16': read(2, 'getUint16'),
        'Reader.int32': read(4, 'getInt32'),
        'Reader.uint32': read(4, 'getUint32'),
        'Reader.float64': read(8, 'getFloat64'),
        'Reader.int64': `
          const { bytes, position } = this;
          if (this.remaining() < 8) throw new DecodeError('the bytes have ended', position);
          this.position += 8;
          const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
          const long = view.getBigInt64(position);
          if (long === 2n ** 63n - 1n) return INT64_MAX;
          if (long === -(2n ** 63n)) return INT64_MIN;
          if (Number.isSafeInteger(Number(long))) return Number(long);
          throw new DecodeError('no number holds ' + String(long), position);`,
        'Reader.uuid': 'return uuidFromBytes(this.raw(UUID_BYTES));',
      },
      'protocol/writer.ts': {
        'Writer.int8': write(1, 'setInt8(0, value)', whole(-128, 127)),
        'Writer.int16': write(2, 'setInt16(0, value)', whole(-32_768, 32_767)),
        'Writer.uint16': write(2, 'setUint16(0, value)', whole(0, 65_535)),
        'Writer.int32': write(4, 'setInt32(0, value)', whole(-(2 ** 31), 2 ** 31 - 1)),
        'Writer.uint32': write(4, 'setUint32(0, value)', whole(0, 2 ** 32 - 1)),
        'Writer.int64': write(
          8,
          'setBigInt64(0, value === INT64_MAX ? 2n ** 63n - 1n : BigInt(value))',
          'isInt64(value)',
        ),
        'Writer.float64': write(8, 'setFloat64(0, value)', "typeof value === 'number'"),
        'Writer.uuid': `
          const bytes = new Uint8Array(UUID_BYTES);
          writeUuid(value, bytes);
          this.raw(bytes);`,
      },
    },
  },
  {
    name: 'reads and writes byte by byte',
    change: {
      'protocol/reader.ts': {
        'Reader.bool': 'return this.uint8() > 0;',
        'Reader.uint16': 'return this.uint8() * 256 + this.uint8();',
        'Reader.uint32': 'return this.uint16() * 65_536 + this.uint16();',
        'Reader.int32': 'return this.uint32() | 0;',
        'Reader.uuid': 'return uuidFromBytes(Uint8Array.from(this.raw(16)));',
      },
      'protocol/writer.ts': {
        'Writer.uint16': `
          if (!Number.isInteger(value) || value < 0 || value > 65_535) throw new EncodeError('no');
          this.raw(Uint8Array.of(value / 256, value % 256));`,
        'Writer.uint32': `
          if (!Number.isInteger(value) || value < 0 || value >= 2 ** 32) throw new EncodeError('no');
          this.uint16(Math.floor(value / 65_536));
          this.uint16(value % 65_536);`,
        'Writer.int32': `
          if (!Number.isInteger(value) || value < -(2 ** 31)) throw new EncodeError('no');
          if (value >= 2 ** 31) throw new EncodeError('no');
          this.uint32(value < 0 ? value + 2 ** 32 : value);`,
      },
    },
  },
];
