/**
 * The process in which graders run, and with them the learner's code: nothing that it does can
 * harm whoever started it. It speaks by messages, and for one run or many:
 *
 *     parent ── { assignment, graders } ──► here: a new thread for each run, started ahead
 *            ◄── { cpuMs } ──               again and again
 *            ◄── { trouble } ──             what happened is in assignment.record by then
 *
 * A run that may be cancelled has the next thread made ready beside it: `{ cancel }` ends its own,
 * and whatever is asked for then finds a warm one.
 *
 * The code under test runs in the thread, so this one can always say how much processor time has
 * gone. A run leaves nothing behind for the next: not a module, not a timer, not a byte.
 */
import { Worker } from 'node:worker_threads';
import type { Assignment } from './assignment.ts';
import type { ThreadAnswer, ThreadData, ThreadOrder } from './grading-thread.ts';

export interface RunOrder {
  readonly assignment: Assignment;
  /** The graders to run, as in `graders/00-wire/0-1-numbers.grader.ts`. */
  readonly graders: readonly string[];
  readonly mayBeCancelled?: boolean;
}

/** Ends the run that is under way, if there is one; it is answered as any other. */
export interface Cancellation {
  readonly cancel: true;
}

/** Sent while it works: processor time used so far. A busy machine makes it slow, not hung. */
export interface Heartbeat {
  readonly cpuMs: number;
}

export interface RunAnswer {
  /** What went wrong outside of any behaviour, in Node's words. */
  readonly trouble: readonly string[];
  /** Whether it waited, and nothing was left that could wake it. */
  readonly isAsleep: boolean;
}

/** Memory for the code; the machine is not to be taken down with it. */
const MOST_MEGABYTES = 1_024;
const HEARTBEAT_MS = 200;

/** How a thread ends by itself where all that it could do is wait. */
const ASLEEP = [0, 13];

let references: ThreadData = [];
let ready = startThread();
let running: Worker | undefined;

process.on('message', async (order: RunOrder | Cancellation) => {
  if ('cancel' in order) return void running?.terminate();
  running = ready;
  const next = order.mayBeCancelled ? startThread() : undefined;
  const answer = await runInThread(running, order);
  running = undefined;
  process.send?.(answer);
  ready = next ?? startThread();
});
setInterval(() => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1_000 } satisfies Heartbeat);
}, HEARTBEAT_MS).unref();
// A parent that is gone wants no answer.
process.on('disconnect', () => process.exit());

function startThread(): Worker {
  const thread = new Worker(new URL('./grading-thread.ts', import.meta.url), {
    workerData: references,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    stdout: true,
    stderr: true,
  });
  // What a thread says before it has work, it says again when it gets none done.
  thread.on('error', () => {});
  return thread;
}

async function runInThread(thread: Worker, order: ThreadOrder): Promise<RunAnswer> {
  const answer = await new Promise<RunAnswer>((resolve) => {
    const end = (trouble: readonly string[], isAsleep = false) => resolve({ trouble, isAsleep });
    thread.once('message', (done: ThreadAnswer) => {
      references = done.references;
      end([]);
    });
    thread.once('error', (error) => end([wordsOf(error)]));
    thread.once('exit', (code) =>
      end([`the thread ended with exit code ${code}`], ASLEEP.includes(code)),
    );
    thread.postMessage(order);
  });
  void thread.terminate();
  return answer;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
