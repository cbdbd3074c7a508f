/**
 * One end of a simulated connection.
 *
 *     open --end(), or the peer's fin--> ending --both fins, or LINGER_MS--> closed
 *       |                                  |                                   ^
 *       +--destroy(), a reset, a crash-----+-----------------------------------+
 *
 * It behaves as env/node's does: a peer that ends is answered by ending; what arrives after
 * `end()` is thrown away; nothing is heard before `start`, while paused, or after `close`.
 * Every call into the program is an event of its process.
 */
import {
  type Address,
  type Connection,
  type ConnectionEvents,
  NetworkError,
} from '#env/network.ts';
import { NodeCrashed } from '#env/sim/node-crashed.ts';
import type { SimFabric, SimHost } from '#env/sim/sim-fabric.ts';
import { type PipeItem, SimPipe } from '#env/sim/sim-pipe.ts';
import type { SimProcess } from '#env/sim/sim-process.ts';

/** From so many waiting bytes on, `write` asks to stop. */
const HIGH_WATER_BYTES = 64 * 1024;
/** How long the peer may take to end after this side has. */
const LINGER_MS = 500;

interface End {
  readonly host: SimHost;
  readonly process: SimProcess;
  readonly address: Address;
}

export class SimConnection implements Connection {
  readonly local: Address;
  readonly remote: Address;
  readonly peerHost: SimHost;
  peer: SimConnection | undefined;
  readonly #fabric: SimFabric;
  readonly #host: SimHost;
  readonly #process: SimProcess;
  readonly #out: SimPipe;
  #events: ConnectionEvents | undefined;
  #state: 'open' | 'ending' | 'closed' = 'open';
  #paused = false;
  #draining = false;
  #finSent = false;
  #finReceived = false;
  #inbox: PipeItem[] = [];

  private constructor(fabric: SimFabric, own: End, other: End) {
    this.#fabric = fabric;
    this.#host = own.host;
    this.#process = own.process;
    this.local = own.address;
    this.remote = other.address;
    this.peerHost = other.host;
    this.#out = new SimPipe(
      fabric,
      { from: own.host, to: other.host },
      { receive: (item) => this.peer?.receive(item) },
      () => this.#emptied(),
    );
    own.host.connections.add(this);
  }

  /** Both ends of a new connection. */
  static pair(fabric: SimFabric, client: End, server: End): [SimConnection, SimConnection] {
    const near = new SimConnection(fabric, client, server);
    const far = new SimConnection(fabric, server, client);
    near.peer = far;
    far.peer = near;
    return [near, far];
  }

  get bufferedBytes(): number {
    return this.#out.waitingBytes;
  }

  start(events: ConnectionEvents): void {
    this.#assertAlive();
    this.#events = events;
    this.#readLater();
  }

  write(chunks: readonly Uint8Array[], written?: () => void): boolean {
    this.#assertAlive();
    if (this.#state !== 'open') return true;
    this.#out.write(chunks);
    // A sender that wants its memory back gets it at once, as from a kernel that copies. What is
    // under way is a copy already.
    if (written !== undefined && this.#out.waitingBytes > 0) this.#out.ownWaiting();
    written?.();
    if (this.#out.waitingBytes < HIGH_WATER_BYTES) return true;
    this.#draining = true;
    return false;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#assertAlive();
    this.#paused = false;
    this.#readLater();
  }

  end(): void {
    this.#assertAlive();
    if (this.#state !== 'open') return;
    this.#state = 'ending';
    this.#out.end();
    this.#paused = false;
    this.#readLater();
  }

  destroy(): void {
    this.#assertAlive();
    if (this.#state === 'closed') return;
    this.abandon();
    this.#tellClosed(undefined);
  }

  /** The process is gone, or has let go: the system ends the stream, kindly or not. */
  abandon(): void {
    if (this.#state === 'closed') return;
    this.#close();
    this.#out.breakOff(this.#fabric.random.nextInt(2) === 0 ? 'fin' : 'reset');
  }

  /** The machine is gone: nobody is told. */
  vanish(): void {
    this.#close();
  }

  /** The connection broke. */
  reset(): void {
    if (this.#state === 'closed') return;
    this.#close();
    const { host, port } = this.remote;
    this.#tellClosed(new NetworkError('reset', `The connection to ${host}:${port} was reset.`));
  }

  /** The process goes on after it stood still: it finds what arrived meanwhile. */
  wake(): void {
    this.#readLater();
  }

  /** Called by the network when something arrives. */
  receive(item: PipeItem): void {
    if (this.#state === 'closed') {
      // Bytes for a connection that this machine does not know (any more) are answered by a reset.
      if (typeof item !== 'string') this.#out.breakOff('reset');
    } else if (item === 'reset') {
      this.reset();
    } else {
      this.#inbox.push(item);
      this.#read();
    }
  }

  #readLater(): void {
    if (this.#inbox.length > 0) this.#process.schedule(0, 'net.read', () => this.#read());
  }

  #read(): void {
    while (this.#isReading() && this.#inbox.length > 0) {
      this.#take(this.#inbox.shift() as PipeItem);
    }
  }

  #isReading(): boolean {
    if (this.#process.held !== undefined) return false;
    if (this.#state === 'ending') return true;
    return this.#state === 'open' && !this.#paused && this.#events !== undefined;
  }

  #take(item: PipeItem): void {
    if (typeof item === 'string') {
      this.#finReceived = true;
      if (this.#state === 'open') this.end();
      this.#closeWhenBothEnded();
      return;
    }
    this.peer?.credit(item.length);
    if (this.#state === 'open') this.#events?.data(item);
  }

  /** This side's reader has taken so many bytes that the other end sent. */
  credit(bytes: number): void {
    this.#out.credit(bytes);
  }

  /** All that was written is on its way. */
  #emptied(): void {
    if (this.#state === 'ending' && !this.#finSent) {
      this.#finSent = true;
      this.#closeWhenBothEnded();
      this.#process.schedule(LINGER_MS, 'net.linger', () => {
        if (this.#state !== 'closed') this.destroy();
      });
    } else if (this.#draining) {
      this.#draining = false;
      this.#process.schedule(0, 'net.drain', () => {
        if (this.#state === 'open') this.#events?.drain?.();
      });
    }
  }

  #closeWhenBothEnded(): void {
    if (!this.#finSent || !this.#finReceived || this.#state === 'closed') return;
    this.#close();
    this.#tellClosed(undefined);
  }

  #close(): void {
    this.#state = 'closed';
    this.#inbox = [];
    this.#host.connections.delete(this);
  }

  #tellClosed(failure: NetworkError | undefined): void {
    this.#process.schedule(0, 'net.close', () => this.#events?.close(failure));
  }

  #assertAlive(): void {
    if (!this.#process.alive) throw new NodeCrashed(this.#process.name);
  }
}
