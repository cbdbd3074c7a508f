/**
 * One connection to one broker: requests go out, answers come back in the same order.
 *
 *     send(A) send(B) send(C) -->  | A | B | C |  -->  broker
 *     A's promise, B's, C's   <--  | c | b | a |  <--
 *
 * Pipelining: a request is sent without waiting for the answers to those before it. Kafka answers
 * in order, so the oldest request that waits is the one that an answer belongs to; the correlation
 * id only confirms it. A mismatch means that the stream is out of step and can't be trusted again.
 *
 * Invariant: every request sent is settled exactly once - by its answer, by its timeout or by the
 * end of the connection. A timeout ends the connection, for the answer may still come and would
 * then stand in the way of all later ones.
 */
import { ApiVersionChoice } from '#clients/api-version-choice.ts';
import { formatAddress } from '#clients/bootstrap-servers.ts';
import { RequestTimeout, throwIfError } from '#clients/kafka-error.ts';
import type { Timer } from '#env/clock.ts';
import type { Env } from '#env/env.ts';
import { type Address, type Connection, NetworkError } from '#env/network.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type { Fields } from '#protocol/field.ts';
import { FrameReader } from '#protocol/frame-reader.ts';
import type { ApiMessage } from '#protocol/message.ts';
import type { Decoded, Input } from '#protocol/message-types.ts';
import { ApiVersionsRequest, ApiVersionsResponse } from '#protocol/messages/api-versions.ts';
import { Reader } from '#protocol/reader.ts';
import { encodeRequest } from '#protocol/request-header.ts';
import { readResponseHeader } from '#protocol/response-header.ts';

/** What the client calls itself in ApiVersions (KIP-511). */
const SOFTWARE = { clientSoftwareName: 'gregor', clientSoftwareVersion: '0.1.0' };

/** An answer larger than this is no answer: fetches ask for far less. */
const MAX_RESPONSE_BYTES = 256 * 1024 * 1024;

export interface ConnectionOptions {
  readonly clientId: string;
  /** How long to wait for a connection, and for an answer. */
  readonly requestTimeoutMs: number;
}

interface Waiting {
  readonly correlationId: number;
  readonly timer: Timer;
  answer(frame: Uint8Array): void;
  fail(error: Error): void;
}

export class BrokerConnection {
  readonly address: Address;
  readonly #env: Env;
  readonly #options: ConnectionOptions;
  readonly #connection: Connection;
  readonly #frames = new FrameReader(MAX_RESPONSE_BYTES);
  readonly #waiting: Waiting[] = [];
  #versions = new ApiVersionChoice({ apiKeys: [] });
  #nextCorrelationId = 0;
  #ended: Error | undefined;

  private constructor(
    env: Env,
    address: Address,
    options: ConnectionOptions,
    connection: Connection,
  ) {
    this.#env = env;
    this.address = address;
    this.#options = options;
    this.#connection = connection;
    connection.start({
      data: (chunk) => this.#receive(chunk),
      close: (error) => this.#end(error ?? this.#lost('the broker closed the connection')),
    });
  }

  /**
   * Connects, and asks which versions the broker serves.
   *
   * @throws NetworkError, RequestTimeout
   */
  static async open(
    env: Env,
    address: Address,
    options: ConnectionOptions,
  ): Promise<BrokerConnection> {
    const connection = await connectInTime(env, address, options.requestTimeoutMs);
    const client = new BrokerConnection(env, address, options, connection);
    try {
      await client.#negotiate();
    } catch (error) {
      client.close();
      throw error;
    }
    return client;
  }

  /** False once the connection is over. */
  get isOpen(): boolean {
    return this.#ended === undefined;
  }

  /** Which versions the broker serves, and which of them this client would send. */
  get versions(): ApiVersionChoice {
    return this.#versions;
  }

  /**
   * Sends a request in the highest version that both sides know, and waits for its answer.
   *
   * @throws NetworkError when the connection breaks, RequestTimeout, UnsupportedApi, EncodeError
   *   when the version lacks what the request says
   */
  async send<F extends Fields, V extends string, G extends Fields, W extends string>(
    request: ApiMessage<F, V>,
    response: ApiMessage<G, W>,
    body: Input<F, V>,
    timeoutMs = this.#options.requestTimeoutMs,
  ): Promise<Decoded<G>> {
    return this.sendAs(this.#versions.of(request), request, response, body, timeoutMs);
  }

  /** Sends a request in a version of the caller's choice. */
  async sendAs<F extends Fields, V extends string, G extends Fields, W extends string>(
    version: number,
    request: ApiMessage<F, V>,
    response: ApiMessage<G, W>,
    body: Input<F, V>,
    timeoutMs = this.#options.requestTimeoutMs,
  ): Promise<Decoded<G>> {
    const frame = await this.#exchange(version, request, body, timeoutMs);
    const reader = new Reader(frame);
    readResponseHeader(reader, response.headerVersion(version));
    return response.codec(answeredVersion(response.apiKey, version, reader)).read(reader);
  }

  /** Sends a request that has no answer: a Produce with acks=0. */
  sendWithoutAnswer<F extends Fields, V extends string>(
    request: ApiMessage<F, V>,
    body: Input<F, V>,
  ): void {
    if (this.#ended !== undefined) throw this.#ended;
    this.#write(this.#versions.of(request), request, body);
  }

  /** Ends the connection; requests that wait fail. */
  close(): void {
    this.#end(this.#lost('the client closed the connection'));
  }

  async #negotiate(): Promise<void> {
    const ask = (version: number) =>
      this.sendAs(version, ApiVersionsRequest, ApiVersionsResponse, SOFTWARE);
    const newest = ApiVersionsRequest.versions.max;
    let response = await ask(newest);
    if (response.errorCode === ErrorCode.UNSUPPORTED_VERSION) {
      const max = response.apiKeys.find((api) => api.apiKey === ApiVersionsRequest.apiKey);
      response = await ask(Math.min(max?.maxVersion ?? 0, newest));
    }
    throwIfError(response.errorCode);
    this.#versions = new ApiVersionChoice(response);
  }

  /** Sends, and resolves with the answer's frame. */
  #exchange<F extends Fields, V extends string>(
    version: number,
    request: ApiMessage<F, V>,
    body: Input<F, V>,
    timeoutMs: number,
  ): Promise<Uint8Array> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const correlationId = this.#write(version, request, body);
    return new Promise((answer, fail) => {
      const timer = this.#env.clock.setTimer(timeoutMs, () => {
        const to = formatAddress(this.address);
        const what = request.name.replace(/Request$/, '');
        const error = `${to} did not answer ${what} within ${timeoutMs} ms.`;
        this.#end(new RequestTimeout(error));
      });
      this.#waiting.push({ correlationId, timer, answer, fail });
    });
  }

  /** Writes a request and returns its correlation id. */
  #write<F extends Fields, V extends string>(
    version: number,
    request: ApiMessage<F, V>,
    body: Input<F, V>,
  ): number {
    const correlationId = this.#nextCorrelationId;
    const { clientId } = this.#options;
    // Encoding comes first: a request that can't be written must not take an id.
    const chunks = encodeRequest(request, version, { correlationId, clientId }, body);
    this.#nextCorrelationId = (correlationId + 1) & 0x7fff_ffff;
    this.#connection.write(chunks);
    return correlationId;
  }

  #receive(chunk: Uint8Array): void {
    const frames: Uint8Array[] = [];
    try {
      this.#frames.push(chunk, frames);
      for (const frame of frames) this.#answer(frame);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#end(this.#lost(`what came is not Kafka's protocol: ${reason}`));
    }
  }

  #answer(frame: Uint8Array): void {
    const correlationId = new Reader(frame).int32();
    const waiting = this.#waiting.shift();
    if (waiting === undefined) throw new Error(`nobody waits for answer ${correlationId}`);
    waiting.timer.cancel();
    if (waiting.correlationId === correlationId) {
      waiting.answer(frame);
      return;
    }
    waiting.fail(this.#lost(`answer ${correlationId} came for request ${waiting.correlationId}`));
    throw new Error(`answers are out of step at ${correlationId}`);
  }

  #end(error: Error): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    this.#connection.destroy();
    for (const { timer, fail } of this.#waiting.splice(0)) {
      timer.cancel();
      fail(error);
    }
  }

  #lost(why: string): NetworkError {
    const message = `The connection to ${formatAddress(this.address)} was lost: ${why}.`;
    return new NetworkError('reset', message);
  }
}

/**
 * A broker that does not know the version of an ApiVersions request answers in version 0: its
 * first two bytes, the error code, are the same in all versions and tell so.
 */
function answeredVersion(apiKey: number, version: number, reader: Reader): number {
  if (apiKey !== ApiVersionsResponse.apiKey) return version;
  const errorCode = new Reader(reader.bytes, reader.position).int16();
  return errorCode === ErrorCode.UNSUPPORTED_VERSION ? 0 : version;
}

/** Connects, or gives up after `timeoutMs`; a connection that comes later is dropped. */
function connectInTime(env: Env, address: Address, timeoutMs: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = env.clock.setTimer(timeoutMs, () => {
      late = true;
      const message = `${formatAddress(address)} did not accept a connection in ${timeoutMs} ms.`;
      reject(new RequestTimeout(message));
    });
    env.network.connect(address).then(
      (connection) => {
        timer.cancel();
        if (late) connection.destroy();
        else resolve(connection);
      },
      (error) => {
        timer.cancel();
        reject(error);
      },
    );
  });
}
