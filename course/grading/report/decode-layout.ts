/**
 * The fields of some bytes as a report shows them, a row each: those of the tree in
 * `course/bytes/` that have a value of their own. What can't be decoded is left to be shown as bytes.
 */
import { type ByteNode, joinNames } from '../../bytes/byte-node.ts';
import { describeLayout } from '../../bytes/describe-layout.ts';
import type { Layout } from '../../bytes/layout.ts';

/** A field among some bytes: where it is, what it is called, and what it says. */
export interface DecodedField {
  readonly at: number;
  readonly length: number;
  /** As in `records[0].key`. */
  readonly name: string;
  /** Its value as a short text. */
  readonly value: string;
  /** What other bytes say in the same place. */
  valueIn(other: Uint8Array): string;
}

const MOST_CHARACTERS = 14;
/** Parts that are there once where bytes are compared, and say nothing then. */
const NEEDLESS = new Set(['body', 'batch[0]']);

/** As many fields as the bytes have, from their beginning; undefined for an unknown layout. */
export function decodeLayout(layout: Layout, bytes: Uint8Array): DecodedField[] | undefined {
  const root = describeLayout(layout, bytes);
  return root === undefined ? undefined : [...fieldsOf(root, [])];
}

function* fieldsOf(node: ByteNode, path: readonly string[]): Generator<DecodedField> {
  const { at, end, readIn, value } = node;
  if (readIn === undefined) {
    for (const part of node.parts) {
      yield* fieldsOf(part, NEEDLESS.has(part.name) ? path : [...path, part.name]);
    }
  } else if (node.name !== 'not decoded') {
    const valueIn = (other: Uint8Array) => attempt(() => shorten(readIn(other)));
    yield { at, length: end - at, name: joinNames(path), value: shorten(value), valueIn };
  }
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '(no such)';
  }
}

function shorten(value: unknown): string {
  const text = textOf(value);
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}

function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  return typeof value === 'string' ? `'${value.replaceAll(/\p{C}/gu, '.')}'` : String(value);
}
