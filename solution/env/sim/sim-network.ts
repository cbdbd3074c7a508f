/**
 * A simulated process's sockets. What may go wrong is told in `sim-fabric.ts`.
 *
 * A node's name is its host name; `localhost`, `127.0.0.1` and `0.0.0.0` mean the node itself.
 */
import {
  type Address,
  type Connection,
  type Listener,
  type Network,
  NetworkError,
} from '#env/network.ts';
import { NodeCrashed } from '#env/sim/node-crashed.ts';
import { SimConnection } from '#env/sim/sim-connection.ts';
import type { SimFabric, SimHost } from '#env/sim/sim-fabric.ts';
import type { SimProcess } from '#env/sim/sim-process.ts';

/** Pauses between attempts to connect, as Linux makes them: 127 seconds in all. */
const CONNECT_RETRIES_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000];

const OWN_NAMES: ReadonlySet<string> = new Set(['', 'localhost', '127.0.0.1', '0.0.0.0', '::1']);

/** What a host's port leads to. */
export interface SimListener {
  readonly address: Address;
  readonly process: SimProcess;
  readonly accept: (connection: Connection) => void;
}

interface Attempt {
  readonly target: SimHost;
  readonly address: Address;
  resolve(connection: Connection): void;
  reject(failure: NetworkError): void;
}

export class SimNetwork implements Network {
  readonly #fabric: SimFabric;
  readonly #host: SimHost;
  readonly #process: SimProcess;

  constructor(fabric: SimFabric, host: SimHost, process: SimProcess) {
    this.#fabric = fabric;
    this.#host = host;
    this.#process = process;
  }

  hostName(): string {
    return this.#host.name;
  }

  listen(asked: Address, accept: (connection: Connection) => void): Promise<Listener> {
    this.#assertAlive();
    const { listeners } = this.#host;
    const failure = this.#listenFailure(asked);
    if (failure !== undefined) return this.#later((_, reject) => reject(failure));
    const address = { host: asked.host, port: asked.port || this.#host.freePort() };
    const listener: SimListener = { address, process: this.#process, accept };
    listeners.set(address.port, listener);
    const close = (): Promise<void> => {
      if (listeners.get(address.port) === listener) listeners.delete(address.port);
      return this.#later((resolve) => resolve());
    };
    return this.#later((resolve) => resolve({ address, close }));
  }

  connect(address: Address): Promise<Connection> {
    this.#assertAlive();
    const target = this.#hostOf(address.host);
    return new Promise((resolve, reject) => {
      if (target !== undefined) {
        this.#knock({ target, address, resolve, reject }, 0);
        return;
      }
      const why = 'no node has this name';
      this.#process.schedule(0, 'net.unknown', () =>
        reject(connectFailure('unreachable', address, why)),
      );
    });
  }

  /** One attempt's first packet; it is repeated while nothing comes back. */
  #knock(attempt: Attempt, retry: number): void {
    const { target } = attempt;
    this.#process.schedule(this.#fabric.delayMs(this.#host, target), 'net.connect', () => {
      const lost =
        this.#fabric.isBlocked(this.#host, target) || this.#fabric.isBlocked(target, this.#host);
      const pauseMs = CONNECT_RETRIES_MS[retry];
      if (!lost) this.#enter(attempt);
      else if (pauseMs === undefined) {
        attempt.reject(connectFailure('unreachable', attempt.address, 'nothing answers'));
      } else {
        this.#process.schedule(pauseMs, 'net.retry', () => this.#knock(attempt, retry + 1));
      }
    });
  }

  /** The target machine's answer: a connection or a refusal. */
  #enter({ target, address, resolve, reject }: Attempt): void {
    const backMs = this.#fabric.delayMs(target, this.#host);
    const listener = target.listeners.get(address.port);
    if (listener === undefined) {
      this.#process.schedule(backMs, 'net.refused', () =>
        reject(connectFailure('refused', address, 'nothing listens there')),
      );
      return;
    }
    const local = { host: target === this.#host ? address.host : this.#host.name, port: 0 };
    const [near, far] = SimConnection.pair(
      this.#fabric,
      {
        host: this.#host,
        process: this.#process,
        address: { ...local, port: this.#host.freePort() },
      },
      { host: target, process: listener.process, address },
    );
    listener.process.schedule(0, 'net.accept', () => listener.accept(far));
    this.#process.schedule(backMs, 'net.connected', () => resolve(near));
  }

  #listenFailure(address: Address): NetworkError | undefined {
    const where = `${address.host}:${address.port}`;
    if (this.#hostOf(address.host) !== this.#host) {
      const message = `Could not listen on ${where}: the address is not this node's.`;
      return new NetworkError('unreachable', message);
    }
    if (!this.#host.listeners.has(address.port)) return undefined;
    const message = `Could not listen on ${where}: another process uses this port.`;
    return new NetworkError('in-use', message);
  }

  #hostOf(name: string): SimHost | undefined {
    return OWN_NAMES.has(name) ? this.#host : this.#fabric.host(name);
  }

  #later<T>(
    settle: (resolve: (value: T) => void, reject: (failure: NetworkError) => void) => void,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#process.schedule(0, 'net.listen', () => settle(resolve, reject));
    });
  }

  #assertAlive(): void {
    if (!this.#process.alive) throw new NodeCrashed(this.#process.name);
  }
}

function connectFailure(
  kind: 'unreachable' | 'refused',
  address: Address,
  why: string,
): NetworkError {
  return new NetworkError(kind, `Could not connect to ${address.host}:${address.port}: ${why}.`);
}
