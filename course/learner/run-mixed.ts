/**
 * A program of solution/cli with the learner's files in it: the broker, or a tool whose client is
 * theirs. What it is made of is said on stderr first.
 */
import { join } from 'node:path';
import { loadChapters } from '../chapters.ts';
import { PlainError } from '../plain-error.ts';
import { root, type View } from '../view.ts';
import { useView } from '../view-hooks.ts';
import { metUnwritten } from './announced-not-implemented.ts';
import { learnerFaults } from './learner-faults.ts';
import { whoseParts } from './whose-parts.ts';

export interface MixedProgram {
  /** As a sentence begins: `The broker`. */
  readonly what: string;
  /** The command that runs the reference alone. */
  readonly alone: string;
  /** Those of the learner's files that it can make use of. */
  uses(file: string): boolean;
}

/**
 * Runs what the process's arguments name, with the view's files.
 *
 * @throws PlainError where they can't be loaded.
 */
export async function runMixed(view: View, { what, alone, uses }: MixedProgram): Promise<void> {
  const used = { ...view, learnerFiles: view.learnerFiles.filter(uses) };
  process.stderr.write(`${whoseParts(used, await loadChapters()).join('\n')}\n`);
  const faults = learnerFaults(used).map(({ says }) => `  ${says}`);
  if (faults.length > 0) {
    throw new PlainError(
      `${what} can't start with these:\n${faults.join('\n')}\n` +
        `Until they are mended, \`${alone}\` runs the reference alone.`,
    );
  }
  const announced = join(root, 'course', 'learner', 'announced-not-implemented.ts');
  useView(used, new Map([['#env/not-implemented.ts', announced]]));
  await import('../../solution/cli/run.ts');
  if (process.exitCode === 1 && metUnwritten()) {
    process.stderr.write(`Nothing is damaged. Until that part is written: ${alone}\n`);
  }
  // A learner's half-written parts may leave something open that nobody will ever close.
  setTimeout(() => process.exit(), 500).unref();
}
