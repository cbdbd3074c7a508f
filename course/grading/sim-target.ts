/**
 * The whole broker of the graded view in a simulated world: what a learner wrote, at work in what
 * the reference supplies, on a machine that can crash and lose power.
 *
 *     view (`#…`)                               the reference's own graph (`reference:…`)
 *     SimWorld ─ node broker-1 ─ Broker   ◄───  WireClient on node client-1
 *        the learner's files are in here        they are not in here
 *
 * Invariant: the same seed gives the same run. Several programs may wait at a time: the world runs
 * as long as one of them does.
 */
import { Broker } from '#broker/broker.ts';
import { BrokerConfig } from '#config/broker-config.ts';
import { nodeHost } from '#env/node/node-host.ts';
import type { SimNode } from '#env/sim/sim-node.ts';
import { SimWorld } from '#env/sim/sim-world.ts';
import { formatStorage } from '#metadata/format-storage.ts';
import { endAfterwards } from './aftermath.ts';
import { createTopic } from './topic-client.ts';
import { WireClient } from './wire-client.ts';
import {
  ANSWER_LIMIT_MS,
  type TopicOptions,
  WireFailure,
  type WireTarget,
  type WireTopic,
} from './wire-target.ts';

const HOST = 'broker-1';
const PORT = 9092;
const CLUSTER_ID = 'c3ltdWxhdGVkLWNsdXN0ZQ';

/** Where the broker keeps its data on its simulated disk. */
export const DATA_DIRECTORY = '/data';

/** Within a second of virtual time a broker at work does some hundred things; one that spins does these. */
const BUSY_EVENTS = 3_000;
const BUSY_MS = 1_000;

const BASE_CONFIG: Readonly<Record<string, string>> = {
  'process.roles': 'broker,controller',
  'node.id': '1',
  'log.dirs': DATA_DIRECTORY,
  listeners: `PLAINTEXT://${HOST}:${PORT},CONTROLLER://${HOST}:9093`,
  'controller.listener.names': 'CONTROLLER',
};

export interface SimTargetOptions {
  readonly seed?: number;
  /** Beside what a broker with one log directory needs, as in server.properties. */
  readonly config?: Readonly<Record<string, string>>;
}

export class SimTarget implements WireTarget {
  readonly address = { host: HOST, port: PORT };
  readonly story: string[] = [];
  readonly world: SimWorld;
  /** The broker's machine: its disk is `node.volume`. */
  readonly node: SimNode;
  readonly #config: Readonly<Record<string, string>>;
  #broker: Broker | undefined;
  #died: unknown;
  #turn: Promise<void> | undefined;
  #settled: () => void = () => {};
  #names = 0;
  #events = 0;
  #paceSinceMs = 0;

  private constructor({ seed = 1, config = {} }: SimTargetOptions) {
    this.world = new SimWorld({ seed, ...nodeHost });
    this.node = this.world.node(HOST);
    this.#config = { ...BASE_CONFIG, ...config };
    this.world.checkAfterEachEvent(() => this.#lookAtPace());
  }

  /** A formatted disk, and a broker that serves. */
  static async start(options: SimTargetOptions = {}): Promise<SimTarget> {
    const target = new SimTarget(options);
    endAfterwards(() => target.#abandon());
    const formatted = formatStorage(target.node.env, {
      clusterId: CLUSTER_ID,
      nodeId: 1,
      logDirectories: [DATA_DIRECTORY],
      metadataDirectory: DATA_DIRECTORY,
      controllerEndpoints: [{ name: 'CONTROLLER', host: HOST, port: 9093 }],
    });
    await target.wait(formatted, 'the disk to be formatted');
    await target.#startBroker();
    return target;
  }

  tell(text: string): void {
    this.story.push(`${this.world.nowMs.toFixed(1)} ms: ${text}`);
  }

  async connect(): Promise<WireClient> {
    const { network } = this.world.node('client-1').env;
    return new WireClient(this, await this.wait(network.connect(this.address), 'a connection'));
  }

  async createTopic(options?: TopicOptions): Promise<WireTopic> {
    const client = await this.connect();
    const topic = await createTopic(client, this.unusedName('topic'), options);
    client.close();
    return topic;
  }

  unusedName(hint = 'topic'): string {
    return `gregor-${++this.#names}-${hint}`;
  }

  async pause(delayMs: number): Promise<void> {
    const { clock } = this.world.node('client-1').env;
    await this.wait(clock.sleep(delayMs), 'time to pass', delayMs + ANSWER_LIMIT_MS);
  }

  /** Stops the broker in order: it syncs and marks its logs as closed properly. */
  async stop(): Promise<void> {
    this.tell('the broker was stopped');
    if (this.#broker !== undefined) await this.wait(this.#broker.stop(), 'the broker to stop');
    this.#broker = undefined;
  }

  /** Kills the broker's process; with `losePower` what was not synced is at risk, too. */
  crash({ losePower = false } = {}): void {
    this.tell(losePower ? 'the power failed' : 'the broker was killed');
    this.node.crash({ losePower });
    this.#broker = undefined;
  }

  /** A new process on the same disk. Connections of before are over. */
  async restart(): Promise<void> {
    this.tell('the broker was started again');
    this.node.restart();
    await this.#startBroker();
  }

  /** Runs the world until `work` has settled; a `WireFailure` when it takes too long. */
  async wait<T>(work: Promise<T>, what: string, limitMs = ANSWER_LIMIT_MS): Promise<T> {
    const untilMs = this.world.nowMs + limitMs;
    let settled = false;
    const settle = () => {
      settled = true;
      this.#settled();
    };
    work.then(settle, settle);
    for (;;) {
      await this.#turn;
      if (settled) return work;
      this.#failWhenDead(what);
      if (this.world.nowMs >= untilMs) {
        throw new WireFailure(`waited ${limitMs} ms for ${what}; nothing came`);
      }
      if (this.#turn === undefined) this.#runTurn(untilMs);
    }
  }

  /** A timer that is always due at once would let virtual time stand still for ever. */
  #lookAtPace(): void {
    if (++this.#events % BUSY_EVENTS !== 0) return;
    const tookMs = this.world.nowMs - this.#paceSinceMs;
    this.#paceSinceMs = this.world.nowMs;
    if (tookMs >= BUSY_MS) return;
    const what = `${BUSY_EVENTS} things happened within ${Math.ceil(tookMs)} ms, to no end`;
    this.#died ??= new WireFailure(what);
    this.#settled();
  }

  /** Nobody is interested any more: the turn that runs is the last one, and who waits fails. */
  #abandon(): void {
    this.#died = new WireFailure('the behaviour is over');
    this.#settled();
  }

  /** Runs until something that somebody waits for has settled, or until `untilMs`. */
  #runTurn(untilMs: number): void {
    const settled = new Promise<void>((resolve) => {
      this.#settled = resolve;
    });
    const timer = this.world
      .node('client-1')
      .env.clock.setTimer(untilMs - this.world.nowMs, this.#settled);
    this.#turn = this.world.complete(settled).finally(() => {
      timer.cancel();
      this.#turn = undefined;
    });
  }

  #failWhenDead(what: string): void {
    if (this.#died === undefined) return;
    const { message } = this.#died as Error;
    throw new WireFailure(`waited for ${what}, but the broker ended: ${message}`, {
      cause: this.#died,
    });
  }

  async #startBroker(): Promise<void> {
    this.#died = undefined;
    const config = new BrokerConfig(new Map(Object.entries(this.#config)));
    const onFatal = (cause: unknown) => {
      this.#died = cause;
      this.#settled();
    };
    const started = Broker.start(this.node.env, { config, onFatal });
    this.#broker = await this.wait(started, 'the broker to start', 60_000);
  }
}
