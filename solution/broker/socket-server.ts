/**
 * The broker's doors: listens on each listener and hands every connection to a `ClientConnection`.
 *
 * Invariant: a connection is in `#connections` from its acceptance until it has closed.
 */
import { ClientConnection, type ConnectionOptions } from '#broker/client-connection.ts';
import type { RequestRouter } from '#broker/request-router.ts';
import type { Listener } from '#config/listeners.ts';
import type { Env } from '#env/env.ts';
import type { Connection, Listener as OpenListener } from '#env/network.ts';

export interface SocketServerOptions extends ConnectionOptions {
  /** max.connections, and max.connections.per.ip: what is above them is closed on arrival. */
  maxConnections(): number;
  maxConnectionsPerIp(): number;
}

export class SocketServer {
  readonly #env: Env;
  readonly #router: RequestRouter;
  readonly #options: SocketServerOptions;
  readonly #connections = new Set<ClientConnection>();
  readonly #perHost = new Map<string, number>();
  /** Kafka too binds its ports first, so that they are known, and serves later. */
  readonly #gate = { isOpen: false };
  #open: OpenListener[] = [];
  #allClosed: (() => void) | undefined;

  constructor(env: Env, router: RequestRouter, options: SocketServerOptions) {
    this.#env = env;
    this.#router = router;
    this.#options = options;
  }

  /** Opens a door; resolves with the address it really has. Rejects with a `NetworkError`. */
  async listen(listener: Listener): Promise<OpenListener> {
    const open = await this.#env.network.listen(listener.bind, (connection) =>
      this.#accept(connection, listener),
    );
    this.#open.push(open);
    return open;
  }

  /** Begins to answer; until then requests wait. */
  enableRequestProcessing(): void {
    this.#gate.isOpen = true;
    for (const connection of this.#connections) connection.proceed();
  }

  /**
   * Closes the doors, lets each connection finish the request it is working on, and resolves when
   * all are gone; after `patienceMs` the rest is cut.
   */
  async close(patienceMs: number): Promise<void> {
    const closing = this.#open.map((open) => open.close());
    this.#open = [];
    const cut = this.#env.clock.setTimer(patienceMs, () => {
      for (const connection of this.#connections) connection.destroy();
    });
    const gone = new Promise<void>((resolve) => {
      this.#allClosed = resolve;
    });
    for (const connection of [...this.#connections]) connection.finish();
    if (this.#connections.size > 0) await gone;
    cut.cancel();
    await Promise.all(closing);
  }

  #accept(connection: Connection, listener: Listener): void {
    const { host } = connection.remote;
    const ofHost = this.#perHost.get(host) ?? 0;
    if (
      this.#connections.size >= this.#options.maxConnections() ||
      ofHost >= this.#options.maxConnectionsPerIp()
    ) {
      this.#refuse(connection);
      return;
    }
    this.#perHost.set(host, ofHost + 1);
    const peer = { listener, remote: connection.remote };
    const client: ClientConnection = new ClientConnection(
      connection,
      peer,
      this.#router,
      this.#env,
      this.#options,
      this.#gate,
      () => this.#closed(client, host),
    );
    this.#connections.add(client);
    client.start();
  }

  #refuse(connection: Connection): void {
    this.#env.log.warn('connection refused: max.connections or max.connections.per.ip reached', {
      client: connection.remote.host,
    });
    connection.start({ data() {}, close() {} });
    connection.destroy();
  }

  #closed(client: ClientConnection, host: string): void {
    this.#connections.delete(client);
    const left = (this.#perHost.get(host) ?? 1) - 1;
    if (left === 0) this.#perHost.delete(host);
    else this.#perHost.set(host, left);
    if (this.#connections.size === 0) this.#allClosed?.();
  }
}
