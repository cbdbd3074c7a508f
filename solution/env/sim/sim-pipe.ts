/**
 * One direction of a connection: bytes that wait, bytes under way, and what ends them.
 *
 *     write() --> waiting --(room in the window)--> under way --(delay)--> the receiver
 *                                                       ^                     |
 *                                                       +--- room again <-----+ read
 *
 * Invariant: items arrive in the order in which they were sent, however their events are ordered:
 * every arrival takes the item at the head.
 */
import { newBytes } from '#env/new-bytes.ts';
import type { SimFabric, SimHost } from '#env/sim/sim-fabric.ts';

/** A chunk, the sender's regular end, or its breaking off. */
export type PipeItem = Uint8Array | 'fin' | 'reset';

/** Who takes what arrives. */
export interface PipeReceiver {
  receive(item: PipeItem): void;
}

/** Bytes that may be under way or unread. */
const WINDOW_BYTES = 256 * 1024;
const LARGEST_CHUNK = 64 * 1024;
/** One chunk in this many is a few bytes only: frames are cut in their headers, too. */
const TINY_CHUNK_ONE_IN = 8;

export class SimPipe {
  readonly #fabric: SimFabric;
  readonly #from: SimHost;
  readonly #to: SimHost;
  /** What an arrival is called in the trace. */
  readonly #kind: string;
  readonly #receiver: PipeReceiver;
  /** Called when nothing waits any more. */
  readonly #emptied: () => void;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #windowBytes = 0;
  #finWaits = false;
  readonly #underWay: PipeItem[] = [];
  #lastArrivalMs = 0;
  #stalledArrivals = 0;

  constructor(
    fabric: SimFabric,
    route: { from: SimHost; to: SimHost },
    receiver: PipeReceiver,
    emptied: () => void,
  ) {
    this.#fabric = fabric;
    this.#from = route.from;
    this.#to = route.to;
    this.#kind = `to.${route.to.name}`;
    this.#receiver = receiver;
    this.#emptied = emptied;
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  write(chunks: readonly Uint8Array[]): void {
    for (const chunk of chunks) {
      if (chunk.length === 0) continue;
      this.#waiting.push(chunk);
      this.#waitingBytes += chunk.length;
    }
    this.#send();
  }

  /** What waits is copied: whoever wrote it has its memory back. */
  ownWaiting(): void {
    this.#waiting = this.#waiting.map((chunk) => chunk.slice());
  }

  /** Ends the stream after what waits. */
  end(): void {
    this.#finWaits = true;
    this.#send();
  }

  /** Ends the stream after what is under way; what waits is lost. */
  breakOff(item: 'fin' | 'reset'): void {
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#finWaits = false;
    this.#launch(item, 0);
  }

  /** The receiver has read so much: there is room again. */
  credit(bytes: number): void {
    this.#windowBytes -= bytes;
    this.#send();
  }

  /** What could not arrive tries again. */
  retry(): void {
    const arrivals = this.#stalledArrivals;
    this.#stalledArrivals = 0;
    for (let count = 0; count < arrivals; count += 1) this.#planArrival(0);
  }

  #send(): void {
    const waited = this.#waitingBytes > 0;
    while (this.#waitingBytes > 0 && this.#windowBytes < WINDOW_BYTES) {
      const chunk = this.#takeChunk();
      this.#windowBytes += chunk.length;
      this.#launch(chunk, chunk.length);
    }
    if (this.#waitingBytes > 0) return;
    if (this.#finWaits) {
      this.#finWaits = false;
      this.#launch('fin', 0);
      this.#emptied();
    } else if (waited) {
      this.#emptied();
    }
  }

  /** Cuts a chunk of a seeded size off what waits: a copy, for it belongs to the receiver. */
  #takeChunk(): Uint8Array {
    const { random } = this.#fabric;
    const largest = random.nextInt(TINY_CHUNK_ONE_IN) === 0 ? 16 : LARGEST_CHUNK;
    const chunk = newBytes(Math.min(this.#waitingBytes, 1 + random.nextInt(largest)));
    let filled = 0;
    while (filled < chunk.length) {
      const first = this.#waiting[0] as Uint8Array;
      const room = chunk.length - filled;
      if (first.length <= room) {
        chunk.set(first, filled);
        this.#waiting.shift();
      } else {
        chunk.set(first.subarray(0, room), filled);
        this.#waiting[0] = first.subarray(room);
      }
      filled += Math.min(first.length, room);
    }
    this.#waitingBytes -= chunk.length;
    return chunk;
  }

  #launch(item: PipeItem, bytes: number): void {
    this.#underWay.push(item);
    this.#planArrival(bytes);
  }

  #planArrival(bytes: number): void {
    const { scheduler } = this.#fabric;
    const link = this.#fabric.linkBetween(this.#from, this.#to);
    const sentMs = scheduler.nowMs + this.#fabric.delayOn(link);
    const transferMs = link.bytesPerMs === undefined ? 0 : bytes / link.bytesPerMs;
    this.#lastArrivalMs = Math.max(this.#lastArrivalMs, sentMs) + transferMs;
    const delayMs = this.#lastArrivalMs - scheduler.nowMs;
    scheduler.schedule(delayMs, this.#fabric, this.#kind, this.#arrive);
  }

  /** Made once, as an event for each chunk calls it. */
  readonly #arrive = (): void => {
    if (this.#fabric.isBlocked(this.#from, this.#to)) {
      this.#stalledArrivals += 1;
      this.#fabric.stall(this);
      return;
    }
    const item = this.#underWay.shift();
    if (item !== undefined) this.#receiver.receive(item);
  };
}
