/**
 * How one part of a program ends a call of the consumer in which another part waits.
 *
 *     signal handler ──wakeup()──►  the call that waits throws a Wakeup, or the next one that would
 *
 * Invariant: each `wakeup` ends one call. What the call had begun goes on by itself; a commit that
 * was sent may have been carried out.
 */
import { Wakeup } from '#clients/consumer/consumer-error.ts';

export class Wakeups {
  #isWoken = false;
  #waiting: (() => void) | undefined;

  wake(): void {
    this.#isWoken = true;
    this.#waiting?.();
  }

  /** @throws Wakeup where somebody has called `wake` since the last one was thrown. */
  throwIfWoken(): void {
    if (!this.#isWoken) return;
    this.#isWoken = false;
    throw new Wakeup('The consumer was woken up.');
  }

  /** What comes of `work`. @throws Wakeup */
  async during<T>(work: Promise<T>): Promise<T> {
    const before = this.#waiting;
    const woken = new Promise<void>((resolve) => {
      this.#waiting = resolve;
    });
    if (this.#isWoken) this.#waiting?.();
    try {
      // Whoever is woken does not wait for the failure: it must not count as unhandled.
      work.catch(() => {});
      await Promise.race([work, woken]);
      this.throwIfWoken();
      return await work;
    } finally {
      this.#waiting = before;
    }
  }
}
