/**
 * For contracts that say "throws an Error" and leave open which: any will do, of any class.
 */
import { expectTrue } from '../../course/grading/expect.ts';

export function expectRefusal(run: () => unknown, what: string): void {
  try {
    run();
  } catch (error) {
    if (error instanceof Error && error.name !== 'NotImplemented') return;
    throw error;
  }
  expectTrue(false, `an Error is thrown by ${what}`);
}
