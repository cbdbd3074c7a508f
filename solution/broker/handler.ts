/**
 * What a request handler is: one API, its versions, and a function from request to response.
 *
 * A handler file authorises, asks the domain, and words the answer; the logic is the domain's. The
 * function gets the decoded request and a context, and returns the response or a promise of it, or
 * `NO_RESPONSE` for the one request that wants none (a produce with acks=0). `handler` ties it to
 * the two declared messages, so neither versions nor codecs are said twice.
 *
 *     bytes -> [ codec of the request ] -> respond() -> [ codec of the response ] -> bytes
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import type { RequestContext } from '#broker/request-context.ts';
import type { Fields } from '#protocol/field.ts';
import type { ApiMessage } from '#protocol/message.ts';
import type { Decoded, Input } from '#protocol/message-types.ts';
import type { Reader } from '#protocol/reader.ts';
import { encodeResponse } from '#protocol/response-header.ts';
import type { VersionRange } from '#protocol/version-range.ts';

/** Says that the client is not to be answered. */
export const NO_RESPONSE = Symbol('no response');

/** Encodes a response that stands, its size and header before it, as pieces to send in order. */
export type Answer = (correlationId: number) => Uint8Array[];

type MaybePromise<T> = T | Promise<T>;

export interface ApiHandler {
  readonly apiKey: number;
  readonly name: string;
  /** The versions that are served. */
  readonly served: VersionRange;
  /** The versions that ApiVersions tells; they differ where old clients need it (Produce). */
  readonly advertised: VersionRange;
  /** Reads the body and answers it. Throws a `DecodeError` for a body that can't be read. */
  handle(body: Reader, context: RequestContext): MaybePromise<Answer | typeof NO_RESPONSE>;
}

/** Makes a handler out of two declared messages and the function between them. */
export function handler<QF extends Fields, QV extends string, PF extends Fields, PV extends string>(
  request: ApiMessage<QF, QV>,
  response: ApiMessage<PF, PV>,
  respond: (
    request: Decoded<QF>,
    context: RequestContext,
    broker: BrokerServices,
  ) => MaybePromise<Input<PF, PV> | typeof NO_RESPONSE>,
  advertised: VersionRange = request.versions,
): ApiHandler {
  const answer = (version: number, body: Input<PF, PV> | typeof NO_RESPONSE) =>
    body === NO_RESPONSE
      ? NO_RESPONSE
      : (correlationId: number) => encodeResponse(response, version, correlationId, body);
  return {
    apiKey: request.apiKey,
    name: request.name.replace(/Request$/, ''),
    served: { min: request.versions.min, max: Math.min(request.versions.max, advertised.max) },
    advertised,
    handle(body, context) {
      const version = context.apiVersion;
      const decoded = request.codec(version).read(body);
      const result = respond(decoded, context, context.broker);
      if (result instanceof Promise) return result.then((settled) => answer(version, settled));
      return answer(version, result);
    },
  };
}
