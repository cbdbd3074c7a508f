/**
 * What graders expect with. Each expectation says in words what it looks at, and a failure carries
 * what a report needs to explain it: both values, both runs of bytes and what they are, what
 * happened before, and the seed.
 *
 *     expectEqual(index.lookup(7), { offset: 4, position: 512 }, 'the entry at or before 7');
 *     expectBytes(written, hexBytes('ac 02'), 'the bytes of 300');
 *     expectError(() => reader.int32(), 'DecodeError', 'reading an int32 from 3 bytes');
 *
 * Invariant: `NotImplemented` passes through all of them, or a task that is not written yet would
 * be called wrong.
 */

import type { Layout } from '../bytes/layout.ts';
import { differencesBetween, equalFieldsOf } from './compare.ts';
import { attach } from './evidence.ts';
import { ExpectationFailed } from './expectation-failed.ts';
import { hexOf } from './hex.ts';
import { showValue } from './show-value.ts';

export type { Layout } from '../bytes/layout.ts';
export { hexBytes, hexOf } from './hex.ts';

/** Deeply equal, as course/grading/compare.ts says. */
export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  const differences = differencesBetween(expected, actual);
  if (differences.length === 0) return;
  throw new ExpectationFailed({
    what,
    expected: showValue(expected),
    actual: showValue(actual),
    ...(differences.every(({ path }) => path === '')
      ? {}
      : { differences, equalFields: equalFieldsOf(expected, actual) }),
  });
}

/**
 * Names the symbol that is looked at meanwhile, where a behaviour looks at many: the report leads
 * there. `about('Reader.int32', () => expectEqual(…))`
 */
export function about<Result>(symbol: string, run: () => Result): Result {
  return attach(run, () => ({ about: symbol }));
}

/** Equal byte by byte; the report shows them as a dump, with their fields where it knows them. */
export function expectBytes(
  actual: Uint8Array,
  expected: Uint8Array,
  what: string,
  layout?: Layout,
): void {
  if (!(actual instanceof Uint8Array)) {
    throw new ExpectationFailed({
      what,
      expected: showValue(expected),
      actual: showValue(actual),
    });
  }
  if (differencesBetween(expected, actual).length === 0) return;
  const bytes = { expected: hexOf(expected), actual: hexOf(actual) };
  throw new ExpectationFailed({
    what,
    expected: showValue(expected),
    actual: showValue(actual),
    bytes: { ...bytes, ...(layout === undefined ? {} : { layout }) },
  });
}

/**
 * That it throws an Error of that name (or one of those), and with such a message; gives it back.
 */
export function expectError(
  run: () => unknown,
  name: string | readonly string[],
  what: string,
  message?: RegExp,
): Error {
  let returned: unknown;
  try {
    returned = run();
  } catch (thrown) {
    return checkError(thrown, name, what, message);
  }
  throw nothingThrown(returned, name, what);
}

/** That it holds; `seen` is what was found instead. */
export function expectTrue(condition: boolean, what: string, seen?: unknown): void {
  if (condition === true) return;
  throw new ExpectationFailed({
    what,
    expected: 'this holds',
    actual: seen === undefined ? 'it does not' : showValue(seen),
  });
}

/** That it holds, where words tell better than values what should be, and what is instead. */
export function expectInWords(
  condition: boolean,
  what: string,
  words: { readonly expected: string; readonly actual: string },
): void {
  if (!condition) throw new ExpectationFailed({ what, ...words });
}

/** The same lines, in the same order; the report shows both lists as a text. */
export function expectLines(
  actual: readonly string[],
  expected: readonly string[],
  what: string,
): void {
  const told = (lines: readonly string[]) => lines.join(', ') || 'nothing';
  const isSame = differencesBetween(expected, actual).length === 0;
  expectInWords(isSame, what, { expected: told(expected), actual: told(actual) });
}

/** The same lines, in any order; the report says which are missing, and which are too many. */
export function expectSameLines(
  actual: readonly string[],
  expected: readonly string[],
  what: string,
): void {
  const missing = without(expected, actual);
  const tooMany = without(actual, expected);
  const told = (lines: readonly string[]) => lines.map((line) => `'${line}'`).join(', ');
  const found = [
    ...(missing.length > 0 ? [`missing ${told(missing)}`] : []),
    ...(tooMany.length > 0 ? [`too many ${told(tooMany)}`] : []),
  ];
  expectInWords(found.length === 0, what, {
    expected: told(expected) || 'nothing',
    actual: found.join('; '),
  });
}

/** The lines of one list that another does not have, counted as often as they are there. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** When `run` fails, the report shows these lines: what happened, in words, oldest first. */
export function withTrace<Result>(lines: () => readonly string[], run: () => Result): Result {
  return attach(run, () => ({ trace: lines().map(String) }));
}

/** Calls `run` with the seed of its chances; when it fails, the report says the seed. */
export function withSeed<Result>(seed: number, run: (seed: number) => Result): Result {
  return attach(
    () => run(seed),
    () => ({ seed }),
  );
}

function checkError(
  thrown: unknown,
  name: string | readonly string[],
  what: string,
  message: RegExp | undefined,
): Error {
  const names: readonly string[] = typeof name === 'string' ? [name] : name;
  if (thrown instanceof Error && isOurs(thrown)) throw thrown;
  if (!(thrown instanceof Error) || !names.includes(thrown.name)) {
    throw new ExpectationFailed(
      { what, expected: `throws ${names.join(' or ')}`, actual: `throws ${nameOf(thrown)}` },
      { cause: thrown },
    );
  }
  if (message === undefined || message.test(thrown.message)) return thrown;
  throw new ExpectationFailed(
    {
      what,
      expected: `throws ${thrown.name} with a message like ${message.source}`,
      actual: `its message is: ${thrown.message}`,
    },
    { cause: thrown },
  );
}

/** Errors that are no answer of the code under test. */
function isOurs({ name }: Error): boolean {
  return name === 'NotImplemented' || name === 'ExpectationFailed' || name === 'EndlessLoop';
}

function nothingThrown(returned: unknown, name: string | readonly string[], what: string): Error {
  const names: readonly string[] = typeof name === 'string' ? [name] : name;
  const actual =
    returned === undefined
      ? 'throws nothing'
      : `throws nothing, and returns ${showValue(returned)}`;
  return new ExpectationFailed({ what, expected: `throws ${names.join(' or ')}`, actual });
}

function nameOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `${showValue(thrown)}, which is no Error`;
  return thrown.message === '' ? thrown.name : `${thrown.name}: ${thrown.message}`;
}
