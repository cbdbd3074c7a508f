/**
 * How long an application works on a message, and the record of what it has done: the same for both
 * sides, so that only what lies between differs.
 */
import type { Random } from '#env/random.ts';

/** The simulation's smallest time: whatever happens, happens at a multiple of it. */
export const TICK_MS = 500;
/** From the crash of a process until it is there again. */
export const RESTART_MS = 3000;

/** Says what happened; who calls it knows when. */
export type Say = (where: string, kind: string, words: string) => void;

const SLOW_FACTOR = 5;

/** How long the work on one message takes: half a second to one and a half, by seed. */
export class Pace {
  slow = false;
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  nextMs(): number {
    const ticks = 1 + this.#random.nextInt(3);
    return ticks * TICK_MS * (this.slow ? SLOW_FACTOR : 1);
  }
}

/** Which of `done` were done before, in the order in which they were done again. */
export function repeats(done: readonly number[]): number[] {
  return done.filter((message, at) => done.indexOf(message) < at);
}

/** Whether a later message was done before an earlier one that had not been done yet. */
export function isOutOfOrder(done: readonly number[]): boolean {
  const first = done.filter((message, at) => done.indexOf(message) === at);
  return first.some((message, at) => at > 0 && message < (first[at - 1] as number));
}
