/**
 * What may go wrong, one thing after another, as the seed will have it. Most things are put right
 * again some seconds later; until then others may happen.
 *
 *     broker    is stopped, killed, loses its power; stands still
 *     member    is killed, leaves, stands still (longer than its session, too), works so long that
 *               it misses max.poll.interval.ms; comes back, or for the first time
 *     network   cuts a member's connections, blocks one direction or both, becomes slow
 *     clocks    of the broker and of members jump, and run fast or slow
 */
import type { Member } from './groups-member.ts';
import { BROKER, type GroupsWorld } from './groups-world.ts';

interface Repair {
  readonly atMs: number;
  readonly run: () => unknown;
}

const SLOW_LINK = { minDelayMs: 20, maxDelayMs: 900 };
const GOOD_LINK = { minDelayMs: 0.1, maxDelayMs: 1 };
/** Some are longer than any session. */
const PAUSE_MS = [200, 3000, 12_000, 20_000] as const;
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
    if (roll < 22) await this.#strikeBroker();
    else if (roll < 62) this.#strikeMember(this.#anyMember());
    else if (roll < 85) this.#strikeNetwork(this.#anyMember());
    else this.#strikeClock();
  }

  /** Puts everything right, at once. */
  async end(): Promise<void> {
    await this.repair(Infinity);
    await this.#world.startBroker();
    this.#world.heal();
    const { world } = this.#world.sim;
    for (const name of [BROKER, ...this.#members.map((one) => one.name)]) {
      world.node(name).resume();
      world.node(name).crystal.driftTo(1);
      world.network.setLink(BROKER, name, GOOD_LINK);
      world.network.setLink(name, BROKER, GOOD_LINK);
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
    else if (kind === 'slow') {
      network.setLink(name, BROKER, SLOW_LINK);
      network.setLink(BROKER, name, SLOW_LINK);
      this.#later(random.between(500, 10_000), () => {
        network.setLink(name, BROKER, GOOD_LINK);
        network.setLink(BROKER, name, GOOD_LINK);
      });
    } else {
      if (kind !== 'from') network.partition(name, BROKER);
      if (kind !== 'to') network.partition(BROKER, name);
      this.#later(this.#pauseMs(), () => {
        this.#world.tell('the network is whole');
        network.heal();
      });
    }
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
    return random.between(50, PAUSE_MS[random.nextInt(PAUSE_MS.length)] ?? 0);
  }

  #later(delayMs: number, run: () => unknown): void {
    this.#repairs.push({ atMs: this.#world.nowMs + delayMs, run });
  }
}
