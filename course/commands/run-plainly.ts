/**
 * Runs a command whose arguments are for somebody else. Mistakes are sentences: a PlainError is printed
 * as it is, with exit code 1.
 */
import { PlainError } from '../plain-error.ts';

export async function runPlainly(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
