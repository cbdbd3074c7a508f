/**
 * An expectation of a grader that did not hold, with the evidence as data.
 *
 * Vitest's own interface (`npm run ui`) reads `message`, `expected` and `actual`.
 */
import type { Failure } from './failure.ts';

export type Evidence = Pick<
  Failure,
  'expected' | 'actual' | 'differences' | 'equalFields' | 'bytes'
> & {
  readonly what: string;
};

export class ExpectationFailed extends Error {
  override readonly name = 'ExpectationFailed';
  readonly evidence: Evidence;
  readonly expected: string | undefined;
  readonly actual: string | undefined;

  constructor(evidence: Evidence, options?: ErrorOptions) {
    const { what, expected, actual } = evidence;
    super(`${what}: expected ${expected}, but got ${actual}`, options);
    this.evidence = evidence;
    this.expected = expected;
    this.actual = actual;
  }
}
