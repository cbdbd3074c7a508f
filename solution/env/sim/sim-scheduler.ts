/**
 * Virtual time: one heap of events, run one at a time.
 *
 *      heap            the earliest event          what it set going
 *     (t=3, ...)  -->  time := 3, run it     -->   all microtasks, to the last   -->  next event
 *     (t=3, ...)
 *     (t=9, ...)       events of the same moment: the seed says which comes first
 *
 * No time passes while code runs, and none is waited for: an idle hour costs nothing. Deferred
 * events of one moment keep their order, as they do in every event loop.
 *
 * Between two tasks of its event loop every engine runs all microtasks, those that microtasks queue
 * included; no other moment is known to come after "all promises that could go on have gone on".
 * So every event gets a task of its own from the engine (`PostTask`). A task is dear, for a turn of
 * the loop polls the system; queued in batches, they make an event cost less than a microsecond.
 *
 * Invariant: times are multiples of 2^-10 ms, so that sums and differences of them are exact.
 */
import { NodeCrashed } from '#env/sim/node-crashed.ts';
import type { SimRandom } from '#env/sim/sim-random.ts';
import type { SimTrace } from '#env/sim/sim-trace.ts';

/** The finest step of virtual time. */
export const TICK_MS = 2 ** -10;

/**
 * Queues `run` as a task of the engine's event loop; tasks run in the order in which they were
 * queued. `setImmediate` in Node, a MessageChannel in a browser.
 */
export type PostTask = (run: () => void) => void;

/** Tasks queued at once: few for a short run, whose left-over tasks are wasted, more as it goes on. */
const FIRST_BATCH = 4;
const LARGEST_BATCH = 256;

/** Whose event it is: when it is no longer alive, its events are never run. */
export interface EventOwner {
  readonly name: string;
  readonly alive: boolean;
  /** While it stands still: where its events wait instead. */
  readonly held?: SimEvent[] | undefined;
}

export interface SimEvent {
  readonly atMs: number;
  readonly tie: number;
  readonly sequence: number;
  readonly owner: EventOwner;
  readonly kind: string;
  readonly run: () => void;
  cancelled: boolean;
}

export class SimScheduler {
  /** Virtual milliseconds since the simulation's beginning. */
  nowMs = 0;
  /** Events run so far. */
  eventCount = 0;
  /** Called after each event, when its microtasks are done; what it throws ends the run. */
  afterEvent: (() => void) | undefined;
  readonly #heap: SimEvent[] = [];
  readonly #ties: SimRandom;
  readonly #trace: SimTrace;
  readonly #postTask: PostTask;
  #sequence = 0;
  #running = false;

  constructor(ties: SimRandom, trace: SimTrace, postTask: PostTask) {
    this.#ties = ties;
    this.#trace = trace;
    this.#postTask = postTask;
  }

  /** Plans `run` for `delayMs` from now, rounded up to the next tick. */
  schedule(delayMs: number, owner: EventOwner, kind: string, run: () => void): SimEvent {
    return this.#plan(delayMs, this.#ties.nextBits(), owner, kind, run);
  }

  /** Plans `run` for the next tick, after all else that was deferred to it before. */
  defer(owner: EventOwner, kind: string, run: () => void): void {
    this.#plan(TICK_MS, -1, owner, kind, run);
  }

  /**
   * Runs events until `done()` holds, none is left, or the next is later than `untilMs`.
   * Rejects with what an event or the check after it throws.
   */
  run(untilMs: number, done: () => boolean): Promise<void> {
    if (this.#running) throw new Error('The simulation is running already: await that run first.');
    this.#running = true;
    return new Promise<void>((resolve, reject) => {
      let ran = false;
      let finished = false;
      let batchSize = FIRST_BATCH;
      const finish = (settle: () => void): void => {
        finished = true;
        this.#running = false;
        settle();
      };
      // Each task first closes the event before it, whose microtasks have run by now.
      const task = (): void => {
        if (finished) return;
        try {
          if (ran) this.afterEvent?.();
          ran = !done() && this.#runNext(untilMs);
          if (!ran) finish(resolve);
        } catch (failure) {
          finish(() => reject(failure));
        }
      };
      const batch = (): void => {
        task();
        if (finished) return;
        for (let count = 1; count < batchSize; count += 1) this.#postTask(task);
        this.#postTask(batch);
        batchSize = Math.min(2 * batchSize, LARGEST_BATCH);
      };
      this.#postTask(batch);
    });
  }

  /** Puts back events that were held; they are overdue, and come in their old order. */
  release(held: readonly SimEvent[]): void {
    for (const event of held) pushEvent(this.#heap, event);
  }

  /** Lets time pass up to `atMs` without running anything. */
  advanceTo(atMs: number): void {
    this.nowMs = Math.max(this.nowMs, roundUp(atMs));
  }

  #plan(delayMs: number, tie: number, owner: EventOwner, kind: string, run: () => void): SimEvent {
    const atMs = this.nowMs + roundUp(Math.max(0, delayMs));
    this.#sequence += 1;
    const event = { atMs, tie, sequence: this.#sequence, owner, kind, run, cancelled: false };
    pushEvent(this.#heap, event);
    return event;
  }

  /** Runs the next event that is still wanted; false when there is none up to `untilMs`. */
  #runNext(untilMs: number): boolean {
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.atMs > untilMs) return false;
      popEvent(this.#heap);
      if (next.cancelled || !next.owner.alive) continue;
      if (next.owner.held !== undefined) {
        next.owner.held.push(next);
        continue;
      }
      this.nowMs = Math.max(this.nowMs, next.atMs);
      this.eventCount += 1;
      this.#trace.note(this.nowMs, next.owner.name, next.kind, '', 0);
      try {
        next.run();
      } catch (failure) {
        if (!(failure instanceof NodeCrashed)) throw failure;
      }
      return true;
    }
  }
}

function roundUp(ms: number): number {
  return Math.ceil(ms / TICK_MS) * TICK_MS;
}

/** True when `a` comes before `b`. */
function isBefore(a: SimEvent, b: SimEvent): boolean {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs;
  if (a.tie !== b.tie) return a.tie < b.tie;
  return a.sequence < b.sequence;
}

/** A binary heap in an array: the children of index i are at 2i + 1 and 2i + 2. */
function pushEvent(heap: SimEvent[], event: SimEvent): void {
  let index = heap.length;
  heap.push(event);
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex] as SimEvent;
    if (!isBefore(event, parent)) break;
    heap[index] = parent;
    index = parentIndex;
  }
  heap[index] = event;
}

function popEvent(heap: SimEvent[]): void {
  const moved = heap.pop();
  if (moved === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    let childIndex = 2 * index + 1;
    const left = heap[childIndex];
    if (left === undefined) break;
    const right = heap[childIndex + 1];
    const smaller = right !== undefined && isBefore(right, left) ? right : left;
    if (smaller === right) childIndex += 1;
    if (!isBefore(smaller, moved)) break;
    heap[index] = smaller;
    index = childIndex;
  }
  heap[index] = moved;
}
