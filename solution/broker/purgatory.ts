/**
 * Where requests wait that can't be answered yet.
 *
 * A fetch may wait for bytes, a produce for replicas. Each such request is an operation that is
 * tried when something it watches happens (an append to a partition, say), and that ends without
 * success when its time is over. Kafka calls the place the purgatory.
 *
 *     watch(operation, keys, timeout)         check(key): something happened there
 *            |                                      |
 *            v                                      v
 *     key a: { op1, op3 }   key b: { op1 }   ->  tryComplete() of each, the done ones leave
 *                        timer op1: expire()
 *
 * Invariant: each operation ends exactly once, by `tryComplete` returning true or by `expire`, and
 * is then in no list and has no timer.
 */
import type { Clock, Timer } from '#env/clock.ts';

export interface DelayedOperation {
  /** Ends the operation and returns true if it can end well now; else does nothing. */
  tryComplete(): boolean;

  /** Ends the operation with what there is. */
  expire(): void;
}

interface Watched<K> {
  readonly operation: DelayedOperation;
  readonly keys: readonly K[];
  timer: Timer;
}

export class Purgatory<K> {
  readonly #clock: Clock;
  readonly #watchers = new Map<K, Set<Watched<K>>>();
  readonly #waiting = new Set<Watched<K>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many operations wait. */
  get size(): number {
    return this.#waiting.size;
  }

  /**
   * Tries the operation; if it can't complete, keeps it until a watched key brings it about, or
   * `timeoutMs` are over. Returns how to give it up: it then ends neither way.
   */
  watch(operation: DelayedOperation, keys: readonly K[], timeoutMs: number): () => void {
    if (operation.tryComplete()) return () => {};
    const watched: Watched<K> = {
      operation,
      keys,
      timer: this.#clock.setTimer(timeoutMs, () => this.#expire(watched)),
    };
    this.#waiting.add(watched);
    for (const key of keys) this.#watchersOf(key).add(watched);
    return () => this.#forget(watched);
  }

  /** Something happened at `key`: whoever waits for it tries again. */
  check(key: K): void {
    const watchers = this.#watchers.get(key);
    if (watchers === undefined) return;
    for (const watched of [...watchers]) {
      if (this.#waiting.has(watched) && watched.operation.tryComplete()) this.#forget(watched);
    }
  }

  /** Ends everything that waits: the broker stops. */
  expireAll(): void {
    for (const watched of [...this.#waiting]) this.#expire(watched);
  }

  #expire(watched: Watched<K>): void {
    if (!this.#waiting.has(watched)) return;
    this.#forget(watched);
    watched.operation.expire();
  }

  #forget(watched: Watched<K>): void {
    watched.timer.cancel();
    this.#waiting.delete(watched);
    for (const key of watched.keys) {
      const watchers = this.#watchers.get(key);
      watchers?.delete(watched);
      if (watchers?.size === 0) this.#watchers.delete(key);
    }
  }

  #watchersOf(key: K): Set<Watched<K>> {
    const known = this.#watchers.get(key);
    if (known !== undefined) return known;
    const fresh = new Set<Watched<K>>();
    this.#watchers.set(key, fresh);
    return fresh;
  }
}
