/**
 * How a grader states a behaviour: `behaviour('varints-zigzag', () => { expect(…) })`.
 *
 * It is a vitest test named by its id, and it writes down by itself, line by line, what happened:
 * that a behaviour was started is on record before the learner's code runs, so one that never
 * comes back is known by name.
 *
 *     {"id":"varints-zigzag","state":"started"}
 *     {"id":"varints-zigzag","state":"passed"}
 */
import { appendFileSync } from 'node:fs';
import { test } from 'vitest';
import { readAssignment } from './assignment.ts';

/** One line of a grader's record. */
export type Happening =
  | { readonly id: string; readonly state: 'started' }
  | { readonly id: string; readonly state: 'passed' }
  | { readonly id: string; readonly state: 'failed'; readonly error: Failure };

/** What of an error outlives the process it was thrown in. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** Present where the grader compared two values. */
  readonly expected?: string;
  readonly actual?: string;
}

const { record } = readAssignment();

export function behaviour(id: string, run: () => void | Promise<void>): void {
  test(id, async () => {
    write({ id, state: 'started' });
    try {
      await run();
    } catch (error) {
      write({ id, state: 'failed', error: describe(error) });
      throw error;
    }
    write({ id, state: 'passed' });
  });
}

function write(happening: Happening): void {
  appendFileSync(record, `${JSON.stringify(happening)}\n`);
}

function describe(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: 'thrown', message: String(error), stack: '' };
  const { name, message, stack = '' } = error;
  if (!('expected' in error) || !('actual' in error)) return { name, message, stack };
  return { name, message, stack, expected: show(error.expected), actual: show(error.actual) };
}

function show(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value);
}
