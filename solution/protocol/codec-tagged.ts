/**
 * The tagged section at the end of every struct of a flexible version (KIP-482).
 *
 *     count | tag  size  value | tag  size  value | ...      tags ascend; all are unsigned varints
 *
 * A field in it may be missing (it then has its default) and may be unknown to the reader (who
 * skips `size` bytes): so a message can grow without a new version.
 */
import type { FieldCodec } from '#protocol/codec-primitive.ts';
import type { Reader } from '#protocol/reader.ts';
import { DecodeError, EncodeError } from '#protocol/wire-error.ts';
import { Writer } from '#protocol/writer.ts';

export interface TaggedField {
  readonly name: string;
  readonly tag: number;
  readonly read: FieldCodec['read'];
  readonly write: FieldCodec['write'];
  readonly isDefault: (value: unknown) => boolean;
}

type Struct = Record<string, unknown>;

/** Reads the section into a struct that has the defaults already; skips what it doesn't know. */
export function readTagged(reader: Reader, struct: Struct, fields: readonly TaggedField[]): void {
  let left = reader.unsignedVarint();
  for (; left > 0; left--) {
    const tag = reader.unsignedVarint();
    const size = reader.unsignedVarint();
    const field = fields.find((one) => one.tag === tag);
    if (field === undefined) reader.raw(size);
    else struct[field.name] = readSized(field, reader, size);
  }
}

/** Reads a value that must take exactly `size` bytes. */
function readSized(field: TaggedField, reader: Reader, size: number): unknown {
  const end = reader.position + size;
  try {
    const value = field.read(reader);
    if (reader.position === end) return value;
    throw new DecodeError(`tagged field ${field.tag} is not ${size} bytes long`, end - size);
  } catch (error) {
    throw error instanceof DecodeError ? error.within(field.name) : error;
  }
}

/** Writes the section with the fields that are not at their default, in the order of tags. */
export function writeTagged(writer: Writer, struct: Struct, fields: readonly TaggedField[]): void {
  let count = 0;
  for (const field of fields) if (!field.isDefault(struct[field.name])) count++;
  writer.unsignedVarint(count);
  if (count === 0) return;
  for (const field of fields) {
    if (!field.isDefault(struct[field.name])) writeField(writer, struct, field);
  }
}

function writeField(writer: Writer, struct: Struct, field: TaggedField): void {
  const value = new Writer();
  try {
    field.write(value, struct[field.name]);
  } catch (error) {
    throw error instanceof EncodeError ? error.within(field.name) : error;
  }
  writer.unsignedVarint(field.tag);
  writer.unsignedVarint(value.size);
  writer.raw(value.chunks());
}
