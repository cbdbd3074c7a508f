/**
 * Which version of an API to speak: the highest that both sides know (KIP-35).
 *
 *     client   Fetch  4 ............ 18
 *     broker   Fetch  4 ....... 13            -> 13
 *     broker   Fetch              19 .. 21    -> none: UnsupportedApi
 *
 * The broker's ranges come from ApiVersions, the first request on every connection. A client that
 * knows a newer ApiVersions than the broker is answered in version 0, with the broker's range.
 */
import { UnsupportedApi } from '#clients/kafka-error.ts';
import type { Fields } from '#protocol/field.ts';
import type { ApiMessage } from '#protocol/message.ts';
import type { ApiVersionsResponse } from '#protocol/messages/api-versions.ts';

interface Range {
  readonly min: number;
  readonly max: number;
}

export class ApiVersionChoice {
  readonly #served: ReadonlyMap<number, Range>;

  constructor(response: Pick<ApiVersionsResponse, 'apiKeys'>) {
    this.#served = new Map(
      response.apiKeys.map((api) => [api.apiKey, { min: api.minVersion, max: api.maxVersion }]),
    );
  }

  /** Whether the broker serves the API at all. */
  serves(apiKey: number): boolean {
    return this.#served.has(apiKey);
  }

  /**
   * The version to send.
   *
   * @throws UnsupportedApi when the broker does not serve the API in any version declared here.
   */
  of<F extends Fields, V extends string>(request: ApiMessage<F, V>): number {
    const ours = request.versions;
    const theirs = this.#served.get(request.apiKey);
    if (theirs === undefined) {
      throw new UnsupportedApi(`The broker does not serve ${apiName(request)}.`);
    }
    const version = Math.min(ours.max, theirs.max);
    if (version >= Math.max(ours.min, theirs.min)) return version;
    throw new UnsupportedApi(
      `The broker serves ${apiName(request)} in versions ${theirs.min} to ${theirs.max}; ` +
        `this client knows ${ours.min} to ${ours.max}.`,
    );
  }
}

function apiName<F extends Fields, V extends string>(request: ApiMessage<F, V>): string {
  return request.name.replace(/Request$/, '');
}
