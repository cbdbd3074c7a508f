/**
 * How a grader states a behaviour: `behaviour('varints-zigzag', () => { expectEqual(…) })`.
 *
 * It is a vitest test named by its id, and it writes down by itself what happened
 * (course/grading/happening.ts): vitest's own report comes at the end, and there may be none.
 */
import { test } from 'vitest';
import { readAssignment } from './assignment.ts';
import { describeFailure } from './describe-failure.ts';
import { appendHappening } from './happening.ts';
import { takeUnwritten } from './unwritten.ts';

const { record, view, only } = readAssignment();

export function behaviour(id: string, run: () => void | Promise<void>): void {
  if (only !== undefined && !only.includes(id)) return;
  test(id, async () => {
    takeUnwritten();
    appendHappening(record, { id, state: 'started' });
    try {
      await run();
    } catch (thrown) {
      const error = describeFailure(thrown, view, takeUnwritten());
      appendHappening(record, { id, state: 'failed', error });
      throw thrown;
    }
    appendHappening(record, { id, state: 'passed' });
  });
}
