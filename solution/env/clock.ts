/**
 * Time, and the promise of being called later.
 *
 * Two clocks, because they fail differently: the wall clock names moments that mean something to
 * others (record timestamps, retention) and may jump when someone sets it; the monotonic clock
 * measures durations (timeouts, latencies) and never goes back.
 */
export interface Clock {
  /** The wall clock: whole milliseconds since the Unix epoch. It may jump either way. */
  now(): number;

  /** Milliseconds, with a fraction, since an arbitrary moment; it never decreases. */
  monotonicMs(): number;

  /** Calls `run` once, no earlier than `delayMs` from now. A delay below 0 counts as 0. */
  setTimer(delayMs: number, run: () => void): Timer;

  /** Calls `run` soon, after what is already due: how long work gives others their turn. */
  defer(run: () => void): void;

  /** Resolves no earlier than `delayMs` from now. */
  sleep(delayMs: number): Promise<void>;
}

/** A call to come. */
export interface Timer {
  /** Takes the call back; harmless when it already happened. */
  cancel(): void;
}
