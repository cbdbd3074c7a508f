/**
 * The thread in which the graders of one run, and the learner's code, are loaded and run, in order;
 * grading-process.ts starts it ahead. What happens is written down by the behaviours themselves.
 */
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { root, solutionView } from '../view.ts';
import { type Assignment, assignmentVariable } from './assignment.ts';
import { describeLoadFailure } from './describe-load-failure.ts';
import { installGraderHooks, referencesLoaded } from './grader-hooks.ts';
import { appendHappening } from './happening.ts';
import { showValue } from './show-value.ts';
import { takeCollected } from './trial-tests.ts';

/** Modules of the reference that the last run needed, and the next one will: loaded ahead. */
export type ThreadData = readonly string[];

/** Sent when all behaviours have had their turn. */
export interface ThreadAnswer {
  readonly references: ThreadData;
}

export interface ThreadOrder {
  readonly assignment: Assignment;
  /** As in `graders/00-wire/0-1-numbers.grader.ts`. */
  readonly graders: readonly string[];
}

for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, () => {
    // Somebody's timer or forgotten promise: the behaviour that it belongs to fails by itself.
  });
}
process.exit = (code) => {
  throw new Error(`the code called process.exit(${code ?? ''}) while it was loaded`);
};

parentPort?.once('message', async ({ assignment, graders }: ThreadOrder) => {
  Object.assign(process.env, assignmentVariable(assignment));
  installGraderHooks(assignment.view, assignment.folder);
  for (const grader of graders) await runGrader(grader, assignment);
  // Whoever started this thread ends it by force, so what was compiled has to be kept by now.
  flushCompileCache();
  parentPort?.postMessage({ references: [...referencesLoaded] } satisfies ThreadAnswer);
});

const ahead = workerData as ThreadData;
if (ahead.length > 0) {
  installGraderHooks(solutionView, '');
  for (const url of ahead) await import(url);
}

async function runGrader(file: string, { record, view }: Assignment): Promise<void> {
  appendHappening(record, { file, state: 'loading' });
  try {
    await import(pathToFileURL(join(root, file)).href);
  } catch (thrown) {
    takeCollected();
    const error = describeLoadFailure(asError(thrown), view);
    return appendHappening(record, { file, state: 'unloaded', error });
  }
  for (const { run } of takeCollected()) {
    try {
      await run();
    } catch {
      // It is on record.
    }
  }
}

/** A file's first lines may throw anything. */
function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(`thrown: ${showValue(thrown)}`);
}
