/**
 * What a line of the interop table is made of.
 *
 * A check is one client doing one thing to a broker. It passes by returning (the words it returns
 * are shown) and fails by throwing. Checks do not know whether the broker is Gregor or Kafka: run
 * with `--target kafka` every one of them must pass, or the check is wrong.
 *
 * Invariant: nothing is skipped in silence. A check whose client is missing is a line of the
 * table, with the reason.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrokerKind, BrokerProcess } from './kafka/broker-process.ts';
import { repositoryRoot } from './kafka/jars.ts';
import type { JavaTools, ToolResult } from './kafka/java-tools.ts';
import { kcat } from './kafka/kcat.ts';
import { type ProcessResult, runProcess } from './kafka/run-process.ts';

export interface Check {
  readonly client: string;
  readonly action: string;
  /** What must be there; without it the check is skipped, aloud. */
  readonly needs: readonly Need[];
  run(context: CheckContext): Promise<string | undefined>;
}

export type Need = 'jars' | 'kcat' | 'gregor';

/** What all checks of one run share. */
export interface World {
  readonly target: BrokerKind;
  readonly broker: BrokerProcess;
  readonly tools: JavaTools;
  /** A directory for this run alone, removed at its end. */
  readonly workDirectory: string;
  /** Another broker of the kind that is checked. */
  startTarget(options: StartOptions): Promise<BrokerProcess>;
  /** A real Kafka. */
  startKafka(options: StartOptions): Promise<BrokerProcess>;
  /** The real Kafka that runs beside the target, for the tools; started when first asked for. */
  realKafka(): Promise<BrokerProcess>;
  /** How often a broker is killed in the crash check. */
  readonly kills: number;
  /** Ends all that runs for all checks. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly dataDirectory: string;
  readonly port: number;
  readonly controllerPort: number;
  readonly properties?: Readonly<Record<string, string>>;
  /** How much a real Kafka tells; `warn` when left out. */
  readonly logLevel?: 'warn' | 'info';
}

/** One check's hands: it knows the exit code of the last program that it ran. */
export class CheckContext {
  exitCode: number | undefined;
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  get bootstrap(): string {
    return this.world.broker.bootstrap;
  }

  /** Runs one of Kafka's tools with `--bootstrap-server`, and expects an exit code. */
  async java(
    tool: string,
    args: readonly string[],
    options: { stdin?: string; exits?: number; bootstrap?: string } = {},
  ): Promise<ToolResult> {
    const bootstrap = ['--bootstrap-server', options.bootstrap ?? this.bootstrap];
    return this.program(tool, [...bootstrap, ...args], options);
  }

  /** Runs a Java program, or a tool that talks to no broker, with exactly these arguments. */
  async program(
    tool: string,
    args: readonly string[],
    options: { stdin?: string; exits?: number; timeoutMs?: number } = {},
  ): Promise<ToolResult> {
    const { stdin, timeoutMs } = options;
    const result = await this.world.tools.run({
      tool,
      args,
      ...(stdin === undefined ? {} : { stdin }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
    // A refusal that was asked for is no exit code to show.
    this.exitCode = result.exitCode === options.exits ? 0 : result.exitCode;
    const said = `${result.stdout}\n${result.stderr}`.trim();
    const shown = [tool, ...args].join(' ');
    assert.equal(result.exitCode, options.exits ?? 0, `exit code of ${shown}\n${said}`);
    return result;
  }

  /** Runs one of our own tools as `npx` would, and expects an exit code. */
  async own(
    tool: string,
    args: readonly string[],
    options: { stdin?: string; exits?: number } = {},
  ): Promise<ToolResult> {
    const { stdin, exits = 0 } = options;
    const file = join(repositoryRoot, 'bin', `${tool}.mjs`);
    const input = stdin === undefined ? {} : { stdin };
    const { stdout, ...result } = await runProcess(process.execPath, [file, ...args], input);
    this.exitCode = result.exitCode === exits ? 0 : result.exitCode;
    const said = `${stdout}\n${result.stderr}`.trim();
    const shown = [tool, ...args].join(' ');
    assert.equal(result.exitCode, exits, `exit code of ${shown}\n${said}`);
    return { ...result, stdout: stdout.toString('utf8') };
  }

  /** Runs kcat, and expects it to end with 0. */
  async kcat(args: readonly string[], stdin?: string | Uint8Array): Promise<ProcessResult> {
    const result = await kcat(this.bootstrap, args, stdin === undefined ? {} : { stdin });
    this.exitCode = result.exitCode;
    assert.equal(result.exitCode, 0, `exit code of kcat ${args.join(' ')}\n${result.stderr}`);
    return result;
  }
}

let topics = 0;

/** A topic name that no other check of this run uses. */
export function uniqueTopic(prefix: string): string {
  topics += 1;
  return `${prefix}-${topics}`;
}

/** A check with no needs but its client. */
export function check(
  client: string,
  action: string,
  needs: readonly Need[],
  run: (context: CheckContext) => Promise<string | undefined> | Promise<void>,
): Check {
  return {
    client,
    action,
    needs,
    run: async (context) => (await run(context)) ?? undefined,
  };
}

/** Asks again until the answer is as wanted, for two seconds: a broker learns from its controller. */
export async function eventually<T>(
  ask: () => Promise<T>,
  wanted: (t: T) => boolean,
  limitMs = 2_000,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (wanted(answer) || Date.now() > deadline) return answer;
    await sleep(20);
  }
}

/** Asserts that a text matches, and shows it when not. */
export function assertMatch(text: string, pattern: RegExp, what: string): void {
  assert.ok(pattern.test(text), `${what} should match ${pattern}, but is:\n${text}`);
}

/** Asserts that two outputs are the same, and shows the first line in which they differ. */
export function assertSameLines(got: string, wanted: string, what: string): void {
  if (got === wanted) return;
  const [a, b] = [got.split('\n'), wanted.split('\n')];
  const at = b.findIndex((line, index) => line !== a[index]);
  const line = at < 0 ? b.length : at;
  assert.equal(a[line], b[line], `${what}, line ${line + 1} differs`);
}

export const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
