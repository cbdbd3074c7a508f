/**
 * The process's clock.
 *
 * Node's timers keep three habits from us that the interface does not allow: they fire up to a
 * millisecond early (libuv rounds the loop's time down), they turn a delay above 2^31-1 ms
 * (24.8 days, less than many a retention time) into 1 ms, and they round fractions down.
 *
 * Invariant: `run` is called with `monotonicMs()` at or past the moment asked for.
 */
import type { Clock, Timer } from '#env/clock.ts';

/** The longest delay Node's `setTimeout` keeps. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

export class NodeClock implements Clock {
  now(): number {
    return Date.now();
  }

  monotonicMs(): number {
    return performance.now();
  }

  setTimer(delayMs: number, run: () => void): Timer {
    return new NodeTimer(performance.now() + Math.max(0, delayMs), run);
  }

  defer(run: () => void): void {
    setImmediate(run);
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.setTimer(delayMs, resolve));
  }
}

class NodeTimer implements Timer {
  readonly #dueMs: number;
  readonly #run: () => void;
  #timeout: ReturnType<typeof setTimeout>;

  constructor(dueMs: number, run: () => void) {
    this.#dueMs = dueMs;
    this.#run = run;
    this.#timeout = this.#arm();
  }

  cancel(): void {
    clearTimeout(this.#timeout);
  }

  #arm(): ReturnType<typeof setTimeout> {
    // Time goes on between two looks at it: what was to be later may be past by now.
    const remainingMs = Math.max(0, Math.ceil(this.#dueMs - performance.now()));
    return setTimeout(this.#fire, Math.min(remainingMs, LONGEST_TIMEOUT_MS));
  }

  readonly #fire = (): void => {
    if (performance.now() < this.#dueMs) {
      this.#timeout = this.#arm();
    } else {
      this.#run();
    }
  };
}
