/**
 * The world of a run: a broker, a producer and one or two groups on simulated machines, and what a user
 * can do to them.
 *
 *     producer ─► broker-1, topic "orders" ─► members a, b, …  (of a second group: a′, b′, …)
 *
 * The broker and the clients are the real ones of solution/.
 */
import { Broker } from '#broker/broker.ts';
import { createTopics } from '#clients/admin-topics.ts';
import { ClusterClient } from '#clients/cluster-client.ts';
import { Producer } from '#clients/producer.ts';
import { BrokerConfig } from '#config/broker-config.ts';
import type { Env } from '#env/env.ts';
import type { LogFields } from '#env/log.ts';
import { NodeCrashed } from '#env/sim/node-crashed.ts';
import { SimWorld, type SimWorldOptions } from '#env/sim/sim-world.ts';
import { formatStorage } from '#metadata/format-storage.ts';
import { encodeUtf8 } from '#protocol/utf8.ts';
import { GroupMember } from './group-member.ts';
import { GroupWatch } from './group-watch.ts';
import type { GroupAction, Tell } from './happening.ts';
import { KnownMembers } from './known-members.ts';
import { type GroupSetup, groupIdOf, memberNames, nodeOf } from './setup.ts';

/** What the engine gives a simulation: Node's, or a browser's. */
export type Engine = Pick<SimWorldOptions, 'codecs' | 'digests' | 'postTask'>;

const BROKER = 'broker-1';
const PRODUCER = 'producer';
const ADMIN = 'admin';
const TOPIC = 'orders';
const CLUSTER_ID = 'c3ltdWxhdGVkLWNsdXN0ZQ';
const SERVERS = `${BROKER}:9092`;
const WRITE_TIMEOUT_MS = 30_000;

export class GroupWorld {
  readonly sim: SimWorld;
  readonly members: readonly GroupMember[];
  readonly #setup: GroupSetup;
  readonly #tell: Tell;
  readonly #names = new KnownMembers();
  readonly #watch: GroupWatch;
  /** Names of members whose network is cut. */
  readonly #cut = new Set<string>();
  #isBrokerUp = false;
  #isProducing = true;

  /** @param tell hears of all that happens, as it happens. */
  constructor(setup: GroupSetup, engine: Engine, tell: Tell) {
    const { codecs, digests, postTask } = engine;
    this.sim = new SimWorld({ seed: setup.seed, codecs, digests, postTask });
    this.#setup = setup;
    this.#tell = tell;
    const nowMs = () => this.sim.nowMs;
    const groupIds = setup.kinds.map((_, group) => groupIdOf(setup, group));
    const watched = { topic: TOPIC, groupIds, names: this.#names, codecs, nowMs };
    this.#watch = new GroupWatch(watched, tell);
    const shared = { names: this.#names, tell, nowMs };
    this.members = groupIds.flatMap((_, group) =>
      memberNames.map((name) => {
        const node = this.sim.node(nodeOf(name, group));
        const place = { name, group, node, broker: BROKER, topic: TOPIC };
        return new GroupMember(place, setup, shared);
      }),
    );
  }

  /** Formats the disk, starts the broker, makes the topic and lets the producer begin. */
  async begin(): Promise<void> {
    const { env } = this.sim.node(BROKER);
    const formatted = formatStorage(env, {
      clusterId: CLUSTER_ID,
      nodeId: 1,
      logDirectories: ['/data'],
      metadataDirectory: '/data',
      controllerEndpoints: [{ name: 'CONTROLLER', host: BROKER, port: 9093 }],
    });
    await this.sim.complete(formatted);
    await this.sim.complete(this.#startBroker());
    await this.sim.complete(this.#createTopic());
    this.sim.checkAfterEachEvent(() => this.#watch.look());
    void this.#produce(this.sim.node(PRODUCER).env);
  }

  /** Does what the user asks for; what makes no sense now does nothing. */
  act({ kind, target }: GroupAction): void {
    if (target === 'broker') this.#actOnBroker(kind);
    else if (target === 'producer') this.#actOnProducer(kind);
    else
      for (const member of this.members) if (member.place.name === target) this.#on(member, kind);
  }

  #on(member: GroupMember, kind: GroupAction['kind']): void {
    if (kind === 'start') member.start();
    else if (kind === 'crash') member.crash();
    else if (kind === 'leave') member.leave();
    else if (kind === 'stall') member.stall();
    else if (kind === 'go-on') member.goOn();
    else this.#cutOrMend(member, kind === 'cut');
  }

  #cutOrMend({ place }: GroupMember, isCut: boolean): void {
    const { node, group, name: member } = place;
    if (this.#cut.has(node.name) === isCut) return;
    if (isCut) this.#cut.add(node.name);
    else this.#cut.delete(node.name);
    // The fabric only heals as a whole: who is still cut off is so at once again.
    const { network } = this.sim;
    network.heal();
    for (const name of this.#cut) {
      network.partition(name, BROKER);
      network.partition(BROKER, name);
    }
    this.#tell({ atMs: this.sim.nowMs, kind: 'network', group, member, isCut });
  }

  #actOnBroker(kind: GroupAction['kind']): void {
    const node = this.sim.node(BROKER);
    if (kind === 'crash' && this.#isBrokerUp) {
      this.#isBrokerUp = false;
      this.#watch.broker = undefined;
      node.crash();
      this.#tell({ atMs: this.sim.nowMs, kind: 'broker', what: 'crashes' });
    } else if (kind === 'start' && !this.#isBrokerUp && !node.alive) {
      node.restart();
      void this.#startBroker();
    }
  }

  #actOnProducer(kind: GroupAction['kind']): void {
    const goesOn = kind === 'go-on';
    if ((!goesOn && kind !== 'stall') || goesOn === this.#isProducing) return;
    this.#isProducing = goesOn;
    const what = goesOn ? 'goes on' : 'stalls';
    this.#tell({ atMs: this.sim.nowMs, kind: 'producer', what });
  }

  /** Resolves when it serves; does nothing more where it was crashed meanwhile. */
  async #startBroker(): Promise<void> {
    const { env } = this.sim.node(BROKER);
    const config = new BrokerConfig(new Map(Object.entries(brokerConfig(this.#setup))));
    const onFatal = (cause: unknown) => {
      throw cause;
    };
    try {
      const broker = await Broker.start({ ...env, log: this.#listen(env) }, { config, onFatal });
      this.#isBrokerUp = true;
      this.#watch.broker = broker;
      this.#tell({ atMs: this.sim.nowMs, kind: 'broker', what: 'is up' });
    } catch (error) {
      if (!(error instanceof NodeCrashed)) throw error;
    }
  }

  /** The broker's log, in which the coordinator's lines about groups are heard. */
  #listen({ log }: Env): Env['log'] {
    const info = (message: string, fields?: LogFields) => {
      log.info(message, fields);
      const text = /^group \S+ (.*)$/s.exec(message);
      if (text === null) return;
      this.#tell({ atMs: this.sim.nowMs, kind: 'note', text: this.#names.rename(message) });
    };
    return {
      debug: (message, fields) => log.debug(message, fields),
      info,
      warn: (message, fields) => log.warn(message, fields),
      error: (message, fields) => log.error(message, fields),
    };
  }

  async #createTopic(): Promise<void> {
    const { env } = this.sim.node(ADMIN);
    const cluster = new ClusterClient(env, { clientId: ADMIN, bootstrapServers: SERVERS });
    const numPartitions = this.#setup.partitions;
    await createTopics(cluster, [{ name: TOPIC, numPartitions, replicationFactor: 1 }]);
    await cluster.close();
  }

  /** Writes a record now and then, to one partition after the other. */
  async #produce(env: Env): Promise<void> {
    const { produceEveryMs, partitions } = this.#setup;
    const producer = new Producer(env, {
      bootstrapServers: SERVERS,
      clientId: PRODUCER,
      lingerMs: 0,
      deliveryTimeoutMs: WRITE_TIMEOUT_MS,
    });
    for (let count = 0; ; count++) {
      await env.clock.sleep(produceEveryMs);
      if (!this.#isProducing) continue;
      const partition = count % partitions;
      const value = encodeUtf8(`order ${count}`);
      // One that could not be written in time is one that was not written: the next one follows.
      void producer.send({ topic: TOPIC, partition, value }).catch(() => {});
    }
  }
}

function brokerConfig(setup: GroupSetup): Record<string, string> {
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'log.dirs': '/data',
    listeners: `PLAINTEXT://${BROKER}:9092,CONTROLLER://${BROKER}:9093`,
    'controller.listener.names': 'CONTROLLER',
    'offsets.topic.num.partitions': '1',
    'offsets.topic.replication.factor': '1',
    'log.cleaner.enable': 'false',
    'group.initial.rebalance.delay.ms': String(setup.initialDelayMs),
    'group.min.session.timeout.ms': '1000',
    'group.consumer.min.session.timeout.ms': '1000',
    'group.consumer.min.heartbeat.interval.ms': '500',
    'group.consumer.session.timeout.ms': String(setup.sessionTimeoutMs),
    'group.consumer.heartbeat.interval.ms': String(setup.heartbeatIntervalMs),
  };
}
