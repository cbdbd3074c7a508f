/**
 * A thread in which trials run, one after the other (trial-pool.ts starts it): loads the graders
 * of each over its own view, and runs their behaviours in order. What happens is written down by
 * the behaviours themselves, as in `npm test chapter-NN`.
 */
import { relative } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { root } from '../view.ts';
import { type Assignment, assignmentVariable } from './assignment.ts';
import { describeFailure } from './describe-failure.ts';
import { appendHappening } from './happening.ts';
import { beginTrial, installTrialHooks, trialUrl } from './trial-hooks.ts';
import { type CollectedTest, takeCollected } from './trial-tests.ts';

/** What the pool asks for. */
export interface TrialOrder {
  readonly trial: number;
  readonly assignment: Assignment;
  /** Paths of the graders. */
  readonly graders: readonly string[];
  /** Whether it shares no file of the view with other trials. */
  readonly apart: boolean;
}

/** What it is told when all behaviours have had their turn. */
export interface TrialAnswer {
  readonly trial: number;
  /** By grader, the behaviours it states. */
  readonly behaviours: Readonly<Record<string, readonly string[]>>;
  /** The processor time that each behaviour took. */
  readonly tookMs: Readonly<Record<string, number>>;
}

installTrialHooks();
process.on('unhandledRejection', () => {
  // Somebody's forgotten promise; the behaviour that it belongs to fails, or doesn't, by itself.
});
parentPort?.on('message', async (order: TrialOrder) => {
  parentPort?.postMessage(await tryOut(order));
});

async function tryOut({ trial, assignment, graders, apart }: TrialOrder): Promise<TrialAnswer> {
  Object.assign(process.env, assignmentVariable(assignment));
  beginTrial(trial, assignment.view, { apart });
  const tests: CollectedTest[] = [];
  const behaviours: Record<string, string[]> = {};
  for (const grader of graders) {
    const stated = await loadGrader(trial, grader, assignment);
    behaviours[grader] = stated.map(({ name }) => name);
    tests.push(...stated);
  }
  const tookMs: Record<string, number> = {};
  for (const { name, run } of tests) {
    const before = process.threadCpuUsage();
    try {
      await run();
    } catch {
      // It is on record.
    }
    const { user, system } = process.threadCpuUsage(before);
    tookMs[name] = (user + system) / 1_000;
  }
  return { trial, behaviours, tookMs };
}

async function loadGrader(
  trial: number,
  grader: string,
  { record, view }: Assignment,
): Promise<CollectedTest[]> {
  try {
    await import(trialUrl(trial, grader));
  } catch (thrown) {
    const file = relative(root, grader).replaceAll('\\', '/');
    appendHappening(record, { file, state: 'unloaded', error: describeFailure(thrown, view, []) });
  }
  return takeCollected();
}
