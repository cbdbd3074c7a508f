/**
 * One TCP connection.
 *
 *     open --end()--> ending: what waits is sent, then FIN; what still comes is thrown away
 *       |                |  the peer's FIN, or LINGER_MS
 *       +--destroy()-----+--> closed, `close` is called
 *
 * Closing a socket that holds unread bytes sends RST, and RST makes the peer throw away answers it
 * has not read yet. So `end` goes on reading, into nothing, until the peer has closed too.
 */
import type { Socket } from 'node:net';
import type { Address, Connection, ConnectionEvents, NetworkError } from '#env/network.ts';
import { networkError } from '#env/node/network-failure.ts';
import { plainBytes } from '#env/node/plain-bytes.ts';

/** How long a peer may take to close after we have. */
const LINGER_MS = 500;

export class NodeConnection implements Connection {
  readonly local: Address;
  readonly remote: Address;
  readonly #socket: Socket;
  #events: ConnectionEvents | undefined;
  #ending = false;
  #failure: NetworkError | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.local = { host: socket.localAddress ?? '', port: socket.localPort ?? 0 };
    this.remote = { host: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
    // Node ends the process on an 'error' nobody listens to, so this listens from the first moment.
    socket.on('error', (cause) => {
      this.#failure = networkError('go on talking to', this.remote, cause);
    });
    socket.on('close', () => this.#events?.close(this.#failure));
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  start(events: ConnectionEvents): void {
    this.#events = events;
    this.#socket.on('drain', () => {
      if (!this.#ending) events.drain?.();
    });
    this.#socket.on('data', (chunk: Buffer) => {
      if (!this.#ending) events.data(plainBytes(chunk));
    });
  }

  write(chunks: readonly Uint8Array[], written?: () => void): boolean {
    const socket = this.#socket;
    const last = chunks.at(-1);
    if (this.#ending || !socket.writable || last === undefined) return true;
    const taken = written && ((error?: Error | null) => error ?? written());
    if (chunks.length === 1) return socket.write(last, taken);
    // Corked writes leave together: one writev for the frame's header and its log pieces.
    socket.cork();
    for (const chunk of chunks.slice(0, -1)) socket.write(chunk);
    socket.write(last, taken);
    socket.uncork();
    return !socket.writableNeedDrain;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  end(): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#socket.end(() => {
      setTimeout(() => this.#socket.destroy(), LINGER_MS).unref();
    });
    this.#socket.resume();
  }

  destroy(): void {
    this.#ending = true;
    this.#socket.destroy();
  }
}
