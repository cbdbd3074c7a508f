/**
 * What a command-line tool sees of the process it runs in. Tools take it beside `Env`, so tests
 * run them without a process; a broker never sees it.
 */
export interface Terminal {
  /** The arguments after the tool's name. */
  readonly args: readonly string[];

  /** Writes to standard output, as it is: no newline is added. Text goes as UTF-8. */
  out(content: string | Uint8Array): void;

  /** The same, to standard error. */
  err(text: string): void;

  /** The lines of standard input, without their line ends. */
  lines(): AsyncIterable<string>;

  /** An environment variable, or undefined. */
  variable(name: string): string | undefined;

  /** Calls `run` at each SIGINT and SIGTERM, in place of the process's sudden end. */
  onInterrupt(run: (signal: 'SIGINT' | 'SIGTERM') => void): void;

  /** True when a person reads standard output. */
  readonly interactive: boolean;
}
