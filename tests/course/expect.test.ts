/** What graders expect with says in a report what a learner has to know. */
import { describe, expect, test } from 'vitest';
import { expectSameLines } from '../../course/grading/expect.ts';
import { ExpectationFailed } from '../../course/grading/expectation-failed.ts';

function failureOf(actual: readonly string[], expected: readonly string[]): unknown {
  try {
    expectSameLines(actual, expected, 'the lines');
  } catch (error) {
    if (error instanceof ExpectationFailed) return error.message;
    throw error;
  }
  return undefined;
}

describe('the same lines', () => {
  test('may come in any order, and as often as expected', () => {
    expect(failureOf([], [])).toBeUndefined();
    expect(failureOf(['b', 'a', 'b'], ['a', 'b', 'b'])).toBeUndefined();
  });

  test.each([
    [['b'], ['a', 'b'], "missing 'a'"],
    [['a', 'b', 'b'], ['b', 'a'], "too many 'b'"],
    [['c', 'd'], ['a', 'c', 'c'], "missing 'a', 'c'; too many 'd'"],
    [['a'], [], "too many 'a'"],
  ])('%j instead of %j is told by what differs', (actual, expected, told) => {
    expect(failureOf(actual, expected)).toContain(told);
  });
});
