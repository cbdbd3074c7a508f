/**
 * The entries of index files: `.index` holds pairs of int32, `.timeindex` an int64 and an int32.
 * Offsets are relative to the segment's base offset, which is in the file's name alone.
 */
import { type DecodedField, decodedField } from './decoded-field.ts';

export function decodeOffsetIndex(bytes: Uint8Array): DecodedField[] {
  return entries(bytes, 8, (at, name) => [
    int32(bytes, at, `${name}.relativeOffset`),
    int32(bytes, at + 4, `${name}.position`),
  ]);
}

export function decodeTimeIndex(bytes: Uint8Array): DecodedField[] {
  return entries(bytes, 12, (at, name) => [
    decodedField(bytes, at, 8, `${name}.timestamp`, (from, where) =>
      viewOf(from).getBigInt64(where),
    ),
    int32(bytes, at + 8, `${name}.relativeOffset`),
  ]);
}

function entries(
  bytes: Uint8Array,
  size: number,
  fieldsOf: (at: number, name: string) => DecodedField[],
): DecodedField[] {
  const fields: DecodedField[] = [];
  for (let at = 0; at + size <= bytes.length; at += size) {
    fields.push(...fieldsOf(at, `entry[${at / size}]`));
  }
  return fields;
}

function int32(bytes: Uint8Array, at: number, name: string): DecodedField {
  return decodedField(bytes, at, 4, name, (from, where) => viewOf(from).getInt32(where));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
