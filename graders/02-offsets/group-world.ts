/**
 * A group with clients that do as they like, in a world that its seed decides: when they come, what
 * they bring, how long messages take, which requests are given up and sent again, when a record
 * could not be stored. Where a behaviour asks for it they also fall silent, crash, leave and come back
 * with what was true long ago, and the broker's clocks do what clocks do.
 *
 *     first minute    all of that, and after every event: what a group must never do
 *     from then on    no more faults: the group has to become stable, with all who are still there
 *
 * What it must never do: answer twice; tell two members that they lead one generation, or of different
 * ones; hand out a part twice in a generation, or an assignment that is not stored; let a member of
 * the past work or commit; take for dead who was heard of in time.
 */

import { SimRandom } from 'reference:env/sim/sim-random.ts';
import { ErrorCode } from 'reference:protocol/errors.ts';
import type { GroupAnswer, GroupEvent, Stored } from '#groups/group-event.ts';
import {
  expectEqual,
  expectSameLines,
  expectTrue,
  withSeed,
  withTrace,
} from '../../course/grading/expect.ts';
import { WorldClient } from './group-client.ts';
import { GroupMachine } from './group-machine.ts';
import { GroupRules } from './group-rules.ts';

const FAULTS_END_MS = 60_000;
const HEALED_MS = 180_000;

export interface WorldOptions {
  /** Clients send heartbeats and commit; else they only join now and then, to see what is new. */
  readonly beats?: boolean;
  /** They may crash, fall silent for longer than a session, leave and come back. */
  readonly vanish?: boolean;
  /** The wall clock jumps, and the broker stands still for a while. */
  readonly clocks?: boolean;
}

/** What a client's request has become, once its answer is there. */
export type Receiver = (answer: GroupAnswer) => void;

/** Lets a group live in worlds of the seeds 1, 2, 3 … */
export function inWorlds(count: number, options: WorldOptions): void {
  for (let seed = 1; seed <= count; seed++) {
    withSeed(seed, () => {
      const world = new GroupWorld(seed, options);
      withTrace(
        () => world.machine.story,
        () => world.run(),
      );
    });
  }
}

interface Due {
  readonly atMs: number;
  readonly run: () => void;
}

export class GroupWorld {
  readonly machine: GroupMachine;
  readonly options: WorldOptions;
  readonly random: SimRandom;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs = 15_000;
  readonly rules: GroupRules;
  nowMs = 0;
  readonly #clients: WorldClient[] = [];
  readonly #agenda: Due[] = [];
  readonly #receivers = new Map<number, { event: GroupEvent; sentMs: number; receive: Receiver }>();

  constructor(seed: number, options: WorldOptions) {
    this.options = options;
    this.random = new SimRandom(seed);
    this.sessionTimeoutMs = options.vanish ? 8_000 : 600_000;
    this.machine = new GroupMachine(
      { initialRebalanceDelayMs: this.pick([0, 500, 3000]) },
      {
        answered: (requestId, answer) => this.#answered(requestId, answer),
        stores: ({ stored }) => this.#store(stored),
      },
    );
    this.rules = new GroupRules(this.machine.group);
    const count = 2 + this.below(4);
    for (let n = 0; n < count; n++) {
      const client = new WorldClient(this, 'abcde'[n] as string);
      this.#clients.push(client);
      this.after(this.below(n === 0 ? 100 : 20_000), () => client.start());
    }
  }

  /** Whether faults still happen. */
  get isFaulty(): boolean {
    return this.nowMs < FAULTS_END_MS;
  }

  /** Whether faults are over since long. */
  get isAtRest(): boolean {
    return this.nowMs > 2 * FAULTS_END_MS;
  }

  run(): void {
    if (this.options.clocks) this.#disturbClocks();
    this.#runUntil(FAULTS_END_MS);
    this.machine.remark('from here on nothing goes wrong any more');
    this.#runUntil(HEALED_MS);
    this.#expectHealed();
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    return Math.floor(this.random.nextFloat() * limit);
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  /** Whether something of that probability happens; once all is healed, nothing does. */
  maybe(probability: number): boolean {
    const draw = this.random.nextFloat();
    return this.isFaulty && draw < probability;
  }

  after(delayMs: number, run: () => void): void {
    const due = { atMs: this.nowMs + delayMs, run };
    let at = this.#agenda.length;
    while (at > 0 && (this.#agenda[at - 1] as Due).atMs > due.atMs) at--;
    this.#agenda.splice(at, 0, due);
  }

  /** Sends a request over the network; the answer comes back over it, some time. */
  send(name: string, words: string, eventOf: (id: number) => GroupEvent, receive: Receiver): void {
    this.after(this.#latencyMs(), () => {
      const requestId = this.machine.request(name);
      const event = eventOf(requestId);
      this.#receivers.set(requestId, { event, sentMs: this.nowMs, receive });
      this.#take(`${name} ${words}`, event);
    });
  }

  #latencyMs(): number {
    return this.maybe(0.05) ? this.below(3000) : 1 + this.below(40);
  }

  #take(words: string, event: GroupEvent): void {
    this.machine.remark(words);
    this.machine.take(event);
  }

  #answered(requestId: number, answer: GroupAnswer): void {
    const asked = this.#receivers.get(requestId);
    if (asked === undefined) return;
    this.#receivers.delete(requestId);
    this.rules.answered(asked.event, answer);
    this.after(this.#latencyMs(), () => asked.receive(answer));
  }

  #store(stored: Stored): void {
    const fails = this.maybe(0.1);
    this.after(1 + this.below(fails ? 2000 : 300), () => {
      const errorCode = fails ? ErrorCode.COORDINATOR_NOT_AVAILABLE : ErrorCode.NONE;
      this.machine.remark(fails ? 'a record could not be stored' : 'a record is stored');
      if (!fails) this.rules.stored(stored);
      this.machine.stored(stored, errorCode);
    });
  }

  #runUntil(untilMs: number): void {
    for (;;) {
      const next = this.#agenda[0];
      const nextMs = next === undefined ? Infinity : Math.max(next.atMs, this.nowMs);
      if (Math.min(nextMs, this.machine.group.nextDeadlineMs) > untilMs) break;
      if (this.machine.group.nextDeadlineMs <= nextMs) {
        this.#moveTo(this.machine.group.nextDeadlineMs);
        this.machine.tick();
      } else {
        this.#agenda.shift();
        this.#moveTo(nextMs);
        next?.run();
      }
    }
    this.#moveTo(untilMs);
  }

  #moveTo(nowMs: number): void {
    this.nowMs = Math.max(this.nowMs, nowMs);
    this.machine.nowMs = this.nowMs;
  }

  /** An administrator sets the wall clock, and now and then the process stands still for seconds. */
  #disturbClocks(): void {
    this.after(2000 + this.below(8000), () => {
      if (!this.isFaulty) return;
      if (this.random.nextFloat() < 0.6) {
        const jumpMs = this.pick([3_600_000, -3_600_000, 86_400_000, 20_000]);
        this.machine.wallAheadMs += jumpMs;
        this.machine.remark(`the wall clock jumps by ${jumpMs / 1000} s`);
      } else {
        const pauseMs = 1000 + this.below(12_000);
        this.#moveTo(this.nowMs + pauseMs);
        this.machine.remark(`the broker stood still for ${pauseMs / 1000} s`);
        this.rules.forgive();
        this.machine.tick();
      }
      this.#disturbClocks();
    });
  }

  #expectHealed(): void {
    const { group } = this.machine;
    const there = this.#clients.filter((client) => client.isThere);
    const ids = there.map(({ memberId }) => memberId);
    const what = 'the members, once nothing goes wrong, in any order';
    expectSameLines([...group.members.keys()], ids, what);
    expectEqual(group.phase, ids.length > 0 ? 'Stable' : 'Empty', 'the phase at the end');
    const generations = there.map(({ generationId }) => generationId);
    const expected = there.map(() => group.generationId);
    expectEqual(generations, expected, 'the generations that its clients work in');
    const parts = there.flatMap((client) => client.parts);
    const all = there.length > 0 ? ['0', '1', '2', '3'] : [];
    expectSameLines(parts, all, 'the parts that they have, in any order');
    const old = [...this.#receivers.values()].filter(({ sentMs }) => sentMs < HEALED_MS - 30_000);
    const unanswered = old.map(({ event, sentMs }) => `a ${event.kind} of ${sentMs} ms`);
    expectTrue(old.length === 0, 'every request is answered in the end', unanswered);
  }
}
