/**
 * A tool's flags, declared once: parsed by commander, complained about in Kafka's words.
 *
 * Kafka's tools use another parser than ours, and scripts and people know its sentences. So
 * commander does the parsing, and this file turns its complaints into Kafka's:
 *
 *     --foo                 foo is not a recognized option
 *     --topic               Option topic requires an argument
 *     --partitions many     Cannot parse argument 'many' of option partitions
 *     --topic a --topic b   Found multiple arguments for option topic, but you asked for only one
 *
 * Invariant: every flag that a tool reads is declared; asking for another throws.
 */
import { Command, CommanderError, Option } from 'commander';

/** One flag. Without `value` it is a switch. */
export interface FlagSpec {
  /** What it does, for --help. */
  readonly about: string;
  /** What to call its value in --help. */
  readonly value?: string;
  /** The value may be left out: the flag alone then has this one. */
  readonly implied?: string;
  /** A one-letter form, without its dash. */
  readonly short?: string;
}

export interface CommandSpec {
  /** As typed: `kafka-topics`. */
  readonly name: string;
  /** One sentence on what the tool does. */
  readonly about: string;
  readonly flags: Readonly<Record<string, FlagSpec>>;
}

/** A command line that makes no sense. `withUsage`: the flags are listed below the message. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly withUsage: boolean;

  constructor(message: string, withUsage = true) {
    super(message);
    this.withUsage = withUsage;
  }
}

/** What every tool understands beside its own flags. */
export const COMMON_FLAGS = {
  help: { about: 'Print usage information.' },
  version: { about: 'Display the version.' },
} as const satisfies Record<string, FlagSpec>;

/** A parsed command line. `F` are the names of the flags. */
export class CommandLine<F extends string = string> {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  /** Whether the flag was given. */
  has(flag: F): boolean {
    return this.#valuesOf(flag).length > 0;
  }

  /** Every value of a flag that may be repeated, in order. */
  all(flag: F): readonly string[] {
    return this.#valuesOf(flag);
  }

  /** The flag's only value, or undefined where it was not given. */
  one(flag: F): string | undefined {
    const values = this.#valuesOf(flag);
    if (values.length <= 1) return values[0];
    throw new UsageError(
      `Found multiple arguments for option ${flag}, but you asked for only one`,
      false,
    );
  }

  /** The flag's only value as a whole number between `min` and `max`. */
  integer(flag: F, min = -0x8000_0000, max = 0x7fff_ffff): number | undefined {
    const text = this.one(flag);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (/^[+-]?\d+$/.test(text) && value >= min && value <= max) return value;
    throw new UsageError(`Cannot parse argument '${text}' of option ${flag}`, false);
  }

  #valuesOf(flag: string): readonly string[] {
    const values = this.#values.get(flag);
    if (values === undefined) throw new Error(`--${flag} is read but not declared`);
    return values;
  }
}

/** @throws UsageError */
export function parseCommandLine<S extends CommandSpec>(
  spec: S,
  args: readonly string[],
): CommandLine<keyof S['flags'] & string> {
  const values = new Map<string, string[]>();
  const command = new Command(spec.name).exitOverride().helpOption(false);
  command.configureOutput({ writeErr: () => {}, writeOut: () => {} });
  for (const [flag, declared] of Object.entries(spec.flags)) {
    const given: string[] = [];
    values.set(flag, given);
    command.addOption(optionOf(flag, declared, given));
  }
  try {
    command.parse([...args], { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError ? new UsageError(kafkaWords(error), false) : error;
  }
  // Switches and left-out values reach commander's own store; the others were collected above.
  for (const [flag, declared] of Object.entries(spec.flags)) {
    const option = command.options.find((one) => one.long === `--${flag}`);
    const stored = option && command.getOptionValue(option.attributeName());
    if (stored === true) values.get(flag)?.push(declared.implied ?? '');
  }
  return new CommandLine(values);
}

function optionOf(flag: string, { about, value, implied, short }: FlagSpec, given: string[]) {
  const placeholder = implied === undefined ? `<${value}>` : `[${value}]`;
  const names = short === undefined ? `--${flag}` : `-${short}, --${flag}`;
  const option = new Option(value === undefined ? names : `${names} ${placeholder}`, about);
  if (value === undefined) return option;
  return option.argParser((text: string) => {
    if (/^--[a-z]/.test(text)) throw missingValue(flag);
    given.push(text);
    return text;
  });
}

function missingValue(flag: string): UsageError {
  return new UsageError(`Option ${flag} requires an argument`, false);
}

/** Commander says what is wrong by a code, and names the flag in quotes in its message. */
function kafkaWords({ code, message }: CommanderError): string {
  const named = /'(?:-\w, )?-{0,2}([^' =]+)[^']*'/.exec(message)?.[1] ?? '';
  if (code === 'commander.unknownOption') return `${named} is not a recognized option`;
  if (code === 'commander.optionMissingArgument') return missingValue(named).message;
  if (code === 'commander.excessArguments') {
    return `There is an argument that belongs to no option. Write options as --name value.`;
  }
  return message.replace(/^error: /, '');
}
