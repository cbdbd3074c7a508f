/**
 * A tool's life as a process: from the first import to the exit code.
 *
 * Node keeps the compiled form of what it loads from now on (`module.enableCompileCache`, in its
 * usual place; NODE_COMPILE_CACHE moves it), so a second start skips stripping types and parsing.
 * That is why everything heavy is imported below, after the cache is on, and why an entry point
 * imports nothing but this.
 *
 * Invariant: the exit code is the tool's own; 1 where it failed by an error. The process ends by
 * itself when nothing is left to do, so output that is still on its way is never cut off.
 */
import { enableCompileCache } from 'node:module';
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';

export interface Tool {
  main(env: Env, terminal: Terminal): Promise<number>;
}

/** Runs the tool that `load` picks by the process's arguments, in the real world. */
export async function runProcess(load: (name: string) => Promise<Tool | string>): Promise<void> {
  enableCompileCache();
  process.stdout.on('error', endQuietlyWithoutReader);
  const { createNodeTerminal } = await import('#env/node/node-terminal.ts');
  const terminal = createNodeTerminal();
  const [name = '', ...args] = terminal.args;
  try {
    const tool = await load(name);
    if (typeof tool === 'string') throw new UsageError(tool);
    const { createNodeEnv } = await import('#env/node/node-env.ts');
    process.exitCode = await tool.main(createNodeEnv(), { ...terminal, args });
  } catch (error) {
    terminal.err(`${describe(error)}\n`);
    process.exitCode = 1;
  }
}

class UsageError extends Error {}

/** What an operator can act on needs no stack; what only a developer understands does. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const foreseen = ['UsageError', 'DiskError', 'NetworkError'].includes(error.constructor.name);
  return foreseen ? error.message : (error.stack ?? error.message);
}

/** `kafka-dump-log … | head` closes the pipe early: that is no failure. */
function endQuietlyWithoutReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
}
