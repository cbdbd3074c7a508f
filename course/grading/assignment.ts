/**
 * What one run of graders is told by the process that started it: which graders, over whose code,
 * and where to write down what happens.
 */
import type { View } from '../view.ts';

export interface Assignment {
  /** The folder in graders/: `00-wire`. */
  readonly folder: string;
  readonly view: View;
  /** The file that behaviours append to. */
  readonly record: string;
  /** The file for vitest's own report, which knows of files that could not even be loaded. */
  readonly report: string;
}

const VARIABLE = 'GREGOR_ASSIGNMENT';

export function assignmentVariable(assignment: Assignment): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(assignment) };
}

export function readAssignment(): Assignment {
  const text = process.env[VARIABLE];
  if (text === undefined) throw new Error('Graders are run by `npm test chapter-NN`.');
  return JSON.parse(text) as Assignment;
}
