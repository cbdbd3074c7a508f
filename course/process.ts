/**
 * Programs that a command runs: the tools in node_modules, by the Node that runs now.
 *
 * Each is started as `node path/to/tool.js`: no shell, no PATH, no `.cmd` files on Windows.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './view.ts';

const programs = {
  biome: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'],
  tsc: ['node_modules/typescript/bin/tsc', '-p', '.'],
  /** The type check of a project elsewhere: its directory follows. */
  types: ['node_modules/typescript/bin/tsc', '-p'],
  vitest: ['node_modules/vitest/vitest.mjs', 'run'],
  stubs: ['course/commands/stubs.ts'],
} as const;

export type Program = keyof typeof programs;

export interface Finished {
  /** The exit code; 1 where a signal ended it. */
  readonly code: number;
  /** What it wrote to both its outputs, where these were collected. */
  readonly output: string;
}

export interface RunOptions {
  /** `collect` keeps what it writes; `show` lets it write to this terminal. */
  readonly output: 'collect' | 'show';
  readonly variables?: Readonly<Record<string, string>>;
  /** When it is ended, as a program that is not coming back. */
  readonly limitMs?: number;
  /** Ends it, as nobody waits for it any more. */
  readonly signal?: AbortSignal | undefined;
}

export function run(
  program: Program,
  args: readonly string[],
  { output, variables = {}, limitMs, signal }: RunOptions,
): Promise<Finished> {
  const [path, ...first] = programs[program];
  const child = spawn(process.execPath, [join(root, path), ...first, ...args], {
    cwd: root,
    env: { ...process.env, ...variables },
    killSignal: 'SIGKILL',
    ...(limitMs === undefined ? {} : { timeout: limitMs }),
    stdio: output === 'show' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  const end = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', end, { once: true });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      signal?.removeEventListener('abort', end);
      resolve({ code: code ?? 1, output: text });
    });
  });
}
