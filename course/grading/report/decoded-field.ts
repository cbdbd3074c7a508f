/**
 * A field among some bytes: where it is, what it is called, and what it says.
 */
export interface DecodedField {
  readonly at: number;
  readonly length: number;
  /** As in `records[0].key`. */
  readonly name: string;
  /** Its value as a short text. */
  readonly value: string;
  /** What other bytes say in the same place; empty where they say nothing. */
  valueIn(other: Uint8Array): string;
}

const MOST_CHARACTERS = 14;

/** A field whose value a function can read anywhere. */
export function decodedField(
  bytes: Uint8Array,
  at: number,
  length: number,
  name: string,
  read: (from: Uint8Array, at: number) => unknown,
): DecodedField {
  const valueIn = (from: Uint8Array) => {
    try {
      return shorten(read(from, at));
    } catch {
      return '(no such)';
    }
  };
  return { at, length, name, value: valueIn(bytes), valueIn };
}

function shorten(value: unknown): string {
  const text = typeof value === 'string' ? `'${value}'` : String(value);
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}
