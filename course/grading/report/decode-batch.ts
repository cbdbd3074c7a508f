/**
 * The fields of record batches (format v2), header and records, one batch after the other. What
 * can't be decoded any further is left to be shown as bytes.
 */
import { readVarint, readVarlong } from '#protocol/varint.ts';
import { type DecodedField, decodedField } from './decoded-field.ts';

type ReadNumber = (view: DataView, at: number) => number | bigint;

const HEADER: readonly (readonly [name: string, at: number, size: number, read: ReadNumber])[] = [
  ['baseOffset', 0, 8, (view, at) => view.getBigInt64(at)],
  ['batchLength', 8, 4, (view, at) => view.getInt32(at)],
  ['partitionLeaderEpoch', 12, 4, (view, at) => view.getInt32(at)],
  ['magic', 16, 1, (view, at) => view.getInt8(at)],
  ['crc', 17, 4, (view, at) => view.getUint32(at)],
  ['attributes', 21, 2, (view, at) => view.getInt16(at)],
  ['lastOffsetDelta', 23, 4, (view, at) => view.getInt32(at)],
  ['baseTimestamp', 27, 8, (view, at) => view.getBigInt64(at)],
  ['maxTimestamp', 35, 8, (view, at) => view.getBigInt64(at)],
  ['producerId', 43, 8, (view, at) => view.getBigInt64(at)],
  ['producerEpoch', 51, 2, (view, at) => view.getInt16(at)],
  ['baseSequence', 53, 4, (view, at) => view.getInt32(at)],
  ['recordCount', 57, 4, (view, at) => view.getInt32(at)],
];
const HEADER_SIZE = 61;
const LOG_OVERHEAD = 12;
const CODEC_MASK = 7;

export function decodeBatches(bytes: Uint8Array): DecodedField[] {
  const fields: DecodedField[] = [];
  for (let start = 0, batch = 0; start + HEADER_SIZE <= bytes.length; batch++) {
    const prefix = batch === 0 ? '' : `batch ${batch}: `;
    for (const [name, at, size, read] of HEADER) {
      const value = (from: Uint8Array, where: number) => read(viewOf(from), where);
      fields.push(decodedField(bytes, start + at, size, prefix + name, value));
    }
    const view = viewOf(bytes);
    const end = start + LOG_OVERHEAD + view.getInt32(start + 8);
    if (end <= start + LOG_OVERHEAD || end > bytes.length) break;
    const isPlain = (view.getInt16(start + 21) & CODEC_MASK) === 0;
    if (isPlain) fields.push(...decodeRecords(bytes.subarray(0, end), start + HEADER_SIZE, prefix));
    start = end;
  }
  return fields;
}

function decodeRecords(bytes: Uint8Array, start: number, prefix: string): DecodedField[] {
  const walk = new RecordWalk(bytes, start);
  try {
    for (let index = 0; walk.position < bytes.length; index++) {
      walk.record(`${prefix}records[${index}]`);
    }
  } catch {
    // The rest is no record: its bytes are shown as they are.
  }
  return walk.fields;
}

/** https://kafka.apache.org/documentation/#record */
class RecordWalk {
  readonly fields: DecodedField[] = [];
  readonly #bytes: Uint8Array;
  position: number;

  constructor(bytes: Uint8Array, position: number) {
    this.#bytes = bytes;
    this.position = position;
  }

  record(name: string): void {
    this.#number(`${name}.length`, readVarint);
    this.#fixed(`${name}.attributes`);
    this.#number(`${name}.timestampDelta`, readVarlong);
    this.#number(`${name}.offsetDelta`, readVarint);
    this.#bytesOf(`${name}.key`);
    this.#bytesOf(`${name}.value`);
    const headers = this.#number(`${name}.headerCount`, readVarint);
    for (let index = 0; index < headers; index++) {
      this.#bytesOf(`${name}.headers[${index}].key`);
      this.#bytesOf(`${name}.headers[${index}].value`);
    }
  }

  #fixed(name: string): void {
    this.fields.push(decodedField(this.#bytes, this.position++, 1, name, (from, at) => from[at]));
  }

  #number(name: string, read: typeof readVarint): number {
    const at = this.position;
    const cursor = { bytes: this.#bytes, position: at };
    const value = read(cursor);
    this.position = cursor.position;
    const again = (bytes: Uint8Array, position: number) => read({ bytes, position });
    this.fields.push(decodedField(this.#bytes, at, this.position - at, name, again));
    return value;
  }

  #bytesOf(name: string): void {
    const length = this.#number(`${name}Length`, readVarint);
    if (length <= 0) return;
    if (this.position + length > this.#bytes.length) throw new RangeError('cut off');
    const text = (from: Uint8Array, at: number) =>
      new TextDecoder().decode(from.subarray(at, at + length)).replaceAll(/\p{C}/gu, '.');
    this.fields.push(decodedField(this.#bytes, this.position, length, name, text));
    this.position += length;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
