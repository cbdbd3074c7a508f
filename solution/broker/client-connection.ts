/**
 * One client's connection: frames in, answers out, in order, in bounded memory.
 *
 * Kafka answers the requests of a connection in the order they came. Here, as there, one request of
 * a connection is worked on at a time; what the client sends meanwhile waits.
 *
 *     socket -> FrameReader -> waiting frames -> router -> chunks -> socket
 *                  |               |                          |
 *                  limit on size   limit: stop reading        full: stop working, until it drains
 *
 * So a client that sends without reading the answers is stopped by its own TCP window, and costs
 * no more than one frame, the waiting limit and one answer.
 *
 * Invariant: `#busy` while a request is worked on; frames are taken up only when not busy and not
 * blocked by a full socket.
 */
import type { Peer } from '#broker/request-context.ts';
import type { RequestRouter, ResponseChunks } from '#broker/request-router.ts';
import type { Clock, Timer } from '#env/clock.ts';
import type { Log } from '#env/log.ts';
import type { Connection } from '#env/network.ts';
import { FrameReader } from '#protocol/frame-reader.ts';

/** Waiting frames above this stop the reading from the socket. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** Answers are sent together up to about this size: one system call for many small ones. */
const SEND_TOGETHER_BYTES = 256 * 1024;

/** Shut while the broker starts: connections are taken, their requests wait. */
export interface Gate {
  readonly isOpen: boolean;
}

export interface ConnectionOptions {
  /** socket.request.max.bytes */
  readonly maxRequestBytes: number;
  /** connections.max.idle.ms */
  readonly maxIdleMs: number;
  /** Gets the chunks of answers that the network has taken: their memory may be used again. */
  recycle(chunks: readonly Uint8Array[]): void;
}

export class ClientConnection {
  readonly #connection: Connection;
  readonly #peer: Peer;
  readonly #router: RequestRouter;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #options: ConnectionOptions;
  readonly #onClosed: () => void;
  readonly #frames: FrameReader;
  readonly #gate: Gate;

  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #toSend: Uint8Array[] = [];
  #toSendBytes = 0;
  #busy = false;
  #blocked = false;
  #paused = false;
  #ending = false;
  #closed = false;
  #lastActiveMs: number;
  #idleTimer: Timer | undefined;

  constructor(
    connection: Connection,
    peer: Peer,
    router: RequestRouter,
    env: { readonly clock: Clock; readonly log: Log },
    options: ConnectionOptions,
    gate: Gate,
    onClosed: () => void,
  ) {
    this.#connection = connection;
    this.#peer = peer;
    this.#router = router;
    this.#clock = env.clock;
    this.#log = env.log;
    this.#options = options;
    this.#onClosed = onClosed;
    this.#gate = gate;
    this.#frames = new FrameReader(options.maxRequestBytes);
    this.#lastActiveMs = env.clock.monotonicMs();
  }

  /** Begins to serve; `onClosed` is called once when it is over. */
  start(): void {
    this.#connection.start({
      data: (chunk) => this.#received(chunk),
      drain: () => this.#drained(),
      close: () => this.#over(),
    });
    this.#watchIdleness(this.#options.maxIdleMs);
  }

  /** The gate has opened: what waits is worked on. */
  proceed(): void {
    this.#work();
    this.#paceReading();
  }

  /** Finishes the request that is worked on, sends its answer, and closes. */
  finish(): void {
    this.#ending = true;
    this.#forgetWaiting();
    if (!this.#busy) this.#connection.end();
  }

  /** Closes at once. */
  destroy(): void {
    this.#connection.destroy();
  }

  #received(chunk: Uint8Array): void {
    if (this.#ending || this.#closed) return;
    this.#lastActiveMs = this.#clock.monotonicMs();
    const before = this.#waiting.length;
    try {
      this.#frames.push(chunk, this.#waiting);
    } catch (error) {
      this.#fail(error);
      return;
    }
    for (const frame of this.#waiting.slice(before)) this.#waitingBytes += frame.length;
    this.#work();
    this.#paceReading();
  }

  /** Works on waiting frames while that is possible, then sends the answers together. */
  #work(): void {
    while (this.#canWork()) {
      const frame = this.#waiting.shift() as Uint8Array;
      this.#waitingBytes -= frame.length;
      this.#workOn(frame);
      if (this.#toSendBytes >= SEND_TOGETHER_BYTES) this.#flush();
    }
    this.#flush();
  }

  #canWork(): boolean {
    if (this.#waiting.length === 0 || !this.#gate.isOpen) return false;
    return !this.#busy && !this.#blocked && !this.#closed;
  }

  #workOn(frame: Uint8Array): void {
    try {
      const answer = this.#router.route(frame, this.#peer);
      if (answer instanceof Promise) this.#await(answer);
      else this.#queue(answer);
    } catch (error) {
      this.#fail(error);
    }
  }

  #await(answer: Promise<ResponseChunks>): void {
    this.#busy = true;
    answer.then(
      (chunks) => {
        this.#busy = false;
        this.#queue(chunks);
        this.#work();
        this.#paceReading();
        if (this.#ending && !this.#busy) this.#connection.end();
      },
      (error: unknown) => {
        this.#busy = false;
        this.#fail(error);
      },
    );
  }

  #queue(chunks: ResponseChunks): void {
    for (const chunk of chunks) {
      this.#toSend.push(chunk);
      this.#toSendBytes += chunk.length;
    }
  }

  #flush(): void {
    if (this.#toSend.length === 0 || this.#closed) return;
    const chunks = this.#toSend;
    this.#toSend = [];
    this.#toSendBytes = 0;
    this.#lastActiveMs = this.#clock.monotonicMs();
    const recycle = () => this.#options.recycle(chunks);
    this.#blocked = !this.#connection.write(chunks, recycle);
  }

  #drained(): void {
    this.#blocked = false;
    this.#work();
    this.#paceReading();
  }

  #paceReading(): void {
    const tooMuch = this.#waitingBytes > MAX_WAITING_BYTES;
    if (tooMuch === this.#paused || this.#closed) return;
    this.#paused = tooMuch;
    if (tooMuch) this.#connection.pause();
    else this.#connection.resume();
  }

  /** The stream is broken, or a handler failed in a way it has no answer for. */
  #fail(error: unknown): void {
    if (this.#closed) return;
    const { host, port } = this.#peer.remote;
    this.#log.warn('connection closed: its request cannot be served', {
      client: `${host}:${port}`,
      error,
    });
    this.#forgetWaiting();
    this.#flush();
    this.#ending = true;
    this.#connection.end();
  }

  #forgetWaiting(): void {
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  #watchIdleness(delayMs: number): void {
    this.#idleTimer = this.#clock.setTimer(delayMs, () => {
      const idleMs = this.#clock.monotonicMs() - this.#lastActiveMs;
      if (idleMs >= this.#options.maxIdleMs && !this.#busy) this.destroy();
      else this.#watchIdleness(Math.max(1, this.#options.maxIdleMs - idleMs));
    });
  }

  #over(): void {
    this.#closed = true;
    this.#idleTimer?.cancel();
    this.#forgetWaiting();
    this.#toSend = [];
    this.#onClosed();
  }
}
