/**
 * A world made of a seed: nodes with clocks, disks and a network between them, in virtual time.
 *
 *     const world = new SimWorld({ seed: 42, ...nodeHost });
 *     const node = world.node('broker-1');
 *     const broker = await world.complete(startBroker(node.env, config));
 *     world.network.partition('broker-1', 'broker-2');
 *     await world.run(30_000);                            // 30 virtual seconds later
 *     node.crash({ losePower: true });
 *     node.restart();                                     // node.env is a new one now
 *
 * The same seed gives the same run, byte for byte (`traceHash`), as long as the program takes
 * nothing from outside its `Env`. A usual test has two phases: first faults, while invariants are
 * checked after each event; then `heal()`, and the program has to get its work done.
 */
import type { Codecs } from '#env/codecs.ts';
import type { Digests } from '#env/sim/sim-crypto.ts';
import { SimFabric } from '#env/sim/sim-fabric.ts';
import { type NodeParts, SimNode } from '#env/sim/sim-node.ts';
import { SimRandom } from '#env/sim/sim-random.ts';
import { type PostTask, SimScheduler } from '#env/sim/sim-scheduler.ts';
import { SimTrace } from '#env/sim/sim-trace.ts';

export interface SimWorldOptions {
  readonly seed: number;
  /** What the engine gives: in Node, `nodeHost`. */
  readonly codecs: Codecs;
  readonly digests: Digests;
  readonly postTask: PostTask;
  /** What the wall clocks show at first; 2026-01-01 when left out. */
  readonly startTimeMs?: number;
  /** Keeps the trace's lines, not only their hash. */
  readonly recordTrace?: boolean;
}

const NEW_YEAR_2026_MS = 1_767_225_600_000;

export class SimWorld {
  readonly seed: number;
  readonly network: SimFabric;
  /** For the test's own choices: it draws from the seed, too. */
  readonly random: SimRandom;
  readonly #parts: NodeParts;
  readonly #scheduler: SimScheduler;
  readonly #trace: SimTrace;
  readonly #nodes = new Map<string, SimNode>();

  constructor(options: SimWorldOptions) {
    const random = new SimRandom(options.seed);
    this.seed = options.seed;
    this.random = random.fork('test');
    this.#trace = new SimTrace(options.recordTrace ?? false);
    this.#scheduler = new SimScheduler(random.fork('ties'), this.#trace, options.postTask);
    this.network = new SimFabric(this.#scheduler, random.fork('network'));
    this.#parts = {
      random,
      scheduler: this.#scheduler,
      trace: this.#trace,
      fabric: this.network,
      codecs: options.codecs,
      digests: options.digests,
      startTimeMs: options.startTimeMs ?? NEW_YEAR_2026_MS,
    };
  }

  /** Virtual milliseconds since the world began. */
  get nowMs(): number {
    return this.#scheduler.nowMs;
  }

  get eventCount(): number {
    return this.#scheduler.eventCount;
  }

  /** Names all that has happened so far. */
  get traceHash(): string {
    return this.#trace.hash;
  }

  /** What has happened so far, if it is recorded. */
  get trace(): readonly string[] {
    return this.#trace.lines;
  }

  /** The node of that name, made and started when there is none. */
  node(name: string): SimNode {
    let node = this.#nodes.get(name);
    if (node === undefined) {
      node = new SimNode(name, this.#parts);
      this.#nodes.set(name, node);
    }
    return node;
  }

  /** Has `check` called after each event; what it throws ends the run. */
  checkAfterEachEvent(check: (() => void) | undefined): void {
    this.#scheduler.afterEvent = check;
  }

  /** Runs until `untilMs` of the world's time; events later than that stay. */
  async run(untilMs: number): Promise<void> {
    await this.#run(untilMs, () => false);
    this.#scheduler.advanceTo(untilMs);
  }

  /** Runs until nothing is left to do; a program with a periodic timer never gets there. */
  runUntilIdle(): Promise<void> {
    return this.#run(Number.POSITIVE_INFINITY, () => false);
  }

  /** Runs one event and what follows from it at once. Resolves to false when there was none. */
  async step(): Promise<boolean> {
    const before = this.#scheduler.eventCount;
    await this.#run(Number.POSITIVE_INFINITY, () => this.#scheduler.eventCount > before);
    return this.#scheduler.eventCount > before;
  }

  /** Runs until `work` has settled, and gives its outcome; rejects when it hangs. */
  async complete<T>(work: Promise<T>, limitMs = 3_600_000): Promise<T> {
    let settled = false;
    const settle = (): void => {
      settled = true;
    };
    work.then(settle, settle);
    await this.#run(this.nowMs + limitMs, () => settled);
    if (!settled) {
      throw new Error(`Seed ${this.seed}: nothing more happens, and the work is not done.`);
    }
    return work;
  }

  /** Ends all faults: partitions, disk faults, processes that stand still or crashed. Phase two. */
  heal(): void {
    this.network.heal();
    for (const node of this.#nodes.values()) {
      node.volume.fault = undefined;
      node.resume();
      if (!node.alive) node.restart();
    }
  }

  async #run(untilMs: number, done: () => boolean): Promise<void> {
    try {
      await this.#scheduler.run(untilMs, done);
    } catch (cause) {
      const { message } = cause as Error;
      throw new Error(`Seed ${this.seed}, at ${this.nowMs.toFixed(3)} ms: ${message}`, { cause });
    }
  }
}
