/**
 * How a grader states a behaviour: `behaviour('varints-zigzag', () => { expectEqual(…) })`.
 *
 * It is a vitest test named by its id, and it writes down by itself what happened
 * (course/grading/happening.ts): vitest's own report comes at the end, and there may be none.
 *
 * The code under test may do anything. What it prints is kept, a loop or a promise without end is
 * ended, `process.exit` is an error like others, and an error that it swallowed is known.
 */
import { test } from 'vitest';
import { endAll } from './aftermath.ts';
import { readAssignment } from './assignment.ts';
import { beginOutput, captureOutput, endOutput } from './captured-output.ts';
import { describeFailure } from './describe-failure.ts';
import { endLoops } from './endless-loop.ts';
import { appendHappening } from './happening.ts';
import { untilSettled } from './settle.ts';
import { takeUnwritten } from './unwritten.ts';

const LIMIT_MS = 10_000;
const WIRE_LIMIT_MS = 60_000;
/** Vitest counts the clock's time, so it only looks after what no other limit ends. */
const VITEST_LIMIT_MS = 2 * WIRE_LIMIT_MS;

const { record, view, only, wireTarget } = readAssignment();
const patience =
  wireTarget === undefined
    ? { limitMs: LIMIT_MS, endsWhenIdle: true }
    : { limitMs: WIRE_LIMIT_MS, endsWhenIdle: false };

captureOutput();
/** Ends this thread alone; vitest has put an error in the place of `process.exit`. */
const endThread = (process as unknown as { reallyExit(code: number): never }).reallyExit;

export function behaviour(id: string, run: () => void | Promise<void>): void {
  if (only !== undefined && !only.includes(id)) return;
  test(id, () => observe(id, run), VITEST_LIMIT_MS);
}

async function observe(id: string, run: () => void | Promise<void>): Promise<void> {
  takeUnwritten();
  endLoops();
  appendHappening(record, { id, state: 'started' });
  beginOutput((lines) => appendHappening(record, { id, state: 'printed', lines }));
  process.exit = refuseExit;
  let outcome: { readonly thrown: unknown } | undefined;
  try {
    await untilSettled(run, patience);
  } catch (thrown) {
    outcome = { thrown };
  } finally {
    endAll();
  }
  const more = endOutput();
  if (more > 0) appendHappening(record, { id, state: 'printed', lines: [], more });
  const loop = endLoops();
  if (loop !== undefined) outcome = { thrown: loop };
  if (outcome === undefined) return appendHappening(record, { id, state: 'passed' });
  const error = describeFailure(outcome.thrown, view, takeUnwritten());
  appendHappening(record, { id, state: 'failed', error });
  // Whatever holds the memory still does: the others go on in another thread.
  if (error.name === 'OutOfMemory') endThread(1);
  throw outcome.thrown;
}

/** Ends the behaviour that runs, instead of everything. */
function refuseExit(code?: number | string | null): never {
  const error = new Error(`the code called process.exit(${code ?? ''}), which ends a whole broker`);
  error.name = 'ProcessExit';
  throw error;
}
