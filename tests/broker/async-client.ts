/**
 * A client for programs that run inside of the simulation: many at a time, each awaiting its own
 * answers, through crashes of the broker. (`WireClient` drives the world itself, so only one can.)
 */
import type { Env } from '#env/env.ts';
import type { Address, Connection } from '#env/network.ts';
import type { Fields } from '#protocol/field.ts';
import { FrameReader } from '#protocol/frame-reader.ts';
import type { ApiMessage } from '#protocol/message.ts';
import type { Decoded, Input } from '#protocol/message-types.ts';
import { Reader } from '#protocol/reader.ts';
import { encodeRequest } from '#protocol/request-header.ts';
import { ResponseHeader } from '#protocol/response-header.ts';

const PATIENCE_MS = 300;

/** The answer will not come: nobody knows whether the request was carried out. */
export class NoAnswer extends Error {}

interface Waiting {
  readonly resolve: (frame: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

export class AsyncClient {
  readonly #env: Env;
  readonly #address: Address;
  readonly #isHeld: () => boolean;
  #connection: Connection | undefined;
  #waiting: Waiting[] = [];
  #correlationId = 0;

  /** While `isHeld()`, nothing is sent. */
  constructor(env: Env, address: Address, isHeld: () => boolean) {
    this.#env = env;
    this.#address = address;
    this.#isHeld = isHeld;
  }

  /** Sends a request and gives its answer; rejects with `NoAnswer` when the connection ends. */
  async ask<QF extends Fields, QV extends string, PF extends Fields, PV extends string>(
    request: ApiMessage<QF, QV>,
    response: ApiMessage<PF, PV>,
    version: number,
    body: Input<QF, QV>,
  ): Promise<Decoded<PF>> {
    const connection = this.#connection ?? (await this.#connect());
    if (this.#isHeld()) throw new NoAnswer('Nothing may be sent now.');
    const header = { correlationId: this.#correlationId++, clientId: 'test' };
    const frame = new Promise<Uint8Array>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
    connection.write(encodeRequest(request, version, header, body));
    const timer = this.#env.clock.setTimer(PATIENCE_MS, () => this.#lose(connection));
    const reader = new Reader(await frame.finally(() => timer.cancel()));
    const { correlationId } = ResponseHeader.codec(response.headerVersion(version)).read(reader);
    if (correlationId !== header.correlationId) throw new Error('An answer is out of order.');
    return response.codec(version).read(reader);
  }

  pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.#env.clock.setTimer(delayMs, resolve));
  }

  async #connect(): Promise<Connection> {
    const connection = await this.#env.network.connect(this.#address).catch((cause: unknown) => {
      throw new NoAnswer('Nobody is there.', { cause });
    });
    const frames = new FrameReader(0x7fffffff);
    this.#connection = connection;
    connection.start({
      data: (chunk) => {
        const whole: Uint8Array[] = [];
        frames.push(chunk, whole);
        for (const frame of whole) this.#waiting.shift()?.resolve(frame);
      },
      close: () => this.#lose(connection),
    });
    return connection;
  }

  #lose(connection: Connection): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    connection.destroy();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { reject } of waiting) reject(new NoAnswer('The connection ended.'));
  }
}
