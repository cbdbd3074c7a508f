/**
 * The simulated network between nodes: hosts, and a link for each direction between two of them.
 *
 * The fault model. A stream's bytes arrive in order, uncorrupted and once, or not at all: that is
 * what TCP leaves of a bad network. By seed vary when they arrive, and in what chunks: a write may
 * be split, and several may be joined. Faults, per direction:
 *
 *     setLink     slower: a delay drawn between two bounds, a bandwidth
 *     partition   nothing arrives; what was sent waits, as if TCP sent it again and again, and
 *                 arrives after `heal`. The other direction goes on: acknowledgements of TCP
 *                 itself are not modelled. New connections need both directions.
 *     cut         every connection between two nodes breaks: both ends hear of a reset
 *
 * When a process crashes, its machine closes its connections: peers hear of it. When a machine
 * crashes, peers hear nothing, until they send something after it is up again: then, a reset.
 */
import type { SimConnection } from '#env/sim/sim-connection.ts';
import type { SimListener } from '#env/sim/sim-network.ts';
import type { SimPipe } from '#env/sim/sim-pipe.ts';
import type { SimRandom } from '#env/sim/sim-random.ts';
import type { EventOwner, SimScheduler } from '#env/sim/sim-scheduler.ts';

export interface Link {
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  /** Bytes a millisecond; no limit when left out. */
  readonly bytesPerMs?: number;
}

/** A machine's place in the network. */
export class SimHost {
  readonly name: string;
  /** False while the machine has no power. */
  up = true;
  readonly listeners = new Map<number, SimListener>();
  readonly connections = new Set<SimConnection>();
  #lastEphemeralPort = 49_151;

  constructor(name: string) {
    this.name = name;
  }

  /** A port nobody listens on. */
  freePort(): number {
    do {
      this.#lastEphemeralPort += 1;
      if (this.#lastEphemeralPort > 65_535) this.#lastEphemeralPort = 49_152;
    } while (this.listeners.has(this.#lastEphemeralPort));
    return this.#lastEphemeralPort;
  }
}

const LOOPBACK: Link = { minDelayMs: 0.01, maxDelayMs: 0.05 };
const DEFAULT_LINK: Link = { minDelayMs: 0.1, maxDelayMs: 1 };

export class SimFabric implements EventOwner {
  readonly name = 'network';
  readonly alive = true;
  readonly scheduler: SimScheduler;
  readonly random: SimRandom;
  readonly #hosts = new Map<string, SimHost>();
  /** By who sends, then by who receives; without one, a direction is an ordinary one. */
  readonly #links = new Map<string, Map<string, Link>>();
  /** By who sends: to whom nothing arrives. */
  readonly #blocked = new Map<string, Set<string>>();
  readonly #stalled = new Set<SimPipe>();

  constructor(scheduler: SimScheduler, random: SimRandom) {
    this.scheduler = scheduler;
    this.random = random;
  }

  addHost(name: string): SimHost {
    const host = new SimHost(name);
    this.#hosts.set(name, host);
    return host;
  }

  host(name: string): SimHost | undefined {
    return this.#hosts.get(name);
  }

  /** Changes how the direction from one node to another behaves. */
  setLink(from: string, to: string, link: Link): void {
    const links = this.#links.get(from) ?? new Map<string, Link>();
    this.#links.set(from, links.set(to, link));
  }

  /** Nothing that `from` sends reaches `to` any more. */
  partition(from: string, to: string): void {
    const blocked = this.#blocked.get(from) ?? new Set<string>();
    this.#blocked.set(from, blocked.add(to));
  }

  /** Nothing passes between the node and any other. */
  isolate(name: string): void {
    for (const other of this.#hosts.keys()) {
      if (other === name) continue;
      this.partition(name, other);
      this.partition(other, name);
    }
  }

  /** Ends all partitions; what waited goes on. */
  heal(): void {
    this.#blocked.clear();
    this.retryStalled();
  }

  /** Breaks every connection between two nodes. */
  cut(a: string, b: string): void {
    for (const connection of [...(this.#hosts.get(a)?.connections ?? [])]) {
      if (connection.peerHost.name !== b) continue;
      connection.peer?.reset();
      connection.reset();
    }
  }

  isBlocked(from: SimHost, to: SimHost): boolean {
    return !to.up || this.#blocked.get(from.name)?.has(to.name) === true;
  }

  delayMs(from: SimHost, to: SimHost): number {
    return this.delayOn(this.linkBetween(from, to));
  }

  delayOn({ minDelayMs, maxDelayMs }: Link): number {
    return this.random.between(minDelayMs, maxDelayMs);
  }

  linkBetween(from: SimHost, to: SimHost): Link {
    if (from === to) return LOOPBACK;
    return this.#links.get(from.name)?.get(to.name) ?? DEFAULT_LINK;
  }

  /** Remembers a stream whose bytes could not arrive. */
  stall(pipe: SimPipe): void {
    this.#stalled.add(pipe);
  }

  /** Lets what could not arrive try again. */
  retryStalled(): void {
    const pipes = [...this.#stalled];
    this.#stalled.clear();
    for (const pipe of pipes) pipe.retry();
  }
}
