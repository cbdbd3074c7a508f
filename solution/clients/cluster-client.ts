/**
 * A cluster as a client sees it: addresses to begin with, brokers that come and go, and one
 * connection to each that is needed.
 *
 *     bootstrap  127.0.0.1:9092  --Metadata-->  brokers { 1: host-a:9092, 2: host-b:9092 }
 *
 *     ask('any')    the first broker that can be reached
 *     ask(2)        broker 2, at the address that it advertises
 *
 * Retries are here and nowhere else: a broken connection, a broker that is starting, a leader that
 * moved - `attempt` runs the whole call again, after a pause, until the call's time is over. What
 * it passes on is either an answer, a refusal that time won't change, or a `RequestTimeout` that
 * says what stood in the way.
 *
 * Requests that only a controller can decide (CreateTopics and the like) go to any broker too:
 * brokers forward them (KIP-590).
 */
import { formatAddress, parseBootstrapServers } from '#clients/bootstrap-servers.ts';
import { BrokerConnection } from '#clients/broker-connection.ts';
import { KafkaError, RequestTimeout } from '#clients/kafka-error.ts';
import type { Env } from '#env/env.ts';
import { type Address, NetworkError } from '#env/network.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type { Fields } from '#protocol/field.ts';
import type { ApiMessage } from '#protocol/message.ts';
import type { Decoded, Input } from '#protocol/message-types.ts';
import { MetadataRequest, MetadataResponse } from '#protocol/messages/metadata.ts';

export interface ClientOptions {
  /** `host:port,host:port` */
  readonly bootstrapServers: string;
  readonly clientId?: string;
  /** How long one request may take. */
  readonly requestTimeoutMs?: number;
  /** How long a call may take, retries included. */
  readonly apiTimeoutMs?: number;
  readonly retryBackoffMs?: number;
}

/** Kafka's defaults for admin clients. */
const DEFAULTS = {
  clientId: 'gregor-client',
  requestTimeoutMs: 30_000,
  apiTimeoutMs: 60_000,
  retryBackoffMs: 100,
};

/**
 * Who is asked: a broker by its id, or whoever answers. A channel is a connection of its own: a
 * broker answers the requests of a connection one by one, so what waits (a fetch, a join) must not
 * stand in the way of the rest.
 */
export type Target = number | 'any' | { readonly nodeId: number; readonly channel: string };

const DEFAULT_CHANNEL = 'main';

/** Codes that say "not now, or not here": the cluster is about to change. */
const PASSING: ReadonlySet<number> = new Set([
  ErrorCode.LEADER_NOT_AVAILABLE,
  ErrorCode.NOT_LEADER_OR_FOLLOWER,
  ErrorCode.BROKER_NOT_AVAILABLE,
  ErrorCode.REPLICA_NOT_AVAILABLE,
  ErrorCode.NETWORK_EXCEPTION,
  ErrorCode.NOT_CONTROLLER,
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCode.NOT_COORDINATOR,
  ErrorCode.KAFKA_STORAGE_ERROR,
  ErrorCode.FENCED_LEADER_EPOCH,
  ErrorCode.UNKNOWN_LEADER_EPOCH,
  ErrorCode.OFFSET_NOT_AVAILABLE,
]);

export class ClusterClient {
  readonly env: Env;
  readonly options: Required<ClientOptions>;
  readonly #bootstrap: readonly Address[];
  readonly #brokers = new Map<number, Address>();
  /** By channel and address; a connection that broke is replaced when it is next needed. */
  readonly #connections = new Map<string, Promise<BrokerConnection>>();
  #closed = false;

  /** @throws InvalidBootstrapServers */
  constructor(env: Env, options: ClientOptions) {
    this.env = env;
    this.options = { ...DEFAULTS, ...options };
    this.#bootstrap = parseBootstrapServers(options.bootstrapServers);
  }

  /**
   * Sends one request to `target` and waits for its answer.
   *
   * @throws NetworkError, RequestTimeout, UnsupportedApi
   */
  async ask<F extends Fields, V extends string, G extends Fields, W extends string>(
    target: Target,
    request: ApiMessage<F, V>,
    response: ApiMessage<G, W>,
    body: Input<F, V>,
    timeoutMs = this.options.requestTimeoutMs,
  ): Promise<Decoded<G>> {
    const connection = await this.connect(target);
    return connection.send(request, response, body, timeoutMs);
  }

  /**
   * Runs `run` until it succeeds, fails for good, or `apiTimeoutMs` is over.
   *
   * `call` is the name of what is attempted, for the timeout's message.
   */
  async attempt<T>(call: string, run: () => Promise<T>): Promise<T> {
    const { clock } = this.env;
    const { apiTimeoutMs, retryBackoffMs } = this.options;
    const deadline = clock.monotonicMs() + apiTimeoutMs;
    for (;;) {
      try {
        return await run();
      } catch (error) {
        if (this.#closed || !isPassing(error)) throw error;
        if (clock.monotonicMs() + retryBackoffMs >= deadline) {
          throw tookTooLong(call, apiTimeoutMs, error);
        }
        await clock.sleep(retryBackoffMs);
      }
    }
  }

  /** An open connection to `target`. */
  async connect(target: Target): Promise<BrokerConnection> {
    if (target === 'any') return this.#connectToAny();
    if (typeof target === 'number') return this.#connectTo(await this.#addressOf(target));
    return this.#connectTo(await this.#addressOf(target.nodeId), target.channel);
  }

  /** Another answer than Metadata's has told where a broker is. */
  learn({ nodeId, host, port }: { nodeId: number } & Address): void {
    this.#brokers.set(nodeId, { host, port });
  }

  /** Asks any broker about topics (null: all) and learns where the brokers are. */
  async metadata(
    topics: readonly string[] | null,
    allowAutoTopicCreation = false,
  ): Promise<MetadataResponse> {
    const response = await this.ask('any', MetadataRequest, MetadataResponse, {
      topics: topics === null ? null : topics.map((name) => ({ name })),
      allowAutoTopicCreation,
    });
    this.#brokers.clear();
    for (const { nodeId, host, port } of response.brokers)
      this.#brokers.set(nodeId, { host, port });
    return response;
  }

  /** The same by the ids of topics; needs a broker that knows version 12. */
  async metadataOfIds(topicIds: readonly string[]): Promise<MetadataResponse> {
    return this.ask('any', MetadataRequest, MetadataResponse, {
      topics: topicIds.map((topicId) => ({ topicId, name: null })),
      allowAutoTopicCreation: false,
    });
  }

  /** The ids of the brokers that are alive. */
  async brokerIds(): Promise<number[]> {
    const { brokers } = await this.metadata([]);
    return brokers.map(({ nodeId }) => nodeId).sort((a, b) => a - b);
  }

  /** Ends all connections. What is under way fails. */
  async close(): Promise<void> {
    this.#closed = true;
    const connections = await Promise.allSettled(this.#connections.values());
    for (const result of connections) {
      if (result.status === 'fulfilled') result.value.close();
    }
  }

  async #addressOf(nodeId: number): Promise<Address> {
    if (!this.#brokers.has(nodeId)) await this.metadata([]);
    const address = this.#brokers.get(nodeId);
    if (address !== undefined) return address;
    throw new KafkaError(ErrorCode.BROKER_NOT_AVAILABLE, `Broker ${nodeId} is not available.`);
  }

  /** Known brokers first, then the bootstrap list; the first that can be reached. */
  async #connectToAny(): Promise<BrokerConnection> {
    const candidates = [...this.#bootstrap, ...this.#brokers.values()];
    const unconnected: Address[] = [];
    for (const address of candidates) {
      const existing = await this.#connections.get(keyOf(address))?.catch(() => undefined);
      if (existing?.isOpen === true) return existing;
      unconnected.push(address);
    }
    let failure: unknown;
    for (const address of unconnected) {
      try {
        return await this.#connectTo(address);
      } catch (error) {
        failure ??= error;
      }
    }
    throw failure;
  }

  /**
   * Who asks while it is being opened waits for the same connection, so that requests go out in the
   * order in which they were asked for: of two commits, the later one must come last.
   */
  async #connectTo(address: Address, channel = DEFAULT_CHANNEL): Promise<BrokerConnection> {
    const key = keyOf(address, channel);
    for (let known = this.#connections.get(key); known; known = this.#connections.get(key)) {
      const connection = await known;
      if (connection.isOpen) return connection;
      if (this.#connections.get(key) === known) this.#connections.delete(key);
    }
    const opening = BrokerConnection.open(this.env, address, this.options);
    this.#connections.set(key, opening);
    try {
      return await opening;
    } catch (error) {
      if (this.#connections.get(key) === opening) this.#connections.delete(key);
      throw error;
    }
  }
}

function keyOf(address: Address, channel = DEFAULT_CHANNEL): string {
  return `${channel} ${formatAddress(address)}`;
}

/** Whether the same call may succeed a moment later. */
export function isPassing(error: unknown): boolean {
  if (error instanceof KafkaError) return PASSING.has(error.code);
  return error instanceof NetworkError || error instanceof RequestTimeout;
}

function tookTooLong(call: string, apiTimeoutMs: number, cause: unknown): RequestTimeout {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const what =
    cause instanceof KafkaError
      ? `Timed out after ${apiTimeoutMs} ms.`
      : 'Timed out waiting for a node assignment.';
  return new RequestTimeout(`${what} Call: ${call}. ${reason}`, { cause });
}
