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

/** What to show in place of a field's bytes; undefined for the bytes themselves. */
export type BytesJson = (field: string, bytes: Uint8Array) => string | undefined;

/** The JSON of a decoded message. */
export function messageJson(
  message: { readonly fields: Fields },
  version: number,
  value: object,
  bytesJson: BytesJson = () => undefined,
): string {
  return structJson(message.fields, value, { version, bytesJson });
}

interface Style {
  readonly version: number;
  readonly bytesJson: BytesJson;
}

function structJson(fields: Fields, value: object, style: Style): string {
  const values = value as Readonly<Record<string, unknown>>;
  const members = Object.entries(fields)
    .filter(([name, field]) => isWritten(field, style.version, values[name]))
    .map(([name, { type }]) => {
      return `${JSON.stringify(name)}:${valueJson(name, type, values[name], style)}`;
    });
  return `{${members.join(',')}}`;
}

function isWritten(field: Field, version: number, value: unknown): boolean {
  if (!includes(parseVersions(field.versions), version)) return false;
  const { tagged } = field.options;
  const isTagged = tagged !== undefined && includes(parseVersions(tagged), version);
  return !(isTagged && defaultCheck(field)(value));
}

function valueJson(name: string, type: FieldType, value: unknown, style: Style): string {
  if (value === null) return 'null';
  switch (type.kind) {
    case 'struct':
      return structJson(type.fields, value as object, style);
    case 'array': {
      const elements = value as readonly unknown[];
      return `[${elements.map((one) => valueJson(name, type.element, one, style)).join(',')}]`;
    }
    case 'bytes':
    case 'records':
      return style.bytesJson(name, value as Uint8Array) ?? `"${(value as Uint8Array).toBase64()}"`;
    case 'string':
      return stringJson(value as string);
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

/** Kafka's JSON writes the numbers of control characters in capitals. */
function stringJson(value: string): string {
  return JSON.stringify(value).replace(/\\(\\|u[0-9a-f]{4})/g, (escaped, what: string) =>
    what === '\\' ? escaped : `\\u${what.slice(1).toUpperCase()}`,
  );
}

function int64Json(value: number): string {
  if (value === INT64_MAX) return '9223372036854775807';
  return value === INT64_MIN ? '-9223372036854775808' : String(value);
}
