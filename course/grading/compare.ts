/**
 * Where two values differ: deeply, and told by path.
 *
 *     { topics: [{ name: 'a' }] }   and   { topics: [{ name: 'b' }, 3] }
 *
 *         topics.length    expected 1      actual 2
 *         topics[0].name   expected 'a'    actual 'b'
 *
 * It is generous where JavaScript has two ways to say one thing: a field that is undefined is like
 * one that is absent, an object of a class like a plain one with the same fields, a Buffer like a
 * Uint8Array, -0 like 0. It is strict where Kafka is: null is not undefined, '1' is not 1, and 1n
 * is not 1.
 */
import type { Difference } from './failure.ts';
import { showValue } from './show-value.ts';

const MOST_DIFFERENCES = 6;

/** The first few differences; none where the values are equal. */
export function differencesBetween(expected: unknown, actual: unknown): Difference[] {
  const found: Difference[] = [];
  collect('', expected, actual, found, new Set());
  return found;
}

/** How many of a structure's own fields or items are equal; 0 where there is no structure. */
export function equalFieldsOf(expected: unknown, actual: unknown): number {
  const parts = comparedParts(expected, actual) ?? [];
  return parts.filter(([, one, other]) => differencesBetween(one, other).length === 0).length;
}

function collect(
  path: string,
  expected: unknown,
  actual: unknown,
  found: Difference[],
  above: ReadonlySet<unknown>,
): void {
  if (found.length >= MOST_DIFFERENCES || isSame(expected, actual)) return;
  if (above.has(expected)) return; // a circle: what differs in it is found on the first way round
  const parts = comparedParts(expected, actual);
  if (parts === undefined) {
    found.push({ path, expected: showValue(expected), actual: showValue(actual) });
    return;
  }
  const inner = new Set([...above, expected]);
  for (const [name, one, other] of parts) collect(join(path, name), one, other, found, inner);
}

function isSame(expected: unknown, actual: unknown): boolean {
  if (expected === actual || Object.is(expected, actual)) return true;
  if (!(expected instanceof Uint8Array && actual instanceof Uint8Array)) return false;
  return expected.length === actual.length && firstDifference(expected, actual) < 0;
}

function firstDifference(expected: Uint8Array, actual: Uint8Array): number {
  for (let at = 0; at < expected.length; at++) if (expected[at] !== actual[at]) return at;
  return -1;
}

type Part = readonly [name: string | number, expected: unknown, actual: unknown];

/** What two structures of one kind consist of; undefined where they are not of one kind. */
function comparedParts(expected: unknown, actual: unknown): Part[] | undefined {
  if (!isStructure(expected) || !isStructure(actual)) return undefined;
  if (Array.isArray(expected)) {
    return Array.isArray(actual) ? partsOfArrays(expected, actual) : undefined;
  }
  if (expected instanceof Map) {
    return actual instanceof Map ? partsOfMaps(expected, actual) : undefined;
  }
  if (expected instanceof Set) {
    return actual instanceof Set ? partsOfArrays([...expected], [...actual]) : undefined;
  }
  if (Array.isArray(actual) || actual instanceof Map || actual instanceof Set) return undefined;
  return partsOfObjects(expected, actual);
}

function isStructure(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}

function partsOfArrays(expected: readonly unknown[], actual: readonly unknown[]): Part[] {
  const items = expected.map((item, at): Part => [at, item, actual[at]]);
  return expected.length === actual.length
    ? items
    : [['length', expected.length, actual.length], ...items.slice(0, actual.length)];
}

function partsOfMaps(expected: Map<unknown, unknown>, actual: Map<unknown, unknown>): Part[] {
  const keys = new Set([...expected.keys(), ...actual.keys()]);
  return [...keys].map((key) => [String(key), expected.get(key), actual.get(key)]);
}

function partsOfObjects(expected: Record<string, unknown>, actual: Record<string, unknown>) {
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...keys].map((key): Part => [key, expected[key], actual[key]]);
}

function join(path: string, name: string | number): string {
  if (typeof name === 'number') return `${path}[${name}]`;
  return path === '' ? name : `${path}.${name}`;
}
