/**
 * The process of graders as its parent sees it: started, given work, watched over, ended.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../view.ts';
import type { Cancellation, Heartbeat, RunAnswer, RunOrder } from './grading-process.ts';
import type { GradingLimits } from './run-graders.ts';

export interface RunEnd {
  /**
   * `hung`: nothing happened any more, so it was killed. `gone`: it ended by itself. `asleep`: it
   * waited for what nothing could bring any more.
   */
  readonly how: 'done' | 'hung' | 'gone' | 'asleep';
  readonly trouble: readonly string[];
}

/** A run was given up: whoever asked for it wants its answer no more. */
export class GradingCancelled extends Error {
  override readonly name = 'GradingCancelled';

  constructor() {
    super('The grading was cancelled.');
  }
}

/** Memory for the code of each thread; the machine is not to be taken down with it. */
const MOST_MEGABYTES = 1_024;
const WATCH_MS = 100;
/** What Node has compiled, and stripped of types: half a second of every start. */
const compileCache = join(root, '.gregor', 'cache', 'node');
const MOST_WORDS = 4_000;

export class Grading {
  #child: ChildProcess | undefined;
  #words = '';
  #cpuMs = 0;
  #ended = false;
  #giveUp: (() => void) | undefined;

  /** Starts the process ahead of its first work. */
  constructor() {
    this.#start();
  }

  /**
   * Gives it work and waits for its end; a process that had to be killed is started anew. Rejects
   * with GradingCancelled where the signal is aborted or this is ended before that; after an abort
   * the process stays, with a thread that is warm.
   */
  async run(order: RunOrder, limits: GradingLimits, signal?: AbortSignal): Promise<RunEnd> {
    if (this.#ended || signal?.aborted) throw new GradingCancelled();
    const child = this.#child ?? this.#start();
    this.#words = '';
    const cancel = () => child.connected && child.send({ cancel: true } satisfies Cancellation);
    signal?.addEventListener('abort', cancel);
    try {
      const end = await this.#outcomeOf(child, order, limits, signal);
      if (this.#ended || signal?.aborted) throw new GradingCancelled();
      return end;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  #outcomeOf(
    child: ChildProcess,
    order: RunOrder,
    limits: GradingLimits,
    signal: AbortSignal | undefined,
  ): Promise<RunEnd> {
    return new Promise((resolve) => {
      const finish = (end: RunEnd) => {
        clearInterval(watchdog);
        this.#giveUp = undefined;
        for (const event of ['message', 'exit', 'error']) child.removeAllListeners(event);
        child.on('error', () => {});
        if (end.how !== 'done' || end.trouble.length > 0) this.#kill();
        resolve(end);
      };
      this.#giveUp = () => finish({ how: 'gone', trouble: [] });
      const watchdog = watch(
        order.assignment.record,
        limits,
        () => this.#cpuMs,
        () => finish({ how: 'hung', trouble: [] }),
      );
      child.on('message', (message: RunAnswer | Heartbeat) => {
        if ('cpuMs' in message) this.#cpuMs = message.cpuMs;
        else if (signal?.aborted) finish({ how: 'done', trouble: [] });
        else finish({ how: message.isAsleep ? 'asleep' : 'done', trouble: message.trouble });
      });
      child.on('exit', (code, signal) => {
        const words = this.#words.trim() || `exit code ${code ?? signal}`;
        finish({ how: 'gone', trouble: [words] });
      });
      child.on('error', ({ message }) => finish({ how: 'gone', trouble: [message] }));
      child.send(signal === undefined ? order : { ...order, mayBeCancelled: true });
    });
  }

  /** Has a process ready for the next work, where the last one had to be ended. */
  warmUp(): void {
    if (this.#child === undefined && !this.#ended) this.#start();
  }

  /** Ends the process, whatever it is doing, for good: none is started any more. */
  end(): void {
    this.#ended = true;
    this.#giveUp?.();
    this.#kill();
  }

  #kill(): void {
    this.#child?.removeAllListeners().on('error', () => {});
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  #start(): ChildProcess {
    const program = fileURLToPath(new URL('./grading-process.ts', import.meta.url));
    const child = fork(program, {
      cwd: root,
      execArgv: ['--expose-gc', `--max-old-space-size=${MOST_MEGABYTES}`, '--no-warnings'],
      env: {
        ...withoutVitests(process.env),
        NO_COLOR: '1',
        FORCE_COLOR: '0',
        NODE_COMPILE_CACHE: compileCache,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#words = (this.#words + text).slice(-MOST_WORDS);
      });
    }
    // One that can't be started says so to the run that waits for it.
    child.on('error', () => {});
    this.#child = child;
    this.#cpuMs = 0;
    return child;
  }
}

/** Vitest's own variables stay out: a test of the graders runs in vitest itself. */
function withoutVitests(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(variables).filter(
      ([name]) => !/^(VITEST|NODE_ENV$|NODE_OPTIONS$|TEST$)/.test(name),
    ),
  );
}

/** Calls `bite` when the record has not grown for as long as the limits say. */
function watch(
  record: string,
  { startMs, quietMs, quietCpuMs }: GradingLimits,
  cpuMs: () => number,
  bite: () => void,
): NodeJS.Timeout {
  let size = 0;
  let since = performance.now();
  let cpuSince = cpuMs();
  return setInterval(() => {
    const now = statSync(record, { throwIfNoEntry: false })?.size ?? 0;
    if (now !== size) {
      size = now;
      since = performance.now();
      cpuSince = cpuMs();
      return;
    }
    const waited = performance.now() - since;
    if (size === 0 ? waited > startMs : waited > quietMs || cpuMs() - cpuSince > quietCpuMs) bite();
  }, WATCH_MS);
}
