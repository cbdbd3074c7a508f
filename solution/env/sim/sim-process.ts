/**
 * One life of a simulated node's process: from its start to its crash.
 *
 * Everything a program does goes through its process, and a dead one does nothing: the events
 * that wait for it never fire, and a call from code that was running as it died throws
 * `NodeCrashed`, so that no effect gets out after the crash. One that stands still keeps its events
 * for later, and time goes by without it.
 */
import type { SimCrystal } from '#env/sim/sim-clock.ts';
import type { EventOwner, SimEvent, SimScheduler } from '#env/sim/sim-scheduler.ts';
import type { SimTrace } from '#env/sim/sim-trace.ts';

export class SimProcess implements EventOwner {
  readonly name: string;
  readonly #scheduler: SimScheduler;
  readonly #trace: SimTrace;
  readonly #crystal: SimCrystal;
  #alive = true;
  #held: SimEvent[] | undefined;

  constructor(name: string, scheduler: SimScheduler, trace: SimTrace, crystal: SimCrystal) {
    this.name = name;
    this.#scheduler = scheduler;
    this.#trace = trace;
    this.#crystal = crystal;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** What waits for it to go on; undefined while it runs. */
  get held(): SimEvent[] | undefined {
    return this.#held;
  }

  die(): void {
    this.#alive = false;
  }

  stand(): void {
    this.#held ??= [];
  }

  goOn(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    this.#scheduler.release(held);
  }

  wallMs(): number {
    return this.#crystal.wallMs();
  }

  schedule(delayMs: number, kind: string, run: () => void): SimEvent {
    return this.#scheduler.schedule(delayMs, this, kind, run);
  }

  note(kind: string, what: string, amount: number): void {
    this.#trace.note(this.#scheduler.nowMs, this.name, kind, what, amount);
  }
}
