/**
 * The fields of a message by its declaration: the same walk as a compiled codec makes, which does
 * not tell where it has been. A nullable struct has a byte before it, a flexible one a tagged
 * section behind it (KIP-482).
 */
import type { Field, Fields, FieldType, PrimitiveKind } from '#protocol/field.ts';
import { Reader } from '#protocol/reader.ts';
import { includes, parseVersions } from '#protocol/version-range.ts';
import { type DecodedField, decodedField } from './decoded-field.ts';

type Read = (reader: Reader) => unknown;

const FIXED: Partial<Record<PrimitiveKind, Read>> = {
  bool: (reader) => reader.bool(),
  int8: (reader) => reader.int8(),
  int16: (reader) => reader.int16(),
  uint16: (reader) => reader.uint16(),
  int32: (reader) => reader.int32(),
  uint32: (reader) => reader.uint32(),
  int64: (reader) => reader.int64(),
  bits64: (reader) => reader.raw(8).toHex(),
  float64: (reader) => reader.float64(),
  uuid: (reader) => reader.uuid(),
};

export class MessageWalk {
  readonly fields: DecodedField[] = [];
  readonly #bytes: Uint8Array;
  readonly #reader: Reader;

  constructor(bytes: Uint8Array, position = 0) {
    this.#bytes = bytes;
    this.#reader = new Reader(bytes, position);
  }

  get position(): number {
    return this.#reader.position;
  }

  /** Walks the fields that the version has; throws where the bytes are no such message. */
  struct(fields: Fields, version: number, flexible: boolean, path = ''): void {
    for (const [name, field] of Object.entries(fields)) {
      const { tagged } = field.options;
      if (!isIn(field.versions, version)) continue;
      if (tagged !== undefined && isIn(tagged, version)) continue;
      this.#field(field, version, flexible, path === '' ? name : `${path}.${name}`);
    }
    if (flexible) this.#tagged(path);
  }

  /** Reads the two bytes that say what follows. */
  number(name: string): void {
    this.#note(name, (reader) => reader.int16());
  }

  #field({ type, options }: Field, version: number, flexible: boolean, path: string): void {
    const { flexible: own, nullable } = options;
    const compact = own === undefined ? flexible : isIn(own, version);
    if (type.kind === 'struct') {
      if (nullable !== undefined && isIn(nullable, version)) {
        const present = this.#note(`${path} (present)`, (reader) => reader.int8());
        if (Number(present) < 0) return;
      }
      this.struct(type.fields, version, flexible, path);
      return;
    }
    this.#value(type, version, flexible, compact, path);
  }

  #value(
    type: FieldType,
    version: number,
    flexible: boolean,
    compact: boolean,
    path: string,
  ): void {
    if (type.kind === 'struct') {
      this.struct(type.fields, version, flexible, path);
      return;
    }
    if (type.kind !== 'array') {
      this.#note(path, readerOf(type.kind, compact));
      return;
    }
    const count = this.#note(`${path}.length`, (reader) =>
      compact ? reader.compactArrayCount(1) : reader.arrayCount(1),
    );
    for (let at = 0; at < Number(count); at++) {
      this.#value(type.element, version, flexible, compact, `${path}[${at}]`);
    }
  }

  #tagged(path: string): void {
    const prefix = path === '' ? '' : `${path}.`;
    const count = this.#note(`${prefix}taggedFields`, (reader) => reader.unsignedVarint());
    for (let at = 0; at < Number(count); at++) {
      const tag = this.#note(`${prefix}tag`, (reader) => reader.unsignedVarint());
      const size = Number(
        this.#note(`${prefix}tag${tag}.size`, (reader) => reader.unsignedVarint()),
      );
      this.#note(`${prefix}tag${tag}`, (reader) => `${reader.raw(size).length} bytes`);
    }
  }

  #note(name: string, read: Read): unknown {
    const at = this.#reader.position;
    const value = read(this.#reader);
    const again = (from: Uint8Array, where: number) => read(new Reader(from, where));
    this.fields.push(decodedField(this.#bytes, at, this.#reader.position - at, name, again));
    return value;
  }
}

function readerOf(kind: PrimitiveKind, compact: boolean): Read {
  const fixed = FIXED[kind];
  if (fixed !== undefined) return fixed;
  if (kind === 'string') {
    return (reader) => (compact ? reader.compactNullableString() : reader.nullableString());
  }
  return (reader) => {
    const bytes = compact ? reader.compactNullableBytes() : reader.nullableBytes();
    return bytes === null ? null : `${bytes.length} bytes`;
  };
}

function isIn(versions: string, version: number): boolean {
  return includes(parseVersions(versions), version);
}
