/**
 * Both sides on one clock: every tick the producer publishes, readers read and workers work. A step is
 * the next tick at which something happened.
 */
import { SimWorld } from '#env/sim/sim-world.ts';
import type { Act, Happening, Offer, Setup, Stage } from '../core/simulation.ts';
import type { Host } from '../host/browser-host.ts';
import { LogSide, type LogState } from './log-side.ts';
import { Queue, type QueueState } from './queue-side.ts';
import {
  APPLICATIONS,
  type Application,
  doTo,
  EARLY,
  type OptionFields,
  type Options,
  retentionMs,
} from './setup.ts';
import { Pace, TICK_MS } from './work.ts';

export interface BothState {
  readonly published: number;
  readonly messages: number;
  readonly log: LogState;
  readonly queues: readonly QueueState[];
}

const PUBLISH_EVERY_MS = 2 * TICK_MS;

export class BothSides implements Stage<BothState> {
  readonly #world: SimWorld;
  readonly #options: Options;
  readonly #log: LogSide;
  readonly #queues: Queue[] = [];
  #happenings: Happening[] = [];
  #published = 0;

  constructor({ seed, options }: Setup<OptionFields>, host: Host) {
    this.#world = new SimWorld({ seed, ...host });
    this.#options = options;
    this.#log = new LogSide(this.#world.node('log').env, retentionMs(options), this.#say);
    for (const name of EARLY) this.#join(name);
  }

  get nowMs(): number {
    return this.#world.nowMs;
  }

  get traceHash(): string {
    return this.#world.traceHash;
  }

  async advance(): Promise<boolean> {
    const before = this.#happenings.length;
    while (this.#happenings.length === before) {
      if (this.#idle) return false;
      await this.#world.run(this.nowMs + TICK_MS);
      this.#tick();
    }
    return true;
  }

  async act({ name, args }: Act): Promise<void> {
    const who = (args.application ?? 'audit') as Application;
    if (name === 'join') return this.#join(who);
    const reader = this.#log.readers.find((one) => one.name === who);
    const queue = this.#queues.find((one) => one.name === who);
    if (reader === undefined || queue === undefined) {
      return this.#say(who, 'note', 'Has not joined yet.');
    }
    for (const side of [reader, queue]) {
      if (name === 'slow') side.toggleSlow();
      else if (name === 'sleep') side.toggleSleep();
      else if (name === 'crash') side.crash(this.nowMs);
    }
    if (name !== 'replay') return;
    reader.seekToStart();
    queue.replay();
  }

  state(): BothState {
    return {
      published: this.#published,
      messages: this.#options.messages,
      log: this.#log.state(),
      queues: this.#queues.map((queue) => queue.state()),
    };
  }

  takeHappenings(): Happening[] {
    const taken = this.#happenings;
    this.#happenings = [];
    return taken;
  }

  offers(): Offer[] {
    const joined = this.#log.readers.map((reader) => reader.state());
    const late = APPLICATIONS.filter((one) => !joined.some(({ name }) => name === one));
    return [
      ...late.map((name) => ({ act: doTo('join'), label: `Let ${name} join now`, group: name })),
      ...joined.flatMap(({ name, slow, asleep }) => [
        { act: doTo('replay', name), label: 'Read all again', group: name },
        { act: doTo('crash', name), label: 'Crash', group: name },
        { act: doTo('slow', name), label: slow ? 'At full speed' : 'Slow down', group: name },
        { act: doTo('sleep', name), label: asleep ? 'Wake' : 'Put to sleep', group: name },
      ]),
    ];
  }

  get #idle(): boolean {
    const all = this.#published === this.#options.messages;
    return all && this.#log.idle && this.#queues.every((queue) => queue.idle);
  }

  #join(name: Application): void {
    if (this.#queues.some((queue) => queue.name === name)) {
      this.#say(name, 'note', 'Has joined already.');
      return;
    }
    const pace = (purpose: string) => new Pace(this.#world.random.fork(purpose));
    const paces = Array.from({ length: this.#options.workers }, (_, at) => pace(`${name}-${at}`));
    this.#log.join(name, pace(name));
    this.#queues.push(new Queue(name, this.#published, paces, this.#say));
    if (this.#published === 0) return;
    this.#say(name, 'joined', 'Joins: its reader begins at the log’s start, its queue is empty.');
  }

  #tick(): void {
    const { nowMs } = this;
    if (nowMs % PUBLISH_EVERY_MS === 0 && this.#published < this.#options.messages) {
      this.#log.publish(this.#published);
      for (const queue of this.#queues) queue.publish(this.#published);
      this.#published += 1;
    }
    this.#log.tick(nowMs);
    for (const queue of this.#queues) queue.tick(nowMs);
  }

  /** What happens is part of the world's trace, so the trace's hash stands for both sides. */
  readonly #say = (where: string, kind: string, words: string): void => {
    this.#happenings.push({ atMs: this.nowMs, where, kind, words });
    this.#world.node(where).env.log.info(words);
  };
}
