/**
 * A node: broker and controller of a quorum of one, put together and taken apart.
 *
 *     start   directories (locked, checked)  ->  doors bound, shut  ->  metadata log, controller
 *               ->  logs opened as the image says  ->  registered, unfenced  ->  doors open
 *     stop    no new connections  ->  what waits is answered  ->  fenced  ->  logs synced, clean
 *               shutdown noted, locks released
 *
 * Invariant: no request is answered before all logs that the metadata names are open, and none
 * after the stop has begun to close them.
 */
import { apiTable } from '#broker/api-table.ts';
import type { BrokerServices } from '#broker/broker-services.ts';
import {
  closeLogDirectories,
  type OpenDirectories,
  openLogDirectories,
} from '#broker/log-directories.ts';
import { NodeServices } from '#broker/node-services.ts';
import { RequestRouter } from '#broker/request-router.ts';
import { checkServable } from '#broker/servable-config.ts';
import { SocketServer } from '#broker/socket-server.ts';
import { startUpkeep, type Upkeep } from '#broker/upkeep.ts';
import type { BrokerConfig } from '#config/broker-config.ts';
import { type Listener, listenersOf } from '#config/listeners.ts';
import type { Controller } from '#controller/controller.ts';
import { Refusal } from '#controller/decision.ts';
import { openController } from '#controller/open-controller.ts';
import type { ProducerIdBlock } from '#controller/producer-id-blocks.ts';
import type { Env } from '#env/env.ts';
import type { Address } from '#env/network.ts';
import type { EndpointImage } from '#metadata/cluster-image.ts';
import { SUPPORTED_FEATURES } from '#metadata/supported-features.ts';
import { randomUuid } from '#storage/meta-properties.ts';
import { ProducerIds } from '#transactions/producer-ids.ts';

/** How long a stop waits for clients to take their answers. */
const FAREWELL_MS = 300;

const SECURITY_PROTOCOLS = { PLAINTEXT: 0, SSL: 1, SASL_PLAINTEXT: 2, SASL_SSL: 3 } as const;

export interface BrokerOptions {
  readonly config: BrokerConfig;
  /** The metadata log failed: nothing can be promised any more, and the process should end. */
  readonly onFatal: (cause: unknown) => void;
}

/** A door that is open, with the address that clients are told. */
interface Door {
  readonly listener: Listener;
  readonly endpoint: EndpointImage;
  readonly bound: Address;
}

export class Broker {
  readonly #env: Env;
  readonly #services: BrokerServices;
  readonly #sockets: SocketServer;
  readonly #doors: readonly Door[];
  readonly #directories: OpenDirectories;
  readonly #upkeep: Upkeep;
  readonly #brokerEpoch: number;

  private constructor(
    env: Env,
    parts: {
      services: BrokerServices;
      sockets: SocketServer;
      doors: readonly Door[];
      directories: OpenDirectories;
      upkeep: Upkeep;
      brokerEpoch: number;
    },
  ) {
    this.#env = env;
    this.#services = parts.services;
    this.#sockets = parts.sockets;
    this.#doors = parts.doors;
    this.#directories = parts.directories;
    this.#upkeep = parts.upkeep;
    this.#brokerEpoch = parts.brokerEpoch;
  }

  /**
   * Starts a node; resolves when it serves. Rejects with a `ConfigError`, `UnusableLogDirectory`,
   * `NetworkError` or `DiskError` whose message says what to do; nothing is left open then.
   */
  static async start(env: Env, options: BrokerOptions): Promise<Broker> {
    return new Start(env, options).run((parts) => new Broker(env, parts));
  }

  /** Where each listener really listens, by name. */
  get addresses(): ReadonlyMap<string, Address> {
    return new Map(this.#doors.map(({ listener, bound }) => [listener.name, bound]));
  }

  get services(): BrokerServices {
    return this.#services;
  }

  /** Finishes what is in flight, makes everything durable, and lets go. */
  async stop(): Promise<void> {
    const { fetchPurgatory, producePurgatory, groups, controller, nodeId } = this.#services;
    const farewell = this.#sockets.close(FAREWELL_MS);
    fetchPurgatory.expireAll();
    producePurgatory.expireAll();
    groups.stop();
    await farewell;
    await this.#upkeep.stop();
    await controller.takeDown(nodeId);
    await controller.close();
    await closeLogDirectories(this.#directories, this.#brokerEpoch);
    this.#env.log.info('broker stopped', { nodeId });
  }
}

/** A start under way: what it has opened so far, so that a failure can close it again. */
class Start {
  readonly #env: Env;
  readonly #config: BrokerConfig;
  readonly #onFatal: (cause: unknown) => void;
  readonly #undo: (() => Promise<unknown>)[] = [];

  constructor(env: Env, { config, onFatal }: BrokerOptions) {
    this.#env = env;
    this.#config = config;
    this.#onFatal = onFatal;
  }

  async run<T>(make: (parts: Awaited<ReturnType<Start['startAll']>>) => T): Promise<T> {
    try {
      return make(await this.startAll());
    } catch (error) {
      for (const undo of this.#undo.reverse()) await undo().catch(() => {});
      throw error;
    }
  }

  async startAll() {
    const config = this.#config;
    const listeners = listenersOf(config);
    checkServable(config, listeners);
    const directories = await openLogDirectories(this.#env, config);
    this.#undo.push(() => closeLogDirectories(directories));

    const services = new NodeServices(this.#env, config, directories);
    const sockets = new SocketServer(this.#env, new RequestRouter(apiTable, services), {
      maxRequestBytes: config.get('socket.request.max.bytes'),
      maxIdleMs: config.get('connections.max.idle.ms'),
      recycle: (chunks) => services.readBuffers.giveBack(chunks),
      maxConnections: () => config.get('max.connections'),
      maxConnectionsPerIp: () => config.get('max.connections.per.ip'),
    });
    this.#undo.push(() => sockets.close(0));
    const doors = await this.#openDoors(sockets, listeners);

    await this.#startController(services, doors);
    const brokerEpoch = await this.#bringUp(services, doors);
    const upkeep = startUpkeep(this.#env, services, services.cleaner);
    sockets.enableRequestProcessing();
    return { services, sockets, doors, directories, upkeep, brokerEpoch };
  }

  async #openDoors(sockets: SocketServer, listeners: readonly Listener[]): Promise<Door[]> {
    const doors: Door[] = [];
    for (const listener of listeners) {
      const { address } = await sockets.listen(listener);
      doors.push({ listener, bound: address, endpoint: this.#endpoint(listener, address) });
    }
    return doors;
  }

  /** What clients are told: a host that stands for all addresses becomes this machine's name. */
  #endpoint(listener: Listener, bound: Address): EndpointImage {
    const { host, port } = listener.advertised;
    const isAny = host === '' || host === '0.0.0.0' || host === '::';
    return {
      name: listener.name,
      host: isAny ? this.#env.network.hostName() : host,
      port: port === 0 ? bound.port : port,
      securityProtocol: SECURITY_PROTOCOLS[listener.securityProtocol],
    };
  }

  async #startController(services: NodeServices, doors: readonly Door[]): Promise<void> {
    const home = services.metadataDirectory;
    const { controller, log } = await openController(this.#env, {
      config: this.#config,
      clusterId: services.clusterId,
      nodeId: services.nodeId,
      directoryId: home.directoryId,
      metadataDirectory: home.path,
      endpoints: doors.flatMap((door) => (door.listener.controller ? [door.endpoint] : [])),
      onFailure: this.#onFatal,
    });
    services.controller = controller;
    services.metadataLog = log;
    this.#undo.push(() => controller.close());
  }

  /** Opens the logs, then registers, so that the broker has all that it is asked for. */
  async #bringUp(services: NodeServices, doors: readonly Door[]): Promise<number> {
    const { controller, replicas, nodeId, clusterId } = services;
    const directories = services.logDirectories;
    replicas.apply(controller.image);
    for (const directory of directories) directory.settleStrays();
    controller.onImage((image) => replicas.apply(image));
    const brokerEpoch = await controller.bringUp({
      brokerId: nodeId,
      clusterId,
      incarnationId: randomUuid(this.#env),
      endpoints: doors.flatMap((door) => (door.listener.controller ? [] : [door.endpoint])),
      features: SUPPORTED_FEATURES,
      rack: this.#config.get('broker.rack'),
      directories: directories.map(({ directoryId }) => directoryId),
      previousBrokerEpoch: Math.min(...directories.map((one) => one.previousBrokerEpoch)),
    });
    if (brokerEpoch instanceof Refusal) {
      throw new Error(`The controller refuses this broker: ${brokerEpoch.errorMessage}`);
    }
    services.producerIds = new ProducerIds(() => newBlock(controller, nodeId, brokerEpoch));
    // Only now does the image say for good what this broker leads.
    services.groupElections.apply(controller.image);
    controller.onImage((image, previous) => services.groupElections.apply(image, previous));
    return brokerEpoch;
  }
}

async function newBlock(
  controller: Controller,
  nodeId: number,
  brokerEpoch: number,
): Promise<ProducerIdBlock> {
  const block = await controller.allocateProducerIds(nodeId, brokerEpoch);
  if (!(block instanceof Refusal)) return block;
  throw new Error(`The controller gives no producer ids: ${block.errorMessage}`);
}
