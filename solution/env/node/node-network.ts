/**
 * TCP by Node's sockets.
 *
 * What matters to a broker: Nagle's algorithm is off (a small response must not wait for an
 * acknowledgement that the peer delays), many chunks leave in one `writev`, received chunks are
 * handed on without a copy, and a slow reader on either side holds the other back.
 *
 * Invariant: a started connection hears `close` exactly once, and nothing after it.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { hostname } from 'node:os';
import {
  type Address,
  type Connection,
  type Listener,
  type Network,
  NetworkError,
} from '#env/network.ts';
import { networkError } from '#env/node/network-failure.ts';
import { NodeConnection } from '#env/node/node-connection.ts';

export class NodeNetwork implements Network {
  listen(address: Address, accept: (connection: Connection) => void): Promise<Listener> {
    return new Promise((resolve, reject) => {
      const server = createServer({ noDelay: true }, (socket) => {
        accept(new NodeConnection(socket));
      });
      server.once('error', (cause) => reject(networkError('listen on', address, cause)));
      server.listen({ host: address.host, port: address.port }, () => {
        server.removeAllListeners('error');
        // After this, errors are of single accepts (no file descriptor left): the peer sees a
        // closed connection, and the listener goes on.
        server.on('error', () => {});
        resolve(new NodeListener(server));
      });
    });
  }

  connect(address: Address): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket: Socket = connect({ host: address.host, port: address.port, noDelay: true });
      const fail = (cause: Error) => reject(networkError('connect to', address, cause));
      socket.once('error', fail);
      socket.once('connect', () => {
        socket.off('error', fail);
        resolve(new NodeConnection(socket));
      });
    });
  }

  hostName(): string {
    return hostname();
  }
}

class NodeListener implements Listener {
  readonly address: Address;
  readonly #server: Server;

  constructor(server: Server) {
    const bound = server.address();
    if (bound === null || typeof bound === 'string') {
      throw new NetworkError('io', `A TCP listener has no address but ${bound}.`);
    }
    this.address = { host: bound.address, port: bound.port };
    this.#server = server;
  }

  close(): Promise<void> {
    // Node's callback waits until the last connection ends; the port is free right away.
    this.#server.close();
    return new Promise((resolve) => setImmediate(resolve));
  }
}
