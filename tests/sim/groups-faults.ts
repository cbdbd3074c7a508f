/**
 * What may go wrong, one thing after another, as the seed will have it. Most things are put right
 * again some seconds later; until then others may happen.
 *
 *     broker    is stopped, killed, loses its power; stands still
 *     ambushes  kill the broker or a member right after a record of the group was written
 *     member    is killed, leaves, stands still (longer than its session, too), works so long that
 *               it misses max.poll.interval.ms; comes back, or for the first time; or all leave
 *     network   cuts a member's connections, blocks one direction or both, becomes slow
 *     clocks    of the broker and of members jump, and run fast or slow
 *
 * One thing the network does not do: what a client has sent on a connection that it gave up does not
 * arrive after what it sent on the next one. TCP promises nothing about that, and Kafka can't tell the
 * two apart: of two commits of one member in one generation the older one would count. So a slow link
 * has one delay for all, and its connections break when it becomes fast again.
 */
import type { Link } from '#env/sim/sim-fabric.ts';
import type { Member } from './groups-member.ts';
import { BROKER, type GroupsWorld } from './groups-world.ts';

interface Repair {
  readonly atMs: number;
  readonly run: () => unknown;
}

const GOOD_LINK: Link = { minDelayMs: 0.1, maxDelayMs: 1 };
/** Half of them are longer than most sessions. */
const PAUSE_MS = [200, 3000, 10_000, 20_000] as const;
const DAY_MS = 86_400_000;

export class Faults {
  readonly #world: GroupsWorld;
  readonly #members: readonly Member[];
  #repairs: Repair[] = [];

  constructor(world: GroupsWorld, members: readonly Member[]) {
    this.#world = world;
    this.#members = members;
  }

  /** When the next thing is due to be put right. */
  get nextRepairMs(): number {
    return Math.min(Infinity, ...this.#repairs.map(({ atMs }) => atMs));
  }

  /** Puts right what is due by now. */
  async repair(untilMs = this.#world.nowMs): Promise<void> {
    const isDue = ({ atMs }: Repair) => atMs <= untilMs;
    const due = this.#repairs.filter(isDue).sort((a, b) => a.atMs - b.atMs);
    this.#repairs = this.#repairs.filter((one) => !isDue(one));
    for (const { run } of due) await run();
  }

  /** Lets something go wrong. */
  async strike(): Promise<void> {
    const roll = this.#world.random.nextInt(100);
    if (roll < 18) await this.#strikeBroker();
    else if (roll < 28) this.#ambush(this.#anyMember());
    else if (roll < 33) this.#desert();
    else if (roll < 62) this.#strikeMember(this.#anyMember());
    else if (roll < 85) this.#strikeNetwork(this.#anyMember());
    else this.#strikeClock();
  }

  /** Puts everything right, at once. */
  async end(): Promise<void> {
    this.#world.ambush = undefined;
    await this.repair(Infinity);
    await this.#world.startBroker();
    this.#world.heal();
    const { world } = this.#world.sim;
    for (const name of [BROKER, ...this.#members.map((one) => one.name)]) {
      world.node(name).resume();
      world.node(name).crystal.driftTo(1);
    }
  }

  async #strikeBroker(): Promise<void> {
    const world = this.#world;
    if (!world.isUp) return;
    const { random } = world;
    const how = (['stop', 'kill', 'kill', 'power', 'pause'] as const)[random.nextInt(5)];
    if (how === 'pause') {
      const pauseMs = this.#pauseMs();
      world.tell(`the broker stands still for ${Math.round(pauseMs)} ms`);
      world.sim.node.pause();
      this.#later(pauseMs, () => world.sim.node.resume());
      return;
    }
    world.sim.node.resume();
    await world.endBroker(how ?? 'kill');
    const downMs = random.chance(0.5) ? 0 : random.between(10, 8000);
    this.#later(downMs, () => world.startBroker());
  }

  /** Waits for the worst moment: a generation or a commit is in the log, and nobody knows it yet. */
  #ambush(member: Member): void {
    const world = this.#world;
    const hitsBroker = world.random.chance(0.5);
    world.tell(`an ambush for ${hitsBroker ? 'the broker' : member.name}`);
    world.ambush = () => {
      if (hitsBroker) {
        world.killBroker();
        this.#later(world.random.between(0, 4000), () => world.startBroker());
      } else if (member.state !== 'out') {
        member.kill();
        this.#later(world.random.between(1, 9000), () => member.state === 'out' && member.start());
      }
    };
  }

  /** All members leave, and the group is empty for a while. */
  #desert(): void {
    this.#world.tell('everybody leaves');
    for (const member of this.#members) member.leave();
    this.#later(this.#world.random.between(3000, 12_000), () => {
      for (const member of this.#members) if (member.state === 'out') member.start();
    });
  }

  #strikeMember(member: Member): void {
    const { random } = this.#world;
    if (member.state === 'out') {
      member.start();
      return;
    }
    const roll = random.nextInt(10);
    if (roll < 4) {
      member.kill();
      const downMs = random.chance(0.5) ? random.between(1, 1500) : random.between(1000, 15_000);
      this.#later(downMs, () => member.state === 'out' && member.start());
    } else if (roll < 5) member.leave();
    else if (roll < 8) {
      const pauseMs = this.#pauseMs();
      this.#world.tell(`${member.name} stands still for ${Math.round(pauseMs)} ms`);
      member.node.pause();
      this.#later(pauseMs, () => member.node.resume());
    } else member.stall(this.#pauseMs() * 2);
  }

  #strikeNetwork({ name }: Member): void {
    const { random, sim } = this.#world;
    const { network } = sim.world;
    const kind = (['cut', 'cut', 'to', 'from', 'both', 'slow'] as const)[random.nextInt(6)];
    this.#world.tell(`the network to ${name}: ${kind}`);
    if (kind === 'cut') network.cut(name, BROKER);
    else if (kind === 'slow') this.#slowDown(name);
    else {
      if (kind !== 'from') network.partition(name, BROKER);
      if (kind !== 'to') network.partition(BROKER, name);
      this.#later(this.#pauseMs(), () => {
        this.#world.tell('the network is whole');
        network.heal();
      });
    }
  }

  #slowDown(name: string): void {
    const { random, sim } = this.#world;
    const { network } = sim.world;
    const delayMs = random.between(20, 900);
    const setLinks = (link: Link) => {
      network.setLink(name, BROKER, link);
      network.setLink(BROKER, name, link);
    };
    setLinks({ minDelayMs: delayMs, maxDelayMs: delayMs });
    this.#later(random.between(500, 10_000), () => {
      setLinks(GOOD_LINK);
      network.cut(name, BROKER);
      network.cut(BROKER, name);
    });
  }

  #strikeClock(): void {
    const { random, sim } = this.#world;
    const name = random.chance(0.5) ? BROKER : this.#anyMember().name;
    const { crystal } = sim.world.node(name);
    if (random.chance(0.5)) {
      const jumpMs = random.between(-DAY_MS, DAY_MS);
      this.#world.tell(`the clock of ${name} jumps by ${Math.round(jumpMs)} ms`);
      crystal.skewBy(jumpMs);
    } else {
      const rate = random.between(0.5, 2);
      this.#world.tell(`the clock of ${name} runs at ${rate.toFixed(2)}`);
      crystal.driftTo(rate);
    }
  }

  #anyMember(): Member {
    return this.#members[this.#world.random.nextInt(this.#members.length)] as Member;
  }

  #pauseMs(): number {
    const { random } = this.#world;
    const longestMs = PAUSE_MS[random.nextInt(PAUSE_MS.length)] ?? 0;
    return random.between(longestMs / 2, longestMs);
  }

  #later(delayMs: number, run: () => unknown): void {
    this.#repairs.push({ atMs: this.#world.nowMs + delayMs, run });
  }
}
