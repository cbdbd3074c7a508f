/**
 * The process in which graders run, and with them the learner's code: nothing that it does can
 * harm whoever started it. It speaks by messages, and for one run or many:
 *
 *     parent ── { assignment, files, changed } ──► here: vitest, kept warm between runs
 *            ◄── { cpuMs } ──                      again and again
 *            ◄── { trouble } ──                    what happened is in assignment.record by then
 *
 * Vitest itself runs in the main thread, the code under test in a thread of its own.
 */
import { join } from 'node:path';
import { createVitest, type Vitest } from 'vitest/node';
import { root } from '../view.ts';
import { type Assignment, assignmentVariable } from './assignment.ts';
import { gradingConfig } from './grading-config.ts';

export interface RunOrder {
  readonly assignment: Assignment;
  /** The graders to run, as in `graders/00-wire/0-1-numbers.grader.ts`. */
  readonly graders: readonly string[];
  /** Paths of files that were saved since the last run. */
  readonly changed: readonly string[];
}

/** Sent while it works: processor time used so far. A busy machine makes it slow, not hung. */
export interface Heartbeat {
  readonly cpuMs: number;
}

export interface RunAnswer {
  /** What went wrong outside of any behaviour, in vitest's words. */
  readonly trouble: readonly string[];
}

/** Each view has a vitest of its own, which is kept; the one used last is the last. */
const vitests = new Map<string, Vitest>();
const MOST_VITESTS = 3;

process.on('message', async (order: RunOrder) => {
  try {
    process.send?.({ trouble: await runGraders(order) } satisfies RunAnswer);
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.send?.({ trouble: [words] } satisfies RunAnswer);
  }
});
const HEARTBEAT_MS = 200;
setInterval(() => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1_000 } satisfies Heartbeat);
}, HEARTBEAT_MS).unref();
// A parent that is gone wants no answer.
process.on('disconnect', () => process.exit());

async function runGraders({ assignment, graders, changed }: RunOrder): Promise<string[]> {
  Object.assign(process.env, assignmentVariable(assignment));
  const vitest = await vitestFor(assignment);
  for (const one of vitests.values()) for (const path of changed) one.invalidateFile(path);
  const project = vitest.getRootProject();
  const specifications = graders.map((file) => project.createSpecification(join(root, file)));
  vitest.state.clearErrors();
  const { unhandledErrors } = await vitest.runTestSpecifications(specifications, false);
  return unhandledErrors.map((error) => messageOf(error));
}

async function vitestFor(assignment: Assignment): Promise<Vitest> {
  const { learnerTree, learnerFiles } = assignment.view;
  const key = [assignment.folder, learnerTree, ...learnerFiles].join('\n');
  const vitest = vitests.get(key) ?? (await startVitest(assignment));
  vitests.delete(key);
  vitests.set(key, vitest);
  const [oldest] = vitests;
  if (vitests.size > MOST_VITESTS && oldest !== undefined) {
    vitests.delete(oldest[0]);
    await oldest[1].close();
  }
  return vitest;
}

function messageOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: unknown };
  return cause === undefined ? String(message) : `${message} ${messageOf(cause)}`;
}

async function startVitest(assignment: Assignment): Promise<Vitest> {
  const { test, plugins } = gradingConfig(assignment);
  return createVitest(
    'test',
    { ...test, config: false, watch: false },
    {
      plugins,
      logLevel: 'silent',
      server: { watch: null },
      optimizeDeps: { noDiscovery: true },
    },
  );
}
