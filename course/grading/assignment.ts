/**
 * What one run of graders is told by the process that started it: which behaviours, over whose
 * code, and where to write down what happens.
 */
import type { View } from '../view.ts';

export interface Assignment {
  /** The folder in graders/: `00-wire`. */
  readonly folder: string;
  readonly view: View;
  /** Which behaviours run, by id; all of them when absent. */
  readonly only?: readonly string[];
  /** The file that behaviours append to. */
  readonly record: string;
  /** The broker that wire behaviours are tried on, instead of one in a simulated world. */
  readonly wireTarget?: { readonly host: string; readonly port: number };
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
