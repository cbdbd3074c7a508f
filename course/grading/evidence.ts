/**
 * What is known around a failure when it passes by: the trace of a simulation, the seed,
 * the symbol that was looked at.
 *
 * It belongs to the very thing that was thrown: a grader that expects an error and goes on leaves
 * nothing behind for a later failure. What was attached first, nearest to the failure, stays.
 */
import type { Failure } from './failure.ts';

export type Surroundings = Pick<Failure, 'trace' | 'seed' | 'about'>;

let last: { readonly thrown: unknown; readonly known: Surroundings } | undefined;

/** Runs something, sync or async; when it fails, `tell` is asked what is known. */
export function attach<Result>(run: () => Result, tell: () => Surroundings): Result {
  let result: Result;
  try {
    result = run();
  } catch (thrown) {
    remember(thrown, tell);
    throw thrown;
  }
  if (!(result instanceof Promise)) return result;
  return result.catch((thrown: unknown) => {
    remember(thrown, tell);
    throw thrown;
  }) as Result;
}

/** What is known around something that was thrown. */
export function surroundingsOf(thrown: unknown): Surroundings {
  return last !== undefined && last.thrown === thrown ? last.known : {};
}

function remember(thrown: unknown, tell: () => Surroundings): void {
  let told: Surroundings = {};
  try {
    told = tell();
  } catch {
    // A trace that can't be told, perhaps because of the same mistake, explains nothing.
  }
  last = { thrown, known: { ...told, ...surroundingsOf(thrown) } };
}
