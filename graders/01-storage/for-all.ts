/**
 * Properties over random inputs, for graders: the failure that a learner sees is the expectation's
 * own, with its bytes and values, for the smallest input that fails.
 */
import fc from 'fast-check';
import { withSeed } from '../../course/grading/expect.ts';

/** Runs `expectations` on `numRuns` inputs that the seed decides; the report names the seed. */
export function forAll<Input>(
  seed: number,
  numRuns: number,
  inputs: fc.Arbitrary<Input>,
  expectations: (input: Input) => void,
): void {
  withSeed(seed, () => {
    const outcome = fc.check(fc.property(inputs, expectations), { seed, numRuns });
    if (!outcome.failed) return;
    // Once more, outside of fast-check, which would wrap what is thrown.
    expectations((outcome.counterexample as [Input])[0]);
  });
}
