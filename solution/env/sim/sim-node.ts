/**
 * A simulated machine and the process on it.
 *
 *     machine   volume, crystal, host            stay for ever
 *     process   env: handles, timers, sockets    one life, from start to crash
 *
 * `crash()` kills the process: its pending events never fire, its locks are free, peers see their
 * connections end; files stay as they were. `crash({ losePower: true })` takes the machine down:
 * what was not synced is at risk, and peers hear nothing. `pause()` is kill -STOP, or a long collection
 * of garbage: the process does nothing and knows nothing of it, while time goes by, its connections
 * stay and take in what arrives, and its timers fall due; `resume()` lets it go on.
 */
import type { Codecs } from '#env/codecs.ts';
import type { Env } from '#env/env.ts';
import { SimClock, SimCrystal } from '#env/sim/sim-clock.ts';
import { createSimCrypto, type Digests } from '#env/sim/sim-crypto.ts';
import { SimDisk } from '#env/sim/sim-disk.ts';
import type { SimFabric, SimHost } from '#env/sim/sim-fabric.ts';
import { SimLog } from '#env/sim/sim-log.ts';
import { SimNetwork } from '#env/sim/sim-network.ts';
import { SimProcess } from '#env/sim/sim-process.ts';
import type { SimRandom } from '#env/sim/sim-random.ts';
import type { SimScheduler } from '#env/sim/sim-scheduler.ts';
import type { SimTrace } from '#env/sim/sim-trace.ts';
import { SimVolume } from '#env/sim/sim-volume.ts';

/** What a world gives each of its nodes. */
export interface NodeParts {
  readonly random: SimRandom;
  readonly scheduler: SimScheduler;
  readonly trace: SimTrace;
  readonly fabric: SimFabric;
  readonly codecs: Codecs;
  readonly digests: Digests;
  readonly startTimeMs: number;
}

/** What a node runs, at its start and at each restart. */
export type NodeProgram = (env: Env) => unknown;

export class SimNode {
  readonly name: string;
  readonly volume: SimVolume;
  readonly crystal: SimCrystal;
  readonly log: SimLog;
  readonly #parts: NodeParts;
  readonly #host: SimHost;
  readonly #random: SimRandom;
  #lives = 0;
  #process: SimProcess;
  #env: Env;
  #program: NodeProgram | undefined;

  constructor(name: string, parts: NodeParts) {
    this.name = name;
    this.#parts = parts;
    this.#random = parts.random.fork(`node ${name}`);
    this.volume = new SimVolume(this.#random.fork('disk'));
    this.crystal = new SimCrystal(parts.scheduler, parts.startTimeMs);
    this.log = new SimLog(parts.scheduler, parts.trace, name);
    this.#host = parts.fabric.addHost(name);
    this.#process = this.#newProcess();
    this.#env = this.#newEnv();
  }

  /** The living process's world; after a restart, another one. */
  get env(): Env {
    return this.#env;
  }

  get alive(): boolean {
    return this.#process.alive;
  }

  /** Runs `program` now and after every restart. What it throws while alive ends the run. */
  run(program: NodeProgram): void {
    this.#program = program;
    const process = this.#process;
    process.schedule(0, 'start', async () => {
      try {
        await program(this.#env);
      } catch (failure) {
        // Thrown from an event of its own, where the scheduler hears it; a dead process has none.
        process.schedule(0, 'failed', () => {
          throw failure;
        });
      }
    });
  }

  crash(options: { losePower?: boolean } = {}): void {
    if (!this.alive) return;
    this.#process.die();
    this.#host.listeners.clear();
    const connections = [...this.#host.connections];
    if (options.losePower) {
      this.#host.up = false;
      for (const connection of connections) connection.vanish();
      this.#process.note('crash', `power lost, ${this.volume.losePower()}`, 0);
    } else {
      for (const connection of connections) connection.abandon();
      this.#process.note('crash', 'process killed', 0);
    }
  }

  /** Makes the process stand still. */
  pause(): void {
    if (!this.alive) return;
    this.#process.stand();
    this.#process.note('pause', '', 0);
  }

  /** Lets a process that stands still go on. */
  resume(): void {
    if (this.#process.held === undefined || !this.alive) return;
    this.#process.note('resume', '', 0);
    this.#process.goOn();
    for (const connection of this.#host.connections) connection.wake();
  }

  /** Starts a new process; a living one is killed first. */
  restart(): Env {
    this.crash();
    this.#process = this.#newProcess();
    this.#env = this.#newEnv();
    this.#host.up = true;
    this.#parts.fabric.retryStalled();
    if (this.#program !== undefined) this.run(this.#program);
    return this.#env;
  }

  #newProcess(): SimProcess {
    const { scheduler, trace } = this.#parts;
    return new SimProcess(this.name, scheduler, trace, this.crystal);
  }

  #newEnv(): Env {
    const { scheduler, fabric, codecs, digests } = this.#parts;
    this.#lives += 1;
    const random = this.#random.fork(`life ${this.#lives}`);
    return {
      clock: new SimClock(scheduler, this.crystal, this.#process),
      random,
      disk: new SimDisk(this.volume, this.#process),
      network: new SimNetwork(fabric, this.#host, this.#process),
      crypto: createSimCrypto(random.fork('crypto'), digests),
      codecs,
      log: this.log,
    };
  }
}
