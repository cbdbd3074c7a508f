/**
 * Runs graders over many views, quickly: a few threads, each with a module graph for each trial.
 * The outcome is that of `runGraders`, which takes a process for each; a test holds one to the
 * other.
 *
 * A thread whose behaviour never comes back is ended from here, and another one goes on with the
 * behaviours after it.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Chapter } from '../chapter.ts';
import type { View } from '../view.ts';
import { appendHappening, type Happening, readHappenings } from './happening.ts';
import type { TrialAnswer, TrialOrder } from './trial-worker.ts';

export interface TrialOutcome {
  readonly happenings: readonly Happening[];
  /** By grader, the behaviours it states; those of a trial that hung are not all in it. */
  readonly behaviours: Readonly<Record<string, readonly string[]>>;
  readonly tookMs: Readonly<Record<string, number>>;
  /** From its start to its end. */
  readonly wholeMs: number;
}

export interface TrialRequest {
  readonly chapter: Chapter;
  readonly view: View;
  /** Paths of the graders to run. */
  readonly graders: readonly string[];
  /** Whether it shares no file of the view with other trials: slower, and sure. */
  readonly apart?: boolean;
}

/** How much processor time may go without anything being written down, loading included. */
const QUIET_CPU_MS = 6_000;
/** How long that may take, on a machine that is busy with other things. */
const QUIET_LIMIT_MS = 90_000;

/** Each trial leaves a module graph behind in its thread. */
const MOST_TRIALS = 40;

export class TrialPool {
  readonly #size: number;
  readonly #waiting: (() => void)[] = [];
  readonly #idle: Worker[] = [];
  readonly #trialsOf = new WeakMap<Worker, number>();
  #busy = 0;
  #trials = 0;

  /** Of so many threads, started when they are first needed. */
  constructor(size: number) {
    this.#size = size;
  }

  async run(request: TrialRequest): Promise<TrialOutcome> {
    while (this.#busy >= this.#size) {
      await new Promise<void>((resolve) => {
        // A trial apart is the second look at one that has had its turn.
        if (request.apart) this.#waiting.unshift(resolve);
        else this.#waiting.push(resolve);
      });
    }
    this.#busy++;
    const directory = mkdtempSync(join(tmpdir(), 'gregor-trial-'));
    try {
      return await this.#runAll(request, join(directory, 'happenings.jsonl'));
    } finally {
      rmSync(directory, { recursive: true, force: true });
      this.#busy--;
      this.#waiting.shift()?.();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((worker) => worker.terminate()));
  }

  /** Again and again without what has had its turn, until a thread gets to the end. */
  async #runAll(request: TrialRequest, record: string): Promise<TrialOutcome> {
    const { chapter, view, graders, apart = false } = request;
    const all = chapter.tasks.flatMap(({ behaviours }) => behaviours.map(({ id }) => id));
    const startedAt = performance.now();
    for (let before = -1; ; ) {
      const happenings = readHappenings(record);
      const seen = new Set(happenings.flatMap((one) => ('id' in one ? [one.id] : [])));
      const wholeMs = performance.now() - startedAt;
      const none = { happenings, behaviours: {}, tookMs: {}, wholeMs };
      if (seen.size === before) return none; // Twice ended before any behaviour began.
      before = seen.size;
      const only = all.filter((id) => !seen.has(id));
      const assignment = { folder: chapter.folder, view, record, only };
      const answer = await this.#runOnce({ trial: ++this.#trials, assignment, graders, apart });
      if (answer !== undefined) return outcomeOf(answer, record, startedAt);
      noteHung(record);
    }
  }

  /** Undefined where the thread had to be ended, or ended itself. */
  #runOnce(order: TrialOrder): Promise<TrialAnswer | undefined> {
    const worker = this.#idle.pop() ?? startWorker();
    return new Promise((resolve) => {
      const watchdog = watch(worker, order.assignment.record, () => finish(undefined));
      const finish = (answer: TrialAnswer | undefined) => {
        clearInterval(watchdog);
        for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
        if (answer === undefined) void worker.terminate().then(() => resolve(undefined));
        else {
          this.#retain(worker);
          resolve(answer);
        }
      };
      worker.once('message', finish);
      worker.once('error', () => finish(undefined));
      worker.once('exit', () => finish(undefined));
      worker.postMessage(order);
    });
  }

  #retain(worker: Worker): void {
    const trials = (this.#trialsOf.get(worker) ?? 0) + 1;
    this.#trialsOf.set(worker, trials);
    if (trials < MOST_TRIALS) this.#idle.push(worker);
    else void worker.terminate();
  }
}

/** What had begun and not ended when the thread was ended. */
function noteHung(record: string): void {
  const happenings = readHappenings(record);
  const last = happenings.findLast((one) => 'id' in one);
  if (last?.state !== 'started' && last?.state !== 'printed') return;
  const error = { name: 'Hung', message: 'it had to be ended', stack: '' };
  appendHappening(record, { id: last.id, state: 'failed', error });
}

function outcomeOf(answer: TrialAnswer, record: string, startedAt: number): TrialOutcome {
  const { behaviours, tookMs } = answer;
  const wholeMs = performance.now() - startedAt;
  return { happenings: readHappenings(record), behaviours, tookMs, wholeMs };
}

function startWorker(): Worker {
  return new Worker(new URL('./trial-worker.ts', import.meta.url), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
    stdout: true,
    stderr: true,
  });
}

/** Calls `bite` when the record has not grown for too long. */
function watch(worker: Worker, record: string, bite: () => void): NodeJS.Timeout {
  let size = -1;
  let since = 0;
  let cpuSince = 0;
  return setInterval(async () => {
    const cpuMs = await processorTime(worker);
    const now = existsSync(record) ? statSync(record).size : 0;
    if (now !== size) {
      size = now;
      since = performance.now();
      cpuSince = cpuMs;
    } else if (cpuMs - cpuSince > QUIET_CPU_MS || performance.now() - since > QUIET_LIMIT_MS) {
      bite();
    }
  }, 200);
}

/** 0 of a thread that is gone. */
async function processorTime(worker: Worker): Promise<number> {
  try {
    const { user, system } = await worker.cpuUsage();
    return (user + system) / 1_000;
  } catch {
    return 0;
  }
}
