/**
 * A value as a line of text, for a report: as it would be written in the code, bytes as
 * hexadecimal.
 *
 *     300    'orders'    [1, 2]    { offset: 5, key: null }    bytes 80 01 ff    3n    undefined
 *
 * Whatever a learner's code hands over is shown without running it: no toString, no getter.
 */
import { inspect } from 'node:util';
import { hexOf } from './hex.ts';

const MOST_BYTES = 32;
const MOST_CHARACTERS = 400;

export function showValue(value: unknown): string {
  if (value instanceof Uint8Array) return showBytes(value);
  const text = inspect(withBytesShown(value, 0), {
    depth: 5,
    breakLength: Number.POSITIVE_INFINITY,
    compact: true,
    maxArrayLength: 40,
    maxStringLength: 200,
    customInspect: false,
  });
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}

function showBytes(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'no bytes';
  const shown = hexOf(bytes.subarray(0, MOST_BYTES));
  return bytes.length <= MOST_BYTES ? `bytes ${shown}` : `bytes ${shown} … (${bytes.length} bytes)`;
}

/** Text that `inspect` prints as it is. */
class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  [inspect.custom](): string {
    return this.text;
  }
}

/** A copy of plain structures in which bytes are short text; anything else as it is. */
function withBytesShown(value: unknown, depth: number): unknown {
  if (value instanceof Uint8Array) return new Verbatim(showBytes(value));
  if (typeof value !== 'object' || value === null || depth > 5) return value;
  if (Array.isArray(value)) return value.map((item) => withBytesShown(item, depth + 1));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const entries = Object.entries(Object.getOwnPropertyDescriptors(value)).map(([key, one]) => [
    key,
    'value' in one ? withBytesShown(one.value, depth + 1) : new Verbatim('[getter]'),
  ]);
  return Object.fromEntries(entries);
}
