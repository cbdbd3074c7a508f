/**
 * Whose code runs: the one place where `#protocol/varint.ts` becomes a file.
 *
 * Every import in solution/ and exercises/ is written `#domain/file.ts`. Which tree answers is
 * decided here, for vitest (`view-plugin.ts`), for the command line (`view-hooks.ts`) and for
 * whatever bundles the code later:
 *
 *   view         the learner's tree answers for       everything else
 *   solution     nothing                              solution/
 *   chapter      the files of one chapter's tasks     solution/
 *   integrated   every file the learner has touched   solution/
 *
 * So a view is no more than a set of files and the tree that supplies them. An untouched stub is
 * in no integrated view: it never hides the reference.
 *
 * Invariant: a specifier has one file in a view, whoever asks for it.
 */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root directory, as a path. */
export const root = fileURLToPath(new URL('..', import.meta.url));

export interface View {
  readonly name: 'solution' | 'chapter' | 'integrated';

  /** The directory that holds the learner's files: absolute, or relative to the root. */
  readonly learnerTree: string;

  /** The files the learner's tree answers for, as in `protocol/varint.ts`. */
  readonly learnerFiles: readonly string[];
}

/** The reference alone: what package.json's `imports` says without any resolver. */
export const solutionView: View = { name: 'solution', learnerTree: 'exercises', learnerFiles: [] };

/**
 * The path of the file that `#…` names in a view, or undefined for any other specifier. The file
 * need not exist: a missing one is reported by whoever opens it, under the name it should have.
 */
export function resolveInView(view: View, specifier: string): string | undefined {
  if (!specifier.startsWith('#')) return undefined;
  const file = specifier.slice(1);
  if (!view.learnerFiles.includes(file)) return join(root, 'solution', file);
  return resolve(root, view.learnerTree, file);
}
