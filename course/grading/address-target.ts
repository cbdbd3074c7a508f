/**
 * A broker on an address: whoever listens there, over real TCP, in real time.
 *
 * Others may use it at the same time, so what a behaviour makes has names of its own, and goes
 * when the behaviour ends.
 */
import { randomBytes } from 'node:crypto';
import type { Address } from 'reference:env/network.ts';
import { createNodeEnv } from 'reference:env/node/node-env.ts';
import { createTopic, deleteTopic, listOffset } from './topic-client.ts';
import { WireClient } from './wire-client.ts';
import {
  ANSWER_LIMIT_MS,
  type TopicOptions,
  WireFailure,
  type WireTarget,
  type WireTopic,
} from './wire-target.ts';

const { clock, network } = createNodeEnv();

/** Between creating a topic and its leader's being there, some 10 ms pass in Kafka. */
const LEADER_CHECK_MS = 20;

export class AddressTarget implements WireTarget {
  readonly address: Address;
  readonly story: string[] = [];
  readonly #clients: WireClient[] = [];
  readonly #topics: string[] = [];

  constructor(address: Address) {
    this.address = address;
  }

  tell(text: string): void {
    this.story.push(text);
  }

  async connect(): Promise<WireClient> {
    const connection = await this.wait(network.connect(this.address), 'a connection');
    const client = new WireClient(this, connection);
    this.#clients.push(client);
    return client;
  }

  async createTopic(options: TopicOptions = {}): Promise<WireTopic> {
    const client = await this.connect();
    const name = this.unusedName('topic');
    const topic = await createTopic(client, name, options);
    this.#topics.push(name);
    for (let partition = 0; partition < (options.partitions ?? 1); partition++) {
      await this.#untilLed(client, name, partition);
    }
    client.close();
    return topic;
  }

  unusedName(hint = 'topic'): string {
    return `gregor-${randomBytes(6).toString('hex')}-${hint}`;
  }

  async pause(delayMs: number): Promise<void> {
    await clock.sleep(delayMs);
  }

  async wait<T>(work: Promise<T>, what: string, limitMs = ANSWER_LIMIT_MS): Promise<T> {
    const { host, port } = this.address;
    const late = new WireFailure(`waited ${limitMs} ms for ${what} of ${host}:${port}`);
    return new Promise((resolve, reject) => {
      const timer = clock.setTimer(limitMs, () => reject(late));
      work.then(resolve, reject).finally(() => timer.cancel());
    });
  }

  /** Hangs up everywhere and deletes the topics; a broker that won't let it keeps them. */
  async cleanUp(): Promise<void> {
    const topics = this.#topics.splice(0);
    try {
      const client = topics.length === 0 ? undefined : await this.connect();
      for (const name of topics) await deleteTopic(client as WireClient, name);
    } catch {
      // The behaviour's own failure says more than that of cleaning up after it.
    }
    for (const client of this.#clients.splice(0)) client.close();
  }

  async #untilLed(client: WireClient, name: string, partition: number): Promise<void> {
    const untilMs = clock.monotonicMs() + ANSWER_LIMIT_MS;
    for (;;) {
      const { errorCode } = await listOffset(client, name, -1, { partition });
      if (errorCode === 0) return;
      if (clock.monotonicMs() > untilMs) {
        throw new WireFailure(`${name}-${partition} has no leader yet: error ${errorCode}`);
      }
      await this.pause(LEADER_CHECK_MS);
    }
  }
}
