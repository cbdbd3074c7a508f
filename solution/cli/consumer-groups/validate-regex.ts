/**
 * `kafka-consumer-groups --validate-regex`: whether a pattern is one that groups may subscribe with.
 * Brokers read such patterns as RE2 does, so this asks RE2, and no broker.
 */
import { RE2JS, RE2JSSyntaxException } from 're2js';
import type { Terminal } from '#env/terminal.ts';

export function validateRegex(pattern: string, terminal: Terminal): void {
  const problem = problemOf(pattern);
  const verdict = problem === undefined ? 'valid' : `invalid: ${problem}`;
  terminal.out(`The regular expression \`${pattern}\` is ${verdict}.\n`);
}

function problemOf(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return error.getDescription();
    throw error;
  }
}
