/**
 * What all tools do around their own work: parse the flags, help, turn failures into one sentence
 * and an exit code.
 *
 *     0   done
 *     1   anything else: a command line that makes no sense, a refusal, no answer
 *
 * `--help`, and a command line without a single flag, print the usage and end with 1, as in Kafka.
 * Errors that a person can act on are printed without their stack; any other is a bug, and goes on
 * to the process, which prints all of it.
 */
import {
  COMMON_FLAGS,
  type CommandLine,
  type CommandSpec,
  parseCommandLine,
  UsageError,
} from '#cli/command-line.ts';
import { usageText } from '#cli/usage-text.ts';
import type { Terminal } from '#env/terminal.ts';

/** The Kafka whose flags and output these tools have, and our own version. */
const VERSION = '4.3.1 (Gregor 0.1.0)';

/** Errors whose message says all that a person needs. */
const FORESEEN: ReadonlySet<string> = new Set([
  'ToolFailure',
  'KafkaError',
  'RequestTimeout',
  'UnsupportedApi',
  'NotAConsumerGroup',
  'InvalidConfig',
  'InvalidGroupId',
  'IllegalArgument',
  'IllegalState',
  'NoOffsetForPartition',
  'OffsetOutOfRange',
  'LogTruncation',
  'CommitFailed',
  'RebalanceInProgress',
  'FencedInstanceId',
  'CallTimeout',
  'InvalidBootstrapServers',
  'NetworkError',
  'DiskError',
  'InvalidRecords',
  'CorruptSnapshot',
  'DecodeError',
  'ConfigError',
  'MalformedProperties',
  'UnusableLogDirectory',
]);

/** A tool can't do what it was asked to; the message is a sentence for the person who asked. */
export class ToolFailure extends Error {
  override readonly name = 'ToolFailure';
}

type Flags<S extends CommandSpec> = (keyof S['flags'] & string) | keyof typeof COMMON_FLAGS;

export interface ToolWork<S extends CommandSpec> {
  readonly spec: S;
  /** Does the tool's work; resolves with the exit code, 0 where it says nothing. */
  run(line: CommandLine<Flags<S>>): Promise<number | undefined>;
  /** A command line without any flag makes sense. */
  readonly worksWithoutArguments?: true;
  /** Says that the work failed; left out, the message goes to standard error. */
  complain?(message: string): void;
  /** What failed work ends with, where Kafka's tool does not end with 1. */
  readonly failureExitCode?: number;
}

/** Runs a tool's work on the terminal's arguments; resolves with the exit code. */
export async function runTool<S extends CommandSpec>(
  terminal: Terminal,
  { spec, run, complain, failureExitCode, worksWithoutArguments }: ToolWork<S>,
): Promise<number> {
  const full = { ...spec, flags: { ...COMMON_FLAGS, ...spec.flags } };
  try {
    const line = parseCommandLine(full, terminal.args) as CommandLine<Flags<S>>;
    const isEmpty = terminal.args.length === 0 && worksWithoutArguments !== true;
    if (isEmpty || line.has('help')) throw new UsageError(spec.about);
    if (line.has('version')) {
      terminal.out(`${VERSION}\n`);
      return 0;
    }
    return (await run(line)) ?? 0;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error instanceof UsageError) {
      terminal.err(`${error.message}\n${error.withUsage ? usageText(full) : ''}`);
      return 1;
    }
    if (!FORESEEN.has(error.name)) throw error;
    if (complain === undefined) terminal.err(`${error.message}\n`);
    else complain(error.message);
    return failureExitCode ?? 1;
  }
}
