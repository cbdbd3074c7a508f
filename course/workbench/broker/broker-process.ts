/**
 * The learner's broker as the workbench runs it: `npm run broker` in a process of its own, its log
 * kept, and ended with the workbench.
 *
 *     stopped ─ start ─► starting ─ it says where it listens ─► running ─ stop ─► stopping ─► stopped
 *                            └───────────────┬─────────────────────┘
 *                                   it ends by itself ─► failed
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { root } from '../../view.ts';
import type { BrokerState } from '../messages.ts';
import { LogLines } from './log-lines.ts';

/** A broker that does not end in this time is not coming back. */
const STOP_MS = 10_000;
/** What it says when clients may come. */
const LISTENS = / is listening on /;

export interface BrokerOptions {
  /** Arguments of `npm run broker`: whose code, and `--override`s. */
  readonly args: readonly string[];
  readonly host: string;
  readonly port: number;
}

export interface BrokerListener {
  changed(): void;
  /** Lines of its log; `null` where a new log begins. */
  logged(lines: readonly string[] | null): void;
}

export class BrokerProcess {
  readonly #options: BrokerOptions;
  readonly #listener: BrokerListener;
  readonly #log: LogLines;
  #child: ChildProcess | undefined;
  #state: BrokerState = 'stopped';
  #says: string | undefined;

  constructor(options: BrokerOptions, listener: BrokerListener) {
    this.#options = options;
    this.#listener = listener;
    this.#log = new LogLines((lines) => listener.logged(lines));
  }

  get state(): BrokerState {
    return this.#state;
  }

  /** What went wrong, where it failed. */
  get says(): string | undefined {
    return this.#says;
  }

  get log(): readonly string[] {
    return this.#log.lines;
  }

  get address(): string {
    return `${this.#options.host}:${this.#options.port}`;
  }

  /** Starts it, where it is not there already. */
  async start(): Promise<void> {
    if (this.#state !== 'stopped' && this.#state !== 'failed') return;
    this.#log.clear();
    this.#listener.logged(null);
    this.#become('starting');
    const { host, port } = this.#options;
    const taken = await isTaken(host, port);
    // It may have been stopped while that was asked.
    if (this.state === 'starting') this.#spawnUnless(taken ? takenSentence(port) : undefined);
  }

  /** Ends it, and resolves when it has gone. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) {
      if (this.#state === 'starting') this.#become('stopped');
      return;
    }
    this.#become('stopping');
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    const last = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await gone;
    clearTimeout(last);
  }

  /** Ends it at once. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  #spawnUnless(trouble: string | undefined): void {
    if (trouble !== undefined) this.#become('failed', trouble);
    else this.#spawn();
  }

  #spawn(): void {
    const file = join(root, 'bootstrap.mjs');
    const args = ['--max-semi-space-size=64', file, 'broker', ...this.#options.args];
    const child = spawn(process.execPath, args, {
      cwd: root,
      // By this the bootstrap ends the broker when this process has gone without a word.
      env: { ...process.env, NO_COLOR: '1', npm_lifecycle_event: 'broker' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#log.add(text);
        if (this.#state === 'starting' && LISTENS.test(text)) this.#become('running');
      });
    }
    child.on('error', (error) => this.#ended(error.message));
    child.on('close', (code, signal) => this.#ended(`It ended by itself (${signal ?? code}).`));
  }

  #ended(why: string): void {
    if (this.#child === undefined) return;
    this.#child = undefined;
    this.#log.flush();
    if (this.#state === 'stopping') this.#become('stopped');
    else this.#become('failed', `${why} Its last lines say more.`);
  }

  #become(state: BrokerState, says?: string): void {
    this.#state = state;
    this.#says = says;
    this.#listener.changed();
  }
}

function takenSentence(port: number): string {
  return (
    `Port ${port} is taken: another broker runs there, perhaps one of yours in a terminal ` +
    '(npm run broker). End that one, and start this again.'
  );
}

/** Whether somebody listens there. */
function isTaken(host: string, port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', () => resolve(true));
    probe.listen(port, host, () => probe.close(() => resolve(false)));
  });
}
