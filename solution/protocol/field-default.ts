/**
 * What a field is worth when nobody sent it.
 *
 * Defaults fill the fields that a version lacks, decide whether a tagged field is written at all,
 * and whether a value may be dropped by a version that has no place for it.
 */
import type { Field, Fields, FieldType } from '#protocol/field.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';

/** A function that gives the default; arrays and structs are new each time, as they can change. */
export function defaultOf(field: Field): () => unknown {
  const { default: declared } = field.options;
  if (declared !== undefined) return () => declared;
  return zeroOf(field.type);
}

/** A struct whose fields all have their defaults. */
export function defaultStruct(fields: Fields): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) value[name] = defaultOf(field)();
  return value;
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
    case 'bytes':
    case 'records':
      return () => EMPTY_BYTES;
    case 'array':
      return () => [];
    case 'struct':
      return () => defaultStruct(type.fields);
    default:
      return () => 0;
  }
}

/** Whether a value is the field's default; one that is left out (undefined) is. */
export function isDefault(field: Field, value: unknown): boolean {
  if (value === undefined) return true;
  const { default: declared } = field.options;
  if (declared !== undefined) return value === declared;
  if (value === null) return false;
  switch (field.type.kind) {
    case 'bytes':
    case 'records':
    case 'array':
      return (value as { length: number }).length === 0;
    case 'struct':
      return isDefaultStruct(field.type.fields, value as Record<string, unknown>);
    default:
      return value === zeroOf(field.type)();
  }
}

function isDefaultStruct(fields: Fields, value: Record<string, unknown>): boolean {
  return Object.entries(fields).every(([name, field]) => isDefault(field, value[name]));
}
