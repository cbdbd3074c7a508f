/**
 * From a frame to the handler of its API, and from the handler's answer to a frame.
 *
 * The first bytes of every request name its API and version; only those two say how the rest is to
 * be read. What can't be read is never answered by a guess: as in Kafka, an unknown API, a version
 * outside of the served range or a broken body ends the connection. The one exception is
 * ApiVersions, by which a client finds out what it may send: in an unknown version it is answered
 * in version 0, with UNSUPPORTED_VERSION (KIP-511).
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import { type Answer, type ApiHandler, NO_RESPONSE } from '#broker/handler.ts';
import { refuseApiVersions } from '#broker/handlers/18-api-versions.ts';
import { InvalidRequest } from '#broker/invalid-request.ts';
import type { Peer } from '#broker/request-context.ts';
import { ApiKey } from '#protocol/api-keys.ts';
import { Reader } from '#protocol/reader.ts';
import { type RequestHeader, readRequestHeader } from '#protocol/request-header.ts';
import { includes } from '#protocol/version-range.ts';

/** The answer to one request, ready to send; empty when there is none to send. */
export type ResponseChunks = readonly Uint8Array[];

export class RequestRouter {
  readonly #handlers: ReadonlyMap<number, ApiHandler>;
  readonly #broker: BrokerServices;

  constructor(handlers: Iterable<ApiHandler>, broker: BrokerServices) {
    this.#handlers = new Map([...handlers].map((handler) => [handler.apiKey, handler]));
    this.#broker = broker;
  }

  /**
   * Answers one frame, at once where that is possible. Throws, or rejects with, an
   * `InvalidRequest` or a `DecodeError` when the connection can't go on.
   */
  route(frame: Uint8Array, peer: Peer): ResponseChunks | Promise<ResponseChunks> {
    const reader = new Reader(frame);
    const header = readRequestHeader(reader);
    const handler = this.#handlers.get(header.requestApiKey);
    if (handler === undefined) {
      throw new InvalidRequest(`request with unknown api key ${header.requestApiKey}`);
    }
    if (!includes(handler.served, header.requestApiVersion)) {
      return unsupportedVersion(handler, header);
    }
    const context = {
      apiKey: header.requestApiKey,
      apiVersion: header.requestApiVersion,
      clientId: header.clientId,
      peer,
      broker: this.#broker,
    };
    const answer = handler.handle(reader, context);
    if (answer instanceof Promise) return answer.then((settled) => encode(header, settled));
    return encode(header, answer);
  }
}

function encode(header: RequestHeader, answer: Answer | typeof NO_RESPONSE): ResponseChunks {
  return answer === NO_RESPONSE ? [] : answer(header.correlationId);
}

function unsupportedVersion({ name, served }: ApiHandler, header: RequestHeader): ResponseChunks {
  const { requestApiKey, requestApiVersion, correlationId } = header;
  if (requestApiKey === ApiKey.ApiVersions) return refuseApiVersions(correlationId);
  const range = `${served.min} to ${served.max}`;
  throw new InvalidRequest(`${name} request of version ${requestApiVersion}; served are ${range}`);
}
