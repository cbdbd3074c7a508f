/**
 * What a field is worth when nobody sent it.
 *
 * Defaults fill the fields that a version lacks, decide whether a tagged field is written at all,
 * and whether a value may be dropped by a version that has no place for it.
 */
import type { Field, Fields, FieldType } from '#protocol/field.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';

/**
 * A function that gives the default. Structs are made once, frozen and shared, since most of them
 * are tagged fields that are hardly ever sent; arrays are new each time.
 */
export function defaultOf(field: Field): () => unknown {
  const { default: declared } = field.options;
  return declared === undefined ? zeroOf(field.type) : () => declared;
}

const EMPTY_BYTES = new Uint8Array(0);

function zeroOf(type: FieldType): () => unknown {
  switch (type.kind) {
    case 'bool':
      return () => false;
    case 'string':
      return () => '';
    case 'uuid':
      return () => ZERO_UUID;
    case 'bits64':
      return () => 0n;
    case 'bytes':
    case 'records':
      return () => EMPTY_BYTES;
    case 'array':
      return () => [];
    case 'struct':
      return sharedStruct(type.fields);
    default:
      return () => 0;
  }
}

function sharedStruct(fields: Fields): () => unknown {
  const struct: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) struct[name] = defaultOf(field)();
  Object.freeze(struct);
  return () => struct;
}

/** A function that says whether a value is the field's default; one left out (undefined) is. */
export function defaultCheck(field: Field): (value: unknown) => boolean {
  const { default: declared } = field.options;
  if (declared !== undefined) return (value) => value === declared || value === undefined;
  return zeroCheck(field.type);
}

function zeroCheck(type: FieldType): (value: unknown) => boolean {
  switch (type.kind) {
    case 'bytes':
    case 'records':
    case 'array':
      return (value) => value === undefined || (value as ArrayLike<unknown> | null)?.length === 0;
    case 'struct':
      return structCheck(type.fields);
    default: {
      const zero = zeroOf(type)();
      return (value) => value === zero || value === undefined;
    }
  }
}

function structCheck(fields: Fields): (value: unknown) => boolean {
  const checks = Object.entries(fields).map(([name, field]) => ({
    name,
    isDefault: defaultCheck(field),
  }));
  const shared = zeroOf({ kind: 'struct', fields })();
  return (value) => {
    if (value === undefined || value === shared) return true;
    if (value === null) return false;
    const struct = value as Record<string, unknown>;
    return checks.every(({ name, isDefault }) => isDefault(struct[name]));
  };
}
