/**
 * Waits for a behaviour to end, and no longer than there is hope.
 *
 *     the loop had nothing to do, look after look     nobody is left who could settle the promise
 *     it was busy, for all the time it may take       it goes on, and gets nowhere
 *     else                                            it is getting on: wait
 *
 * A simulated world never waits for real time: as long as a behaviour gets on, this thread has
 * something to do. What counts is what the thread itself did, its looks at what there is to do and
 * the processor's time it had, never how late it is: a busy machine makes a thread slow, and may
 * wake it long after what it waits for is there. A behaviour at a real address does wait, so it has
 * only a limit, and that is of the clock.
 */
const IDLE_LOOKS = 8;
const LOOK_MS = 50;

/** The promise of a behaviour that never settled. */
export class NeverSettled extends Error {
  override readonly name = 'NeverSettled';
}

export interface Patience {
  /** How long it may take in all: of the processor's time, or where it waits for others, of the clock. */
  readonly limitMs: number;
  /** Whether it waits for nobody else, so that idleness means the end. */
  readonly endsWhenIdle: boolean;
}

/** Runs something to its end; rejects with NeverSettled where there will be none. */
export async function untilSettled(run: () => unknown, patience: Patience): Promise<void> {
  const result = run();
  if (!(result instanceof Promise)) return;
  let timer: NodeJS.Timeout | undefined;
  const hopeless = new Promise<never>((_, reject) => {
    const hope = new Hope(patience, usedMs(patience));
    let last = performance.eventLoopUtilization();
    timer = setInterval(() => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, last);
      last = now;
      const lost = hope.look(utilization, usedMs(patience));
      if (lost !== undefined) reject(new NeverSettled(lost));
    }, LOOK_MS);
  });
  try {
    await Promise.race([result, hopeless]);
  } finally {
    clearInterval(timer);
  }
}

/** Whether there is any hope left, from one look to the next. */
export class Hope {
  readonly #patience: Patience;
  readonly #beganMs: number;
  #idleLooks = 0;

  constructor(patience: Patience, usedMs: number) {
    this.#patience = patience;
    this.#beganMs = usedMs;
  }

  /**
   * Why there is none; undefined while there is. `utilization` is the share of the time since the last
   * look in which the event loop was at something, `usedMs` what is used of the limit's kind of time.
   */
  look(utilization: number, usedMs: number): string | undefined {
    const { limitMs, endsWhenIdle } = this.#patience;
    this.#idleLooks = utilization < 0.1 ? this.#idleLooks + 1 : 0;
    if (endsWhenIdle && this.#idleLooks >= IDLE_LOOKS) {
      return 'a promise is waited for that nobody is left to settle';
    }
    if (usedMs - this.#beganMs < limitMs) return undefined;
    return `it was still going on after ${limitMs / 1_000} seconds`;
  }
}

/** The kind of time that a behaviour's limit counts. */
function usedMs({ endsWhenIdle }: Patience): number {
  if (!endsWhenIdle) return performance.now();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
