/**
 * What the processes that StrykerJS starts have to know of a chapter.
 */
const VARIABLE = 'GREGOR_MUTATION';

export interface MutationOrder {
  /** The folder in graders/: `00-wire`. */
  readonly folder: string;
  /** The graders in the order in which they are to run, with the behaviours that the reference passes. */
  readonly graders: readonly GraderOrder[];
  /** The files with mutants in them, as `protocol/varint.ts`. */
  readonly learnerFiles: readonly string[];
}

export interface GraderOrder {
  readonly path: string;
  readonly behaviours: readonly string[];
}

export function mutationVariable(order: MutationOrder): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(order) };
}

export function readMutationOrder(): MutationOrder {
  const text = process.env[VARIABLE];
  if (text === undefined) throw new Error('This plugin is for `npm run mutate chapter-NN`.');
  return JSON.parse(text) as MutationOrder;
}
