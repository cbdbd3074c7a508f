/**
 * A broker that is all reference, in a simulated world of its own: handlers under test are called
 * with its services, so that only they are looked at, and neither wire nor storage below them.
 */

import { Broker } from 'reference:broker/broker.ts';
import { BrokerConfig } from 'reference:config/broker-config.ts';
import { listenersOf } from 'reference:config/listeners.ts';
import { nodeHost } from 'reference:env/node/node-host.ts';
import { SimWorld } from 'reference:env/sim/sim-world.ts';
import { formatStorage } from 'reference:metadata/format-storage.ts';
import type { BrokerServices } from '#broker/broker-services.ts';
import type { RequestContext } from '#broker/request-context.ts';

const CLUSTER_ID = 'c3ltdWxhdGVkLWNsdXN0ZQ';

/** Two doors for clients, which are told another address at each. */
const CONFIG: Readonly<Record<string, string>> = {
  'process.roles': 'broker,controller',
  'node.id': '1',
  'log.dirs': '/data',
  'broker.rack': 'rack-7',
  listeners: 'PLAINTEXT://broker-1:9092,INSIDE://broker-1:9094,CONTROLLER://broker-1:9093',
  'advertised.listeners': 'PLAINTEXT://public.example:1234,INSIDE://inside.example:5678',
  'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'controller.listener.names': 'CONTROLLER',
};

export class ReferenceBroker {
  readonly #world: SimWorld;
  readonly #config: BrokerConfig;
  readonly #broker: Broker;

  private constructor(world: SimWorld, config: BrokerConfig, broker: Broker) {
    this.#world = world;
    this.#config = config;
    this.#broker = broker;
  }

  static async start(config: Readonly<Record<string, string>> = {}): Promise<ReferenceBroker> {
    const world = new SimWorld({ seed: 1, ...nodeHost });
    const { env } = world.node('broker-1');
    const format = formatStorage(env, {
      clusterId: CLUSTER_ID,
      nodeId: 1,
      logDirectories: ['/data'],
      metadataDirectory: '/data',
      controllerEndpoints: [{ name: 'CONTROLLER', host: 'broker-1', port: 9093 }],
    });
    await world.complete(format);
    const parsed = new BrokerConfig(new Map(Object.entries({ ...CONFIG, ...config })));
    const onFatal = (cause: unknown) => {
      throw cause;
    };
    const broker = await world.complete(Broker.start(env, { config: parsed, onFatal }));
    return new ReferenceBroker(world, parsed, broker);
  }

  get clusterId(): string {
    return CLUSTER_ID;
  }

  /** For the view's handlers: the same interface, whichever graph it is from. */
  get services(): BrokerServices {
    return this.#broker.services as unknown as BrokerServices;
  }

  /** Runs the world until the answer is there, if it is to come later. */
  complete<T>(answer: T | Promise<T>): Promise<T> {
    return this.#world.complete(Promise.resolve(answer));
  }

  /** Makes a topic; gives its id. */
  async createTopic(name: string, numPartitions = 1): Promise<string> {
    const { topics } = await this.complete(
      this.#broker.services.controller.createTopics({
        topics: [{ name, numPartitions, replicationFactor: 1, assignments: [], configs: [] }],
        timeoutMs: 1000,
        validateOnly: false,
      }),
    );
    return this.#broker.services.image.topics.byName.get(topics[0]?.name ?? '')?.id ?? '';
  }

  /** Of a request that came through the listener of that name. */
  context(apiKey: number, apiVersion: number, listenerName = 'PLAINTEXT'): RequestContext {
    const listener = listenersOf(this.#config).find(({ name }) => name === listenerName);
    if (listener === undefined) throw new Error(`there is no listener ${listenerName}`);
    const remote = { host: 'client-1', port: 40_000 };
    const peer = { listener, remote };
    return { apiKey, apiVersion, clientId: 'grader', peer, broker: this.services };
  }
}
