/**
 * From whatever was thrown to a Failure. Anything can be thrown: a string, undefined, an object
 * whose message is a getter that throws.
 */
import { resolve } from 'node:path';
import { root, type View } from '../view.ts';
import { surroundingsOf } from './evidence.ts';
import { ExpectationFailed } from './expectation-failed.ts';
import type { Failure, Place, Unwritten } from './failure.ts';
import { showValue } from './show-value.ts';

const MOST_STACK_LINES = 30;

export function describeFailure(
  thrown: unknown,
  view: View,
  unwritten: readonly Unwritten[],
): Failure {
  const { name, message, stack } = basics(thrown);
  const place = placeOf(thrown, view);
  return {
    name,
    message,
    stack,
    ...comparison(thrown),
    ...surroundingsOf(thrown),
    ...(place === undefined ? {} : { place }),
    ...(unwritten.length === 0 ? {} : { unwritten }),
  };
}

function basics(thrown: unknown): Pick<Failure, 'name' | 'message' | 'stack'> {
  if (!(thrown instanceof Error)) {
    return { name: 'thrown', message: showValue(thrown), stack: '' };
  }
  try {
    const stack = String(thrown.stack ?? '')
      .split('\n')
      .slice(0, MOST_STACK_LINES);
    const message = inWords(String(thrown.message));
    return { name: String(thrown.name), message, stack: stack.join('\n') };
  } catch {
    return { name: 'Error', message: 'an error whose own fields throw', stack: '' };
  }
}

/** A missing export shows only where it is called, under the name that a bundler gave it. */
function inWords(message: string): string {
  const missing = /\(0\s*,\s*__vi(?:te_ssr)?_import_\d+__\.(\w+)\) is not a (function|constructor)/;
  return message.replace(missing, '$1 is not there: is it exported, by this very name?');
}

/** What was compared; also where a grader compared by vitest's `expect`. */
function comparison(thrown: unknown): Partial<Failure> {
  if (thrown instanceof ExpectationFailed) return thrown.evidence;
  if (!(thrown instanceof Error) || thrown.name !== 'AssertionError') return {};
  if (!('expected' in thrown) || !('actual' in thrown)) return {};
  const what = thrown.message.split(': expected ')[0] ?? thrown.message;
  return { what, expected: showValue(thrown.expected), actual: showValue(thrown.actual) };
}

/** The innermost line of the learner's code in the stack of an error, or of its causes. */
function placeOf(thrown: unknown, view: View): Place | undefined {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; depth++) {
    for (const line of String(error.stack ?? '').split('\n')) {
      const place = placeInView(line, view);
      if (place !== undefined) return place;
    }
    error = error.cause;
  }
  return undefined;
}

const FRAME =
  /(?:file:\/\/)?(?<path>(?:\/|[A-Za-z]:)[^():?]*\.ts)(?:\?[^():]*)?:(?<line>\d+):\d+\)?$/;

function placeInView(frame: string, { learnerTree, learnerFiles }: View): Place | undefined {
  const { path, line } = FRAME.exec(frame)?.groups ?? {};
  if (path === undefined) return undefined;
  const found = resolve(decodeURI(path));
  const file = learnerFiles.find((one) => resolve(root, learnerTree, one) === found);
  return file === undefined ? undefined : { file, line: Number(line) };
}
