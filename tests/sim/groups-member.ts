/**
 * A member of the simulated group: an application on a machine of its own, with a consumer in it.
 *
 *     poll ─► records ─► work on them, which takes time ─► sometimes commit ─► poll …
 *
 * It tells the promises (groups-promises.ts) all that it sees and does. It can be killed and started
 * again, stand still as a whole, or only stop to poll for a while.
 */
import type { Env } from '#env/env.ts';
import type { SimNode } from '#env/sim/sim-node.ts';
import type { SimRandom } from '#env/sim/sim-random.ts';
import type { Moment } from './groups-commits.ts';
import {
  CommitFailed,
  Ended,
  type GroupConsumer,
  type GroupConsumerOptions,
  type MakeConsumer,
} from './groups-consumer.ts';
import type { GroupPromises } from './groups-promises.ts';

/** Of an assignment that may be from before or after a loss of power. */
export const UNKNOWN_AGE = -1;
const POLL_MS = 1500;

export interface MemberPlan {
  readonly name: string;
  readonly make: MakeConsumer;
  /** Whether it polls on while it commits. */
  readonly commitsBeside: boolean;
  readonly options: GroupConsumerOptions;
}

/** What a process believes to own: a partition, and the offset that comes next, once it is known. */
export type Owned = Map<number, number | undefined>;

export class Member {
  readonly name: string;
  readonly node: SimNode;
  readonly owned: Owned = new Map();
  /** What was committed when it got a partition. */
  readonly begins = new Map<number, Moment>();
  /** Of what it owns: the generation, and how often power was lost before. */
  generation = -1;
  age = 0;
  /**
   * What it was in when power was lost. What it heard before, or what was under way to it then, it may
   * act on after.
   */
  #epochOfOld: number | undefined;
  #hasOutlivedPower = false;
  /** 'out': not started, or at its end. */
  state: 'out' | 'in' | 'leaving' = 'out';
  readonly #plan: MemberPlan;
  readonly #promises: GroupPromises;
  readonly #random: SimRandom;
  #consumer: GroupConsumer | undefined;
  #workMs = 0;
  /** What is worked off and not committed yet. */
  readonly #finished = new Map<number, number>();

  constructor(plan: MemberPlan, node: SimNode, promises: GroupPromises, random: SimRandom) {
    this.name = plan.name;
    this.node = node;
    this.#plan = plan;
    this.#promises = promises;
    this.#random = random;
  }

  /** The name under which the group knows it: the static name stands for one process at a time. */
  get identity(): string {
    return this.#plan.options.instanceId ?? this.memberId;
  }

  get memberId(): string {
    return this.#consumer?.memberId ?? '';
  }

  /**
   * What its assignment is of. A member of the classic protocol may be in the next generation already
   * and not know its share of it; one of the consumer protocol comes to an epoch by its share.
   */
  get epoch(): number {
    const isClassic = this.#plan.options.protocol === 'classic';
    return isClassic ? this.generation : (this.#consumer?.generation ?? -1);
  }

  get isStatic(): boolean {
    return this.#plan.options.instanceId !== null;
  }

  get isCooperative(): boolean {
    const { protocol, assignors } = this.#plan.options;
    return protocol === 'classic' && assignors.includes('cooperative-sticky');
  }

  /** Starts a process; one that runs is killed first. */
  start(): void {
    this.kill();
    this.state = 'in';
    this.#promises.note(`${this.name} starts`);
    this.#workMs = 0;
    this.#epochOfOld = undefined;
    this.#hasOutlivedPower = false;
    this.#live(this.node.restart()).catch((error) => this.#promises.fail(error));
  }

  kill(): void {
    if (this.state === 'out') return;
    this.#promises.note(`${this.name} is killed`);
    this.node.crash();
    this.#end();
  }

  /** Asks it to leave the group in order. */
  leave(): void {
    if (this.state === 'in') this.state = 'leaving';
  }

  /** Its next piece of work takes so long: meanwhile it does not poll. */
  stall(durationMs: number): void {
    this.#promises.note(`${this.name} works for ${Math.round(durationMs)} ms`);
    this.#workMs = durationMs;
  }

  /** Generations are counted anew from here on. */
  outlivesPower(): void {
    this.#epochOfOld = this.#consumer?.generation;
    this.#hasOutlivedPower = true;
  }

  async #live(env: Env): Promise<void> {
    this.#consumer = this.#plan.make(env, this.#plan.options, {
      assigned: (partitions) => this.#assigned(partitions),
      revoked: (partitions) => this.#revoked(partitions),
      lost: (partitions) => this.#gone(partitions, 'lost'),
    });
    const consumer = this.#consumer;
    try {
      while (this.state === 'in') await this.#round(env, consumer);
      this.#promises.note(`${this.name} leaves`);
      await consumer.close();
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      this.#promises.note(`${this.name} can't go on: ${error.message}`);
      this.node.crash();
    }
    this.#end();
  }

  async #round(env: Env, consumer: GroupConsumer): Promise<void> {
    const records = await consumer.poll(POLL_MS);
    for (const { partition, offset } of records) this.#promises.delivered(this, partition, offset);
    if (records.length > 0 || this.#workMs > 0) {
      const workMs = this.#workMs + this.#random.between(1, 200);
      this.#workMs = 0;
      await env.clock.sleep(workMs);
    }
    for (const { partition, offset } of records) {
      this.#promises.commits.processed(partition, offset);
      if (this.owned.has(partition)) this.#finished.set(partition, offset + 1);
    }
    // Only with nothing new does it always commit, so that all of it is committed in the end.
    const isDue = records.length === 0 || this.#random.chance(0.3);
    if (this.#plan.options.autoCommit || !isDue) return;
    const committed = this.#commit(this.#finished, this.#plan.commitsBeside);
    if (this.#plan.commitsBeside) committed.catch((error) => this.#promises.fail(error));
    else await committed;
  }

  async #commit(offsets: ReadonlyMap<number, number>, beside = false): Promise<void> {
    const asked = new Map(offsets);
    if (asked.size === 0) return;
    const before = this.#promises.moment();
    try {
      await (beside ? this.#consumer?.commitBeside(asked) : this.#consumer?.commit(asked));
    } catch (error) {
      if (!(error instanceof CommitFailed)) throw error;
      this.#promises.note(`${this.name} can't commit: ${error.message}`);
      return;
    }
    this.#promises.acknowledged(this, asked, before);
    for (const [partition, offset] of asked) {
      if (this.#finished.get(partition) === offset) this.#finished.delete(partition);
    }
  }

  #assigned(partitions: readonly number[]): void {
    for (const partition of partitions) this.owned.set(partition, undefined);
    this.generation = this.#consumer?.generation ?? -1;
    const mayBeUnderWay = this.#hasOutlivedPower && this.#promises.mayHearOfOld;
    const mayBeOld = this.generation === this.#epochOfOld || mayBeUnderWay;
    this.age = mayBeOld ? UNKNOWN_AGE : this.#promises.age;
    this.#promises.assigned(this, partitions);
  }

  async #revoked(partitions: readonly number[]): Promise<void> {
    if (!this.#plan.options.autoCommit) await this.#commit(this.#finished);
    this.#gone(partitions, 'revoked');
  }

  #gone(partitions: readonly number[], how: 'revoked' | 'lost'): void {
    if (how === 'lost') this.#epochOfOld = undefined;
    this.#promises.note(`${this.name} ${how}: ${partitions}`);
    for (const partition of partitions) {
      this.owned.delete(partition);
      this.#finished.delete(partition);
    }
  }

  #end(): void {
    this.state = 'out';
    this.owned.clear();
    this.#finished.clear();
    this.generation = -1;
  }
}
