/**
 * What the clients inside a tool have to tell the person at the terminal: warnings and errors, on
 * standard error. As in Kafka's tools, what goes as it should is told by nobody.
 *
 *     WARN The connection to broker 1 broke: …
 */
import type { Log, LogFields } from '#env/log.ts';
import type { Terminal } from '#env/terminal.ts';

export function toolLog(terminal: Terminal): Log {
  const tell = (level: string) => (message: string, fields?: LogFields) => {
    terminal.err(`${level} ${message}${why(fields?.error)}\n`);
  };
  const nothing = () => {};
  return { debug: nothing, info: nothing, warn: tell('WARN'), error: tell('ERROR') };
}

function why(error: unknown): string {
  return error instanceof Error ? `: ${error.message}` : '';
}
