/**
 * A node's clock: virtual time, as this node's crystal and operator tell it.
 *
 * Faults: `skewBy` makes the wall clock jump, either way; `driftTo` makes both clocks run fast or
 * slow. Timers follow the node's own monotonic clock, as real ones do: on a slow clock they fire
 * late. The monotonic clock never goes back.
 *
 * The clock belongs to the machine, so it goes on when the process or the power does not.
 */
import type { Clock, Timer } from '#env/clock.ts';
import {
  type EventOwner,
  type SimEvent,
  type SimScheduler,
  TICK_MS,
} from '#env/sim/sim-scheduler.ts';

/** The crystal in a machine: what every process on it reads. */
export class SimCrystal {
  readonly #scheduler: SimScheduler;
  #wallOffsetMs: number;
  #rate = 1;
  #anchorTrueMs = 0;
  #anchorLocalMs = 0;

  constructor(scheduler: SimScheduler, startTimeMs: number) {
    this.#scheduler = scheduler;
    this.#wallOffsetMs = startTimeMs;
  }

  /** Milliseconds as this crystal counts them, in whole ticks. */
  localMs(): number {
    const passedMs = (this.#scheduler.nowMs - this.#anchorTrueMs) * this.#rate;
    return this.#anchorLocalMs + Math.floor(passedMs / TICK_MS) * TICK_MS;
  }

  wallMs(): number {
    return Math.floor(this.#wallOffsetMs + this.localMs());
  }

  /** True time until the crystal has counted `localMs` more. */
  trueDelayMs(localMs: number): number {
    return localMs / this.#rate;
  }

  /** The wall clock jumps by `ms`, which may be negative. */
  skewBy(ms: number): void {
    this.#wallOffsetMs += ms;
  }

  /** From now on this clock counts `rate` milliseconds in a true one; above 0. */
  driftTo(rate: number): void {
    this.#anchorLocalMs = this.localMs();
    this.#anchorTrueMs = this.#scheduler.nowMs;
    this.#rate = rate;
  }
}

export class SimClock implements Clock {
  readonly #scheduler: SimScheduler;
  readonly #crystal: SimCrystal;
  readonly #owner: EventOwner;

  constructor(scheduler: SimScheduler, crystal: SimCrystal, owner: EventOwner) {
    this.#scheduler = scheduler;
    this.#crystal = crystal;
    this.#owner = owner;
  }

  now(): number {
    return this.#crystal.wallMs();
  }

  monotonicMs(): number {
    return this.#crystal.localMs();
  }

  setTimer(delayMs: number, run: () => void): Timer {
    // At least a tick, or a program that polls would keep time from passing.
    const delay = Math.max(TICK_MS, delayMs);
    return new SimTimer(this.#scheduler, this.#crystal, this.#owner, delay, run);
  }

  defer(run: () => void): void {
    this.#scheduler.defer(this.#owner, 'defer', run);
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.setTimer(delayMs, resolve));
  }
}

/** Fires when its crystal has counted so much. */
class SimTimer implements Timer {
  readonly #scheduler: SimScheduler;
  readonly #crystal: SimCrystal;
  readonly #owner: EventOwner;
  readonly #dueMs: number;
  readonly #run: () => void;
  #event: SimEvent;

  constructor(
    scheduler: SimScheduler,
    crystal: SimCrystal,
    owner: EventOwner,
    delayMs: number,
    run: () => void,
  ) {
    this.#scheduler = scheduler;
    this.#crystal = crystal;
    this.#owner = owner;
    this.#dueMs = crystal.localMs() + delayMs;
    this.#run = run;
    this.#event = this.#arm();
  }

  cancel(): void {
    this.#event.cancelled = true;
  }

  #arm(): SimEvent {
    const delayMs = this.#crystal.trueDelayMs(this.#dueMs - this.#crystal.localMs());
    return this.#scheduler.schedule(delayMs, this.#owner, 'timer', () => this.#fire());
  }

  #fire(): void {
    // Too early: the clock was slowed since.
    if (this.#crystal.localMs() < this.#dueMs) this.#event = this.#arm();
    else this.#run();
  }
}
