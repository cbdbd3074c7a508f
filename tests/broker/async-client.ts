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

/** One connection, with the requests that wait on it. */
interface Line {
  readonly connection: Connection;
  readonly waiting: Waiting[];
  isOver: boolean;
}

export class AsyncClient {
  readonly #env: Env;
  readonly #address: Address;
  readonly #isHeld: () => boolean;
  #line: Promise<Line> | undefined;
  #correlationId = 0;

  /** While `isHeld()`, nothing is sent. */
  constructor(env: Env, address: Address, isHeld: () => boolean = () => false) {
    this.#env = env;
    this.#address = address;
    this.#isHeld = isHeld;
  }

  /**
   * Sends a request and gives its answer; rejects with `NoAnswer` when the connection ends, which it
   * does when the answer takes longer than `patienceMs`.
   */
  async ask<QF extends Fields, QV extends string, PF extends Fields, PV extends string>(
    request: ApiMessage<QF, QV>,
    response: ApiMessage<PF, PV>,
    version: number,
    body: Input<QF, QV>,
    patienceMs = PATIENCE_MS,
  ): Promise<Decoded<PF>> {
    this.#line ??= this.#connect(patienceMs);
    const line = await this.#line;
    if (this.#isHeld()) throw new NoAnswer('Nothing may be sent now.');
    if (line.isOver) throw new NoAnswer('The connection ended.');
    const header = { correlationId: this.#correlationId++, clientId: 'test' };
    const frame = new Promise<Uint8Array>((resolve, reject) => {
      line.waiting.push({ resolve, reject });
    });
    line.connection.write(encodeRequest(request, version, header, body));
    const timer = this.#env.clock.setTimer(patienceMs, () => this.#lose(line));
    const reader = new Reader(await frame.finally(() => timer.cancel()));
    const { correlationId } = ResponseHeader.codec(response.headerVersion(version)).read(reader);
    if (correlationId !== header.correlationId) throw new Error('An answer is out of order.');
    return response.codec(version).read(reader);
  }

  pause(delayMs: number): Promise<void> {
    return this.#env.clock.sleep(delayMs);
  }

  /** Hangs up; who waits is told `NoAnswer`. */
  async close(): Promise<void> {
    const line = await this.#line?.catch(() => undefined);
    if (line !== undefined) this.#lose(line);
  }

  async #connect(patienceMs: number): Promise<Line> {
    const connecting = connectInTime(this.#env, this.#address, patienceMs);
    const connection = await connecting.catch((cause: unknown) => {
      this.#line = undefined;
      throw new NoAnswer('Nobody is there.', { cause });
    });
    const line: Line = { connection, waiting: [], isOver: false };
    const frames = new FrameReader(0x7fffffff);
    connection.start({
      data: (chunk) => {
        const whole: Uint8Array[] = [];
        frames.push(chunk, whole);
        for (const frame of whole) line.waiting.shift()?.resolve(frame);
      },
      close: () => this.#lose(line),
    });
    return line;
  }

  #lose(line: Line): void {
    if (line.isOver) return;
    line.isOver = true;
    this.#line = undefined;
    line.connection.destroy();
    for (const { reject } of line.waiting.splice(0)) reject(new NoAnswer('The connection ended.'));
  }
}

function connectInTime(env: Env, address: Address, patienceMs: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const timer = env.clock.setTimer(patienceMs, () => {
      isLate = true;
      reject(new Error('The connection takes too long.'));
    });
    env.network.connect(address).then((connection) => {
      timer.cancel();
      if (isLate) connection.destroy();
      else resolve(connection);
    }, reject);
  });
}
