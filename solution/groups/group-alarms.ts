/**
 * One timer for a group, for what is due next in it. One that rings too early does no harm: the group
 * looks, and sets it anew. So what is only put off need not touch it.
 */
import type { Clock, Timer } from '#env/clock.ts';

/** What has deadlines: on the monotonic clock, Infinity for none. */
export interface Alarmed {
  readonly nextDeadlineMs: number;
}

interface Alarm {
  readonly timer: Timer;
  readonly atMs: number;
}

export class GroupAlarms<G extends Alarmed> {
  readonly #clock: Clock;
  readonly #ring: (group: G) => void;
  readonly #alarms = new Map<G, Alarm>();

  constructor(clock: Clock, ring: (group: G) => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  has(group: G): boolean {
    return this.#alarms.has(group);
  }

  /** Sets the group's timer, unless it rings early enough as it is. */
  set(group: G): void {
    const atMs = group.nextDeadlineMs;
    const set = this.#alarms.get(group);
    if (atMs === Infinity || (set !== undefined && set.atMs <= atMs)) return;
    set?.timer.cancel();
    const timer = this.#clock.setTimer(atMs - this.#clock.monotonicMs(), () => {
      this.#alarms.delete(group);
      this.#ring(group);
    });
    this.#alarms.set(group, { timer, atMs });
  }

  cancel(group: G): void {
    this.#alarms.get(group)?.timer.cancel();
    this.#alarms.delete(group);
  }

  cancelAll(): void {
    for (const { timer } of this.#alarms.values()) timer.cancel();
    this.#alarms.clear();
  }
}
