/**
 * What ends a loop that never would: every loop of the learner's code counts its turns here
 * (course/grading/guard-loops.ts writes the calls in).
 *
 *     each 64th turn ─► has this one loop, since it was entered and since the event loop last
 *                       turned, used CPU_LIMIT_MS of processor time?           EndlessLoop
 *                   ─► has the behaviour come to hold MEMORY_LIMIT bytes more,
 *                       also after a garbage collection?                        OutOfMemory
 *
 * Why so: a count alone would call a correct but slow loop endless, and the clock alone would do so
 * on a busy machine. Processor time of this thread in one entry of one loop is neither: the whole
 * reference passes all graders in less. The time starts anew whenever the event loop turns, so a
 * loop that waits for each request of a client may live as long as its client. The second time
 * that the same loop is caught, it gets far less time: a varint that never ends is used by every
 * behaviour there is.
 *
 * Invariant: what was caught is on record for the behaviour, even if the code swallows the error.
 */
import v8 from 'node:v8';

const CPU_LIMIT_MS = 2_000;
const CPU_LIMIT_AGAIN_MS = 150;
/** What may come to a thread since its behaviour began. */
const MEMORY_LIMIT = 500 * 2 ** 20;
const MEMORY_CHECK_MS = 10;

/** One entry of one loop. */
export interface Turns {
  count: number;
  /** When its time began: wall clock, and processor time of the thread; 0 before the 64th turn. */
  sinceMs: number;
  cpuMs: number;
  /** The turn of the event loop in which that was. */
  turn: number;
  /** Of which behaviour it is: how many had ended before. */
  readonly behaviour: number;
}

type Reason = 'EndlessLoop' | 'OutOfMemory';

/** Says where a loop was ended, and why. */
export class CaughtLoop extends Error {
  override readonly name: Reason;
  constructor(name: Reason, message: string) {
    super(message);
    this.name = name;
  }
}

const caughtBefore = new Set<string>();
let caught: CaughtLoop | undefined;
let turn = 0;
let behavioursEnded = 0;
let lastMemoryCheckMs = 0;
let heldBefore = 0;
let suspicious = MEMORY_LIMIT;

setInterval(() => {
  turn++;
}, 10).unref();

/** A loop is entered. */
export function enterLoop(): Turns {
  return { count: 0, sinceMs: 0, cpuMs: 0, turn: 0, behaviour: behavioursEnded };
}

/** A loop has turned 64 times more. `site` names it: `protocol/varint.ts:50`. */
export function checkLoop(turns: Turns, site: string): void {
  if (caught !== undefined && turns.behaviour === behavioursEnded) throw caught;
  if (turns.behaviour < behavioursEnded) throw new CaughtLoop('EndlessLoop', `${site} is over`);
  const now = performance.now();
  if (turns.sinceMs === 0 || turns.turn !== turn) {
    turns.sinceMs = now;
    turns.cpuMs = threadCpuMs();
    turns.turn = turn;
  }
  if (now - lastMemoryCheckMs >= MEMORY_CHECK_MS) checkMemory(now, site);
  const limit = caughtBefore.has(site) ? CPU_LIMIT_AGAIN_MS : CPU_LIMIT_MS;
  if (now - turns.sinceMs < limit || threadCpuMs() - turns.cpuMs < limit) return;
  const passes = turns.count.toLocaleString('en');
  catchLoop('EndlessLoop', site, `the loop at ${site} had not ended after ${passes} turns`);
}

/** A behaviour has ended, and with it what still runs of its loops; gives the one that was caught. */
export function endLoops(): CaughtLoop | undefined {
  const found = caught;
  caught = undefined;
  behavioursEnded++;
  heldBefore = bytesHeld();
  suspicious = heldBefore + MEMORY_LIMIT;
  return found;
}

function catchLoop(name: Reason, site: string, message: string): never {
  caughtBefore.add(site);
  caught = new CaughtLoop(name, message);
  throw caught;
}

function checkMemory(now: number, site: string): void {
  lastMemoryCheckMs = now;
  if (bytesHeld() < suspicious) return;
  (globalThis as { gc?: () => void }).gc?.();
  const held = bytesHeld();
  // Collecting so much takes a while; it is worth it again when there is a good deal more.
  suspicious = Math.max(heldBefore + MEMORY_LIMIT, held + MEMORY_LIMIT / 4);
  if (held - heldBefore < MEMORY_LIMIT) return;
  const megabytes = Math.round(held / 2 ** 20).toLocaleString('en');
  catchLoop('OutOfMemory', site, `the loop at ${site} went on until it held ${megabytes} MB`);
}

function bytesHeld(): number {
  const { used_heap_size: used, external_memory: external } = v8.getHeapStatistics();
  return used + external;
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
