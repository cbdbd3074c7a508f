/**
 * A bare client for graders: requests in any version, raw bytes, and answers in the order in which
 * they come. It hides nothing and repairs nothing.
 *
 *     const client = await target.connect();
 *     const answer = await client.ask(MetadataRequest, MetadataResponse, 9, { topics: null, … });
 *
 *     client.send(…); client.send(…);                    pipelined: ask for each answer in order
 *     client.sendBytes(hexBytes('00 00 00 01 …'));       whatever one likes
 *     await client.untilClosed();                        the broker hangs up
 *
 * Its own encoding and decoding is the reference's, in a module graph of its own: a broker whose
 * codec is broken can't break the client that looks at it.
 *
 * Invariant: every wait ends, with the answer or with a `WireFailure` that says what did not come.
 */
import type { Connection } from 'reference:env/network.ts';
import type { Fields } from 'reference:protocol/field.ts';
import { FrameReader } from 'reference:protocol/frame-reader.ts';
import type { ApiMessage } from 'reference:protocol/message.ts';
import type { Decoded, Input } from 'reference:protocol/message-types.ts';
import { Reader } from 'reference:protocol/reader.ts';
import { encodeRequest } from 'reference:protocol/request-header.ts';
import { ResponseHeader } from 'reference:protocol/response-header.ts';
import { WireFailure, type WireTarget } from './wire-target.ts';

const NO_LIMIT = 0x7fffffff;

export class WireClient {
  /** Whether the connection is over. */
  closed = false;
  readonly #target: Pick<WireTarget, 'tell' | 'wait'>;
  readonly #connection: Connection;
  readonly #frames = new FrameReader(NO_LIMIT);
  readonly #answers: Uint8Array[] = [];
  #wake: (() => void)[] = [];
  #nextCorrelationId = 0;

  /** Of a connection that has not been started. */
  constructor(target: Pick<WireTarget, 'tell' | 'wait'>, connection: Connection) {
    this.#target = target;
    this.#connection = connection;
    connection.start({
      data: (chunk) => this.#take(chunk),
      close: () => {
        this.closed = true;
        this.#target.tell('the broker closed the connection');
        this.#notify();
      },
    });
  }

  /** Sends a request and gives the next answer, which is expected to be its own. */
  async ask<QF extends Fields, QV extends string, PF extends Fields, PV extends string>(
    request: ApiMessage<QF, QV>,
    response: ApiMessage<PF, PV>,
    version: number,
    body: Input<QF, QV>,
  ): Promise<Decoded<PF>> {
    const correlationId = this.send(request, version, body);
    const answer = await this.receiveNumbered(response, version);
    if (answer.correlationId === correlationId) return answer.body;
    throw new WireFailure(
      `${request.name} v${version} was sent with correlation id ${correlationId}; ` +
        `the answer carries ${answer.correlationId}`,
    );
  }

  /** Sends a request and does not wait; returns its correlation id: 0, 1, 2 … or the given one. */
  send<QF extends Fields, QV extends string>(
    request: ApiMessage<QF, QV>,
    version: number,
    body: Input<QF, QV>,
    { correlationId = this.#nextCorrelationId++, clientId = 'grader' as string | null } = {},
  ): number {
    this.#target.tell(`sent ${request.name} v${version}, correlation id ${correlationId}`);
    this.#connection.write(encodeRequest(request, version, { correlationId, clientId }, body));
    return correlationId;
  }

  /** Sends bytes as they are, without a size before them. */
  sendBytes(bytes: Uint8Array): void {
    this.#target.tell(`sent ${bytes.length} bytes: ${hexStart(bytes)}`);
    this.#connection.write([bytes.slice()]);
  }

  /** Sends bytes as one frame: their size goes before them. */
  sendFrame(payload: Uint8Array): void {
    const frame = new Uint8Array(4 + payload.length);
    new DataView(frame.buffer).setInt32(0, payload.length);
    frame.set(payload, 4);
    this.sendBytes(frame);
  }

  /** The body of the next answer, as a response of that kind. */
  async receive<PF extends Fields, PV extends string>(
    response: ApiMessage<PF, PV>,
    version: number,
  ): Promise<Decoded<PF>> {
    return (await this.receiveNumbered(response, version)).body;
  }

  /** The next answer with the correlation id that it carries. */
  async receiveNumbered<PF extends Fields, PV extends string>(
    response: ApiMessage<PF, PV>,
    version: number,
  ): Promise<{ correlationId: number; body: Decoded<PF> }> {
    const what = `${response.name} v${version}`;
    const frame = await this.receiveFrame(what);
    try {
      const reader = new Reader(frame);
      const header = ResponseHeader.codec(response.headerVersion(version)).read(reader);
      const body = response.codec(version).read(reader);
      if (reader.remaining() === 0) return { correlationId: header.correlationId, body };
      throw new Error(`${reader.remaining()} bytes are left over after it`);
    } catch (cause) {
      const { message } = cause as Error;
      throw new WireFailure(
        `the answer is no ${what}: ${message}; its ${frame.length} bytes: ${hexStart(frame)}`,
        { cause },
      );
    }
  }

  /** The next answer's bytes, without their size; a `WireFailure` when none comes. */
  async receiveFrame(what = 'an answer'): Promise<Uint8Array> {
    while (this.#answers.length === 0) {
      if (this.closed) {
        throw new WireFailure(`the broker closed the connection instead of sending ${what}`);
      }
      await this.#target.wait(this.#news(), what);
    }
    return this.#answers.shift() as Uint8Array;
  }

  /** Whole answers that have come and that nobody has asked for yet. */
  get answersWaiting(): number {
    return this.#answers.length;
  }

  /** Resolves when the broker has closed the connection; answers before that are kept. */
  async untilClosed(): Promise<void> {
    while (!this.closed) await this.#target.wait(this.#news(), 'the broker to hang up');
  }

  /** Hangs up. */
  close(): void {
    this.#connection.destroy();
  }

  #take(chunk: Uint8Array): void {
    const before = this.#answers.length;
    this.#frames.push(chunk, this.#answers);
    for (const frame of this.#answers.slice(before)) {
      this.#target.tell(`came ${frame.length} bytes: ${hexStart(frame)}`);
    }
    this.#notify();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake.push(resolve);
    });
  }

  #notify(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }
}

const SHOWN_BYTES = 24;

function hexStart(bytes: Uint8Array): string {
  const shown = [...bytes.subarray(0, SHOWN_BYTES)].map((byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  return shown.join(' ') + (bytes.length > SHOWN_BYTES ? ' …' : '');
}
