/**
 * Runs a tool without a process: arguments in, text and exit code out.
 */
import type { Env } from '#env/env.ts';
import type { Terminal } from '#env/terminal.ts';
import type { SimBroker } from '../broker/sim-broker.ts';

const utf8 = new TextDecoder();

export interface Tool {
  main(env: Env, terminal: Terminal): Promise<number>;
}

export interface ToolOutcome {
  readonly out: string;
  readonly err: string;
  readonly exitCode: number;
}

export interface ToolInput {
  readonly lines?: readonly string[];
  readonly interactive?: boolean;
}

/** Runs a tool in an Env that needs nobody to make its time pass. */
export async function runTool(
  env: Env,
  tool: Tool,
  args: readonly string[],
  { lines = [], interactive = false }: ToolInput = {},
): Promise<ToolOutcome> {
  const texts = { out: '', err: '' };
  const terminal: Terminal = {
    args,
    out: (content) => {
      texts.out += typeof content === 'string' ? content : utf8.decode(content);
    },
    err: (text) => {
      texts.err += text;
    },
    async *lines() {
      yield* lines;
    },
    variable: () => undefined,
    onInterrupt: () => {},
    interactive,
  };
  const exitCode = await tool.main(env, terminal);
  return { ...texts, exitCode };
}

/** Runs a tool on a machine beside the broker's, against the broker. */
export function runBeside(
  sim: SimBroker,
  tool: Tool,
  args: readonly string[],
  input?: ToolInput,
): Promise<ToolOutcome> {
  const { env } = sim.world.node('client');
  const all = ['--bootstrap-server', 'broker-1:9092', ...args];
  return sim.complete(runTool(env, tool, all, input));
}

/** What a tool says when all goes well. */
export const said = (out: string): ToolOutcome => ({ out, err: '', exitCode: 0 });

/** Writes a text file on the machine that the tools run on. */
export function writeText(env: Env, path: string, text: string): void {
  const file = env.disk.open(path, 'create');
  file.truncate(0);
  file.write(0, new TextEncoder().encode(text));
  file.close();
}
