/**
 * Waits for a behaviour to end, and no longer than there is hope.
 *
 * A simulated world never waits for real time: as long as a behaviour gets on, this thread has
 * something to do. So when the event loop has had nothing to do for IDLE_LIMIT_MS, nobody is left
 * who could settle the promise. That is told by the loop's own account of its idleness, not by the
 * clock: a busy machine makes a thread slow, not idle. A behaviour at a real address does wait, so
 * it has only the longer limit.
 */
const IDLE_LIMIT_MS = 400;
const CHECK_MS = 50;

/** The promise of a behaviour that never settled. */
export class NeverSettled extends Error {
  override readonly name = 'NeverSettled';
}

export interface Patience {
  /** How long it may take in all. */
  readonly limitMs: number;
  /** Whether to give up when nothing is left to be done. */
  readonly endsWhenIdle: boolean;
}

/** Runs something to its end; rejects with NeverSettled where there will be none. */
export async function untilSettled(
  run: () => unknown,
  { limitMs, endsWhenIdle }: Patience,
): Promise<void> {
  const result = run();
  if (!(result instanceof Promise)) return;
  let timer: NodeJS.Timeout | undefined;
  const hopeless = new Promise<never>((_, reject) => {
    const startedAt = performance.now();
    let idleMs = 0;
    let last = performance.eventLoopUtilization();
    timer = setInterval(() => {
      const now = performance.eventLoopUtilization();
      const since = performance.eventLoopUtilization(now, last);
      last = now;
      idleMs = since.utilization < 0.1 ? idleMs + since.idle : 0;
      if (endsWhenIdle && idleMs >= IDLE_LIMIT_MS) {
        reject(new NeverSettled('a promise is waited for that nobody is left to settle'));
      } else if (performance.now() - startedAt >= limitMs) {
        reject(new NeverSettled(`it was still going on after ${limitMs / 1_000} seconds`));
      }
    }, CHECK_MS);
  });
  try {
    await Promise.race([result, hopeless]);
  } finally {
    clearInterval(timer);
  }
}
