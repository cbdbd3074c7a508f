/**
 * A network on which every frame of Kafka's protocol is seen as it passes: requests as they are
 * written, answers as they arrive. It changes neither bytes nor times.
 */
import type { Address, Connection, ConnectionEvents, Network } from '#env/network.ts';
import { FrameReader } from '#protocol/frame-reader.ts';

export interface Frames {
  /** A whole request was written on a connection. */
  request(frame: Uint8Array, connection: object): void;
  /** A whole answer has come on it. */
  answer(frame: Uint8Array, connection: object): void;
}

const NO_LIMIT = 0x7fff_ffff;

export class TappedNetwork implements Network {
  readonly #network: Network;
  readonly #frames: Frames;

  constructor(network: Network, frames: Frames) {
    this.#network = network;
    this.#frames = frames;
  }

  hostName(): string {
    return this.#network.hostName();
  }

  listen(address: Address, accept: (connection: Connection) => void) {
    return this.#network.listen(address, accept);
  }

  async connect(address: Address): Promise<Connection> {
    return tapped(await this.#network.connect(address), this.#frames);
  }
}

/** The connection itself, with eyes at both of its ways. */
function tapped(connection: Connection, frames: Frames): Connection {
  const sent = frameCutter((frame) => frames.request(frame, connection));
  const came = frameCutter((frame) => frames.answer(frame, connection));
  const seen = (events: ConnectionEvents): ConnectionEvents => ({
    ...(events.drain === undefined ? {} : { drain: () => events.drain?.() }),
    data(chunk) {
      came(chunk);
      events.data(chunk);
    },
    close: (error) => events.close(error),
  });
  return {
    local: connection.local,
    remote: connection.remote,
    get bufferedBytes() {
      return connection.bufferedBytes;
    },
    start: (events) => connection.start(seen(events)),
    write(chunks, written) {
      for (const chunk of chunks) sent(chunk);
      return connection.write(chunks, written);
    },
    pause: () => connection.pause(),
    resume: () => connection.resume(),
    end: () => connection.end(),
    destroy: () => connection.destroy(),
  };
}

/** Cuts chunks into frames, which are views: a client changes neither what it has sent nor what came. */
function frameCutter(take: (frame: Uint8Array) => void): (chunk: Uint8Array) => void {
  const reader = new FrameReader(NO_LIMIT);
  return (chunk) => {
    const whole: Uint8Array[] = [];
    reader.push(chunk, whole);
    for (const frame of whole) take(frame);
  };
}
