/**
 * "Something has happened": how a poll that waits hears that it is worth looking again.
 *
 *     answer of a fetch ─┐
 *     answer of a join  ─┼─► tell() ──► whoever awaits next() goes on
 *     a timer           ─┘
 *
 * Invariant: what is told between two calls of `next` is not lost: the later one resolves at once.
 */
import type { Clock } from '#env/clock.ts';

export class News {
  #untold = false;
  #waiters: (() => void)[] = [];

  tell(): void {
    if (this.#waiters.length === 0) {
      this.#untold = true;
      return;
    }
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }

  /** Resolves with the next news, or when `limitMs` is over. */
  async next(clock: Clock, limitMs: number): Promise<void> {
    if (this.#untold) {
      this.#untold = false;
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = clock.setTimer(limitMs, resolve);
      this.#waiters.push(() => {
        timer.cancel();
        resolve();
      });
    });
  }
}
