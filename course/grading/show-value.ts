/**
 * A value as a line of text, for a report: as it would be written in the code, bytes as
 * hexadecimal.
 *
 *     300    'orders'    [1, 2]    { offset: 5, key: <be ef> }    bytes 80 01 ff    3n    null
 *
 * Whatever a learner's code hands over is shown without running it: no toString, no getter.
 */
import { inspect } from 'node:util';
import { hexOf } from './hex.ts';

const MOST_BYTES = 32;
const MOST_CHARACTERS = 400;

export function showValue(value: unknown): string {
  if (value instanceof Uint8Array) return showBytes(value);
  const verbatim: string[] = [];
  const shown = inspect(withBytesShown(value, 0, verbatim), {
    depth: 5,
    breakLength: Number.POSITIVE_INFINITY,
    compact: true,
    maxArrayLength: 40,
    maxStringLength: 200,
    customInspect: false,
  });
  const text = shown.replace(PLACEHOLDER, (_, at) => verbatim[at] ?? '');
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}

function showBytes(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'no bytes';
  const shown = hexOf(bytes.subarray(0, MOST_BYTES));
  return bytes.length <= MOST_BYTES ? `bytes ${shown}` : `bytes ${shown} … (${bytes.length} bytes)`;
}

/** How `inspect` shows the text that stands for a piece of `verbatim`. */
const PLACEHOLDER = /'\\x00(\d+)\\x00'/g;

/**
 * A copy of plain structures in which bytes stand as they are to be shown, `<be ef>`; anything else
 * as it is. What `inspect` must not put in quotes is kept in `verbatim` and put in afterwards: an
 * object with an `inspect.custom` of its own could be the learner's, and is not to be run.
 */
function withBytesShown(value: unknown, depth: number, verbatim: string[]): unknown {
  const keep = (text: string) => `\0${verbatim.push(text) - 1}\0`;
  if (value instanceof Uint8Array) return keep(`<${showBytes(value).replace(/^bytes /, '')}>`);
  if (typeof value !== 'object' || value === null || depth > 5) return value;
  if (Array.isArray(value)) return value.map((item) => withBytesShown(item, depth + 1, verbatim));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const entries = Object.entries(Object.getOwnPropertyDescriptors(value)).map(([key, one]) => [
    key,
    'value' in one ? withBytesShown(one.value, depth + 1, verbatim) : keep('[getter]'),
  ]);
  return Object.fromEntries(entries);
}
