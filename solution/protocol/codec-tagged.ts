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
import { DecodeError, located } from '#protocol/wire-error.ts';
import { Writer } from '#protocol/writer.ts';

/** A field that is in the tagged section in the version at hand. */
export interface TaggedField {
  /** Its name in the struct. */
  readonly name: string;
  readonly tag: number;
  /** Reads its value, without tag and size. */
  readonly read: FieldCodec['read'];
  /** Writes its value, without tag and size. */
  readonly write: FieldCodec['write'];
  /** Whether a value is the field's default; undefined is. */
  readonly isDefault: (value: unknown) => boolean;
}

type Struct = Record<string, unknown>;

/**
 * Reads a tagged section at the reader's position and moves past it.
 *
 *     02 | 00 08 0000000000000003 | 07 02 beef      two fields: tag 0 of 8 bytes, tag 7 of 2
 *
 * What is in the section is put into `struct` under the field's name; what is not stays in
 * `struct` as it is, which holds the defaults already. Tags that are not among `fields` are skipped,
 * whatever they hold: they are no error. Writers put tags in ascending order, each at most once; a
 * reader need not check that.
 *
 * @param fields the fields that are known, in any order; none for a header.
 * @throws DecodeError also when a known field does not take exactly the bytes that its size says,
 *   with the field's name in the error's path (`located` in `#protocol/wire-error.ts` adds it), and
 *   for a count or a size of more than the bytes left
 */
export function readTagged(reader: Reader, struct: Struct, fields: readonly TaggedField[]): void {
  for (let left = reader.unsignedVarint(); left > 0; left--) {
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
    throw located(error, field.name);
  }
}

/**
 * Writes the tagged section of a struct: those of the fields that are not at their default.
 *
 * A struct whose fields all are, or that has none, still has a section: one byte, the count 0.
 *
 * @param fields in ascending order of their tags, which is the order in which they are written.
 * @throws EncodeError of a field's `write`, with the field's name in its path
 */
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
    throw located(error, field.name);
  }
  writer.unsignedVarint(field.tag);
  writer.unsignedVarint(value.size);
  writer.raw(value.chunks());
}
