/**
 * A declared message as JSON text, the way Kafka's generated JSON converters write it.
 *
 *     {"name":"orders","topicId":"04Um5d-OQ1aXjOlTYA-i_w"}
 *
 * Fields stand in the order of their declaration, under their own names; those that the version
 * lacks are left out, and so is a tagged field that has its default. Bytes are base64. It is text
 * and not an object because an int64 may be the end of its range, which no JSON writer of ours
 * could print exactly, and a float is never printed as a whole number.
 */
import type { Field, Fields, FieldType } from '#protocol/field.ts';
import { defaultCheck } from '#protocol/field-default.ts';
import { INT64_MAX, INT64_MIN } from '#protocol/int64.ts';
import { includes, parseVersions } from '#protocol/version-range.ts';

/** The JSON of a decoded message. */
export function messageJson(
  message: { readonly fields: Fields },
  version: number,
  value: object,
): string {
  return structJson(message.fields, version, value);
}

function structJson(fields: Fields, version: number, value: object): string {
  const values = value as Readonly<Record<string, unknown>>;
  const members = Object.entries(fields)
    .filter(([name, field]) => isWritten(field, version, values[name]))
    .map(([name, { type }]) => `${JSON.stringify(name)}:${valueJson(type, version, values[name])}`);
  return `{${members.join(',')}}`;
}

function isWritten(field: Field, version: number, value: unknown): boolean {
  if (!includes(parseVersions(field.versions), version)) return false;
  const { tagged } = field.options;
  const isTagged = tagged !== undefined && includes(parseVersions(tagged), version);
  return !(isTagged && defaultCheck(field)(value));
}

function valueJson(type: FieldType, version: number, value: unknown): string {
  if (value === null) return 'null';
  switch (type.kind) {
    case 'struct':
      return structJson(type.fields, version, value as object);
    case 'array': {
      const elements = value as readonly unknown[];
      return `[${elements.map((one) => valueJson(type.element, version, one)).join(',')}]`;
    }
    case 'bytes':
    case 'records':
      return `"${(value as Uint8Array).toBase64()}"`;
    case 'int64':
      return int64Json(value as number);
    case 'bits64':
      return String(value);
    case 'float64':
      return Number.isInteger(value) ? `${value}.0` : String(value);
    default:
      return JSON.stringify(value);
  }
}

function int64Json(value: number): string {
  if (value === INT64_MAX) return '9223372036854775807';
  return value === INT64_MIN ? '-9223372036854775808' : String(value);
}
