/**
 * Waiting with an end: for work that goes on by itself, however long its caller waits.
 */
import type { Clock } from '#env/clock.ts';

/** Resolves when `work` is over, well or not, or after `limitMs`. */
export function atMost(clock: Clock, limitMs: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.setTimer(limitMs, resolve);
    const end = () => {
      timer.cancel();
      resolve();
    };
    work.then(end, end);
  });
}
