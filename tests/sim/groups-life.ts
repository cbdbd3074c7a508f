/**
 * The groups' workload: producers, and members that share a topic between them, on one broker, while
 * all goes wrong that groups-faults.ts knows. After each event everything in groups-promises.ts is
 * looked at.
 *
 *     faults     some seconds to half a minute, by seed
 *     healing    everything is put right, and every member is there
 *     in the end the group is stable, each partition has one owner, and everything that was written
 *                has been worked off and committed: the lag is 0. It must come to that within two
 *                minutes.
 *
 * One kind of group may be stuck, here as in Kafka, until it rebalances for another reason: one of
 * cooperative members where a static one ends after it was told to give up a partition, and before it
 * asks for the rebalance that gives it to somebody else. Its successor takes its place in the
 * generation and knows nothing of that. So after half a minute such a group is made to rebalance.
 */
import { SimRandom } from '#env/sim/sim-random.ts';
import type { GroupConsumerOptions } from './groups-consumer.ts';
import { Faults } from './groups-faults.ts';
import { Member, type MemberPlan } from './groups-member.ts';
import { drawPlan, type Narrowing } from './groups-plan.ts';
import { GroupTool } from './groups-tool.ts';
import { ADDRESS, GROUP, GroupsWorld, TOPIC } from './groups-world.ts';

const PEACE_LIMIT_MS = 120_000;
const STUCK_MS = 30_000;
const LONGEST_SESSION_MS = 16_000;
/** Short lives are many; what takes several turns of fate shows in a long one. */
const FAULTS_MS = [3000, 6000, 20_000] as const;

export interface LifeOptions extends Narrowing {
  /** Keeps the story of what happens. */
  readonly tells?: boolean;
}

/** How a life went. */
export interface LifeReport {
  readonly story: readonly string[];
  readonly trace: string;
  readonly eventCount: number;
}

/** Runs one seed; throws with what was violated. */
export async function runGroups(seed: number, options: LifeOptions = {}): Promise<LifeReport> {
  const life = new GroupsLife(seed, options);
  try {
    await life.run();
  } catch (cause) {
    const error = cause as Error;
    if (options.tells) {
      throw new Error(`${error.message}\n${life.report.story.slice(-60).join('\n')}`, { cause });
    }
    // The same once more, told aloud.
    await runGroups(seed, { ...options, tells: true });
    throw error;
  }
  return life.report;
}

class GroupsLife {
  readonly #world: GroupsWorld;
  readonly #members: Member[];
  readonly #faults: Faults;
  #wasStuck = false;
  /** Of somebody who asks the group what members ask. */
  readonly #options: GroupConsumerOptions;

  constructor(seed: number, { tells = false, ...narrowing }: LifeOptions) {
    const random = new SimRandom(seed).fork('plan');
    const plan = drawPlan(random, { address: ADDRESS, groupId: GROUP, topic: TOPIC }, narrowing);
    const world = new GroupsWorld({ ...plan, seed, tells });
    this.#world = world;
    this.#options = (plan.members[0] as MemberPlan).options;
    this.#members = plan.members.map((one) => {
      const { protocol, instanceId, autoCommit, assignors } = one.options;
      const how = protocol === 'classic' ? assignors.join(', ') : protocol;
      const commits = autoCommit
        ? 'automatically'
        : one.commitsBeside
          ? 'beside its polls'
          : 'itself';
      world.tell(
        `${one.name}: ${how}; ${instanceId ?? 'without a static name'}; commits ${commits}`,
      );
      const node = world.sim.world.node(one.name);
      return new Member(one, node, world.promises, world.random);
    });
    for (const member of this.#members) world.promises.watch(member);
    this.#faults = new Faults(world, this.#members);
  }

  get report(): LifeReport {
    const { story, sim } = this.#world;
    return { story, trace: sim.world.traceHash, eventCount: sim.world.eventCount };
  }

  async run(): Promise<void> {
    const world = this.#world;
    const { random } = world;
    await world.begin();
    const tool = new GroupTool(
      world.sim.world.node('tool').env,
      this.#options,
      world.promises,
      random,
    );
    tool.run(() => !world.isDone).catch((error) => world.promises.fail(error));
    for (const member of this.#members) if (random.chance(0.8)) member.start();
    const endMs =
      world.nowMs + random.between(1000, FAULTS_MS[random.nextInt(FAULTS_MS.length)] ?? 0);
    while (world.nowMs < endMs) {
      const strikeMs = world.nowMs + random.between(100, 5000);
      while (this.#faults.nextRepairMs < strikeMs) {
        await world.passTo(this.#faults.nextRepairMs);
        await this.#faults.repair();
      }
      await world.passTo(strikeMs);
      await this.#faults.strike();
    }
    await this.#expectPeace();
  }

  async #expectPeace(): Promise<void> {
    const world = this.#world;
    world.tell('healing');
    await this.#faults.end();
    // Each partition gets one more record: who has committed all, and lost it with the power, commits
    // again only with a reason to.
    world.isProducing = false;
    const limitMs = world.nowMs + PEACE_LIMIT_MS;
    const stuckMs = world.nowMs + STUCK_MS;
    while (this.#unrest() !== undefined) {
      if (world.nowMs > limitMs) throw new Error(`progress: ${this.#unrest()}`);
      if (world.nowMs > stuckMs && !this.#wasStuck) await this.#rebalanceStatics();
      // Also who is fenced later, because the power took the record of its new id.
      for (const member of this.#members) if (member.state === 'out') member.start();
      await world.passTo(world.nowMs + 500);
    }
  }

  /** Once: a static member of a cooperative group is away for longer than its session. */
  async #rebalanceStatics(): Promise<void> {
    const world = this.#world;
    this.#wasStuck = true;
    const member = this.#members.find((one) => one.isStatic && one.isCooperative);
    if (member === undefined) return;
    world.tell(`the group may be stuck: ${member.name} is away for a while`);
    member.kill();
    await world.passTo(world.nowMs + LONGEST_SESSION_MS);
  }

  /** What is not yet as it must be in the end. */
  #unrest(): string | undefined {
    const world = this.#world;
    const { groupState } = world;
    if (!world.isDone) return 'the producer has not ended';
    if (groupState !== 'Stable') return `the group is ${groupState}`;
    for (const { name, state } of this.#members) {
      if (state !== 'in') return `${name} is ${state}`;
    }
    for (const [partition, end] of world.ends().entries()) {
      const owners = this.#members
        .filter(({ owned }) => owned.has(partition))
        .map(({ name }) => name);
      if (owners.length !== 1) return `partition ${partition} is owned by ${owners}`;
      const done = world.promises.commits.processedTo(partition);
      if (done !== end) return `partition ${partition} is worked off up to ${done} of ${end}`;
      const committed = world.promises.commits.committed(partition);
      if (committed !== end) return `partition ${partition} is committed to ${committed} of ${end}`;
    }
    return undefined;
  }
}
