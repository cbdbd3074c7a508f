/**
 * Codecs of the primitive types: which method of Reader and Writer each one calls.
 */
import type { PrimitiveKind } from '#protocol/field.ts';
import type { Reader } from '#protocol/reader.ts';
import { EncodeError } from '#protocol/wire-error.ts';
import type { Writer } from '#protocol/writer.ts';

/** Reads and writes the values of one field in one version. */
export interface FieldCodec {
  readonly read: (reader: Reader) => unknown;
  /** Checks what it is given: the value came from a caller whose types may have lied. */
  readonly write: (writer: Writer, value: unknown) => void;
  /** The fewest bytes that a value takes. */
  readonly minSize: number;
}

function codec<T>(
  minSize: number,
  read: (reader: Reader) => T,
  write: (writer: Writer, value: T) => void,
): FieldCodec {
  return { minSize, read, write: write as FieldCodec['write'] };
}

type Bytes = Uint8Array | readonly Uint8Array[];

const FIXED: Readonly<Partial<Record<PrimitiveKind, FieldCodec>>> = {
  bool: codec(
    1,
    (from) => from.bool(),
    (to, value) => to.bool(value),
  ),
  int8: codec(
    1,
    (from) => from.int8(),
    (to, value) => to.int8(value),
  ),
  int16: codec(
    2,
    (from) => from.int16(),
    (to, value) => to.int16(value),
  ),
  uint16: codec(
    2,
    (from) => from.uint16(),
    (to, value) => to.uint16(value),
  ),
  int32: codec(
    4,
    (from) => from.int32(),
    (to, value) => to.int32(value),
  ),
  uint32: codec(
    4,
    (from) => from.uint32(),
    (to, value) => to.uint32(value),
  ),
  int64: codec(
    8,
    (from) => from.int64(),
    (to, value) => to.int64(value),
  ),
  bits64: codec(
    8,
    (from) => BigInt.asIntN(64, (BigInt(from.uint32()) << 32n) | BigInt(from.uint32())),
    writeBits64,
  ),
  float64: codec(
    8,
    (from) => from.float64(),
    (to, value) => to.float64(value),
  ),
  uuid: codec(
    16,
    (from) => from.uuid(),
    (to, value) => to.uuid(value),
  ),
};

function writeBits64(to: Writer, value: bigint): void {
  if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) {
    throw new EncodeError(`${value} is not a bigint of 64 bits`);
  }
  to.int32(Number(value >> 32n));
  to.uint32(Number(BigInt.asUintN(32, value)));
}

const STRING = codec(
  2,
  (from) => from.string(),
  (to, value) => to.string(value),
);
const NULLABLE_STRING = codec(
  2,
  (from) => from.nullableString(),
  (to, value) => to.nullableString(value),
);
const COMPACT_STRING = codec(
  1,
  (from) => from.compactString(),
  (to, value) => to.compactString(value),
);
const COMPACT_NULLABLE_STRING = codec(
  1,
  (from) => from.compactNullableString(),
  (to, value) => to.compactNullableString(value),
);

const BYTES = codec<Bytes>(
  4,
  (from) => from.byteArray(),
  (to, value) => to.byteArray(value),
);
const NULLABLE_BYTES = codec<Bytes | null>(
  4,
  (from) => from.nullableBytes(),
  (to, value) => to.nullableBytes(value),
);
const COMPACT_BYTES = codec<Bytes>(
  1,
  (from) => from.compactByteArray(),
  (to, value) => to.compactByteArray(value),
);
const COMPACT_NULLABLE_BYTES = codec<Bytes | null>(
  1,
  (from) => from.compactNullableBytes(),
  (to, value) => to.compactNullableBytes(value),
);

/** The codec of a primitive type; only strings and byte types care about the last two. */
export function primitiveCodec(
  kind: PrimitiveKind,
  flexible: boolean,
  nullable: boolean,
): FieldCodec {
  const fixed = FIXED[kind];
  if (fixed !== undefined) return fixed;
  if (kind === 'string') {
    if (flexible) return nullable ? COMPACT_NULLABLE_STRING : COMPACT_STRING;
    return nullable ? NULLABLE_STRING : STRING;
  }
  if (flexible) return nullable ? COMPACT_NULLABLE_BYTES : COMPACT_BYTES;
  return nullable ? NULLABLE_BYTES : BYTES;
}
