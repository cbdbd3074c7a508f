/**
 * The process of graders as its parent sees it: started, given work, watched over, ended.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../view.ts';
import type { RunAnswer, RunOrder } from './grading-process.ts';
import type { GradingLimits } from './run-graders.ts';

export interface RunEnd {
  /** `hung`: nothing happened any more, so it was killed. `gone`: it ended by itself. */
  readonly how: 'done' | 'hung' | 'gone';
  readonly trouble: readonly string[];
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

  /** Starts the process ahead of its first work. */
  constructor() {
    this.#start();
  }

  /** Gives it work and waits for its end; a process that was ended is started anew. */
  run(order: RunOrder, limits: GradingLimits): Promise<RunEnd> {
    const child = this.#child ?? this.#start();
    this.#words = '';
    return new Promise((resolve) => {
      const finish = (end: RunEnd) => {
        clearInterval(watchdog);
        child.removeAllListeners('message').removeAllListeners('exit');
        if (end.how !== 'done' || end.trouble.length > 0) this.end();
        resolve(end);
      };
      const watchdog = watch(order.assignment.record, limits, () =>
        finish({ how: 'hung', trouble: [] }),
      );
      child.on('message', ({ trouble }: RunAnswer) => finish({ how: 'done', trouble }));
      child.on('exit', (code, signal) => {
        const words = this.#words.trim() || `exit code ${code ?? signal}`;
        finish({ how: 'gone', trouble: [words] });
      });
      child.send(order);
    });
  }

  /** Ends the process, whatever it is doing. */
  end(): void {
    this.#child?.removeAllListeners();
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  #start(): ChildProcess {
    const program = fileURLToPath(new URL('./grading-process.ts', import.meta.url));
    const child = fork(program, {
      cwd: root,
      execArgv: ['--expose-gc', `--max-old-space-size=${MOST_MEGABYTES}`, '--no-warnings'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', NODE_COMPILE_CACHE: compileCache },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#words = (this.#words + text).slice(-MOST_WORDS);
      });
    }
    this.#child = child;
    return child;
  }
}

/** Calls `bite` when the record has not grown for as long as the limits say. */
function watch(record: string, limits: GradingLimits, bite: () => void): NodeJS.Timeout {
  let size = 0;
  let since = performance.now();
  return setInterval(() => {
    const now = statSync(record, { throwIfNoEntry: false })?.size ?? 0;
    if (now !== size) {
      size = now;
      since = performance.now();
    } else if (performance.now() - since > (size === 0 ? limits.startMs : limits.quietMs)) {
      bite();
    }
  }, WATCH_MS);
}
