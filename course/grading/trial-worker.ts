/**
 * A thread in which trials run, one after the other (trial-pool.ts starts it): loads the graders
 * of each over its own view, and runs their behaviours in order. What happens is written down by
 * the behaviours themselves, as in `npm test chapter-NN`.
 *
 * A promise that never settles is found by the thread's idleness: in a simulated world something
 * is always to be done until a behaviour has ended.
 */
import { relative } from 'node:path';
import { performance } from 'node:perf_hooks';
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
}

/** What it is told when all behaviours have had their turn. */
export interface TrialAnswer {
  readonly trial: number;
  /** By grader, the behaviours it states. */
  readonly behaviours: Readonly<Record<string, readonly string[]>>;
  /** How long each behaviour took. */
  readonly tookMs: Readonly<Record<string, number>>;
}

/** As long as nothing happens while a behaviour is waited for, it is waited for in vain. */
const IDLE_LIMIT_MS = 500;
const IDLE_CHECK_MS = 100;

installTrialHooks();
process.on('unhandledRejection', () => {
  // Somebody's forgotten promise; the behaviour that it belongs to fails, or doesn't, by itself.
});
parentPort?.on('message', async (order: TrialOrder) => {
  parentPort?.postMessage(await tryOut(order));
});

async function tryOut({ trial, assignment, graders }: TrialOrder): Promise<TrialAnswer> {
  Object.assign(process.env, assignmentVariable(assignment));
  beginTrial(trial, assignment.view);
  const tests: CollectedTest[] = [];
  const behaviours: Record<string, string[]> = {};
  for (const grader of graders) {
    const stated = await loadGrader(trial, grader, assignment);
    behaviours[grader] = stated.map(({ name }) => name);
    tests.push(...stated);
  }
  const tookMs: Record<string, number> = {};
  for (const { name, run } of tests) {
    const startedAt = performance.now();
    await untilSettledOrIdle(run);
    tookMs[name] = performance.now() - startedAt;
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

/** Whether it passed is on record already. */
async function untilSettledOrIdle(run: () => unknown): Promise<void> {
  let watch: NodeJS.Timeout | undefined;
  const idle = new Promise<void>((resolve) => {
    let last = performance.eventLoopUtilization();
    let idleMs = 0;
    watch = setInterval(() => {
      const now = performance.eventLoopUtilization();
      const since = performance.eventLoopUtilization(now, last);
      last = now;
      idleMs = since.utilization < 0.05 ? idleMs + since.idle : 0;
      if (idleMs >= IDLE_LIMIT_MS) resolve();
    }, IDLE_CHECK_MS);
  });
  const settled = Promise.resolve()
    .then(run)
    .catch(() => {});
  await Promise.race([settled, idle]);
  clearInterval(watch);
}
