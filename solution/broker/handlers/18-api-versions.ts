/**
 * ApiVersions (key 18, versions 0-4): what this broker serves, and the features the cluster has
 * switched on. It is the first request of every client; from version 3 on it names the client's
 * software. In a version that nobody knows it is answered too (KIP-511): whoever asks which versions
 * there are can't be refused for asking in a wrong one.
 *
 * Old readers of features take a lowest level of 0 for an error, so up to version 3 such features
 * are not listed as supported (KIP-1022).
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import { handler } from '#broker/handler.ts';
import type { RequestContext } from '#broker/request-context.ts';
import { KRAFT_VERSION } from '#metadata/features-image.ts';
import { SUPPORTED_FEATURES } from '#metadata/supported-features.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { ApiVersionsRequest, ApiVersionsResponse } from '#protocol/messages/api-versions.ts';
import { encodeResponse } from '#protocol/response-header.ts';
import type { InputOf } from '#protocol/schema.ts';

/** What a client may call itself and its version (KIP-511). */
const SOFTWARE_NAME = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/;
const FIRST_VERSION_WITH_SOFTWARE = 3;
const FIRST_VERSION_WITH_LEVEL_0 = 4;

/**
 * Answers a request of a version that is served.
 *
 * From version 3 on the client names its software and that software's version: one of letters,
 * digits, '-' and '.', at least one character, with a letter or digit at both ends. Where either is
 * something else the answer is INVALID_REQUEST (of ErrorCode, `#protocol/errors.ts`), with no APIs at
 * all and without features: they and all other fields are left at their defaults. Before version 3
 * both are empty, and nothing is checked. Otherwise the answer has no error, and:
 *
 *     apiKeys                  one for each of `broker.handlers`, by ascending key, with the versions
 *                              that it advertises (which may differ from those it serves)
 *     supportedFeatures        SUPPORTED_FEATURES (`#metadata/supported-features.ts`), each with its
 *                              lowest and highest level; before version 4 without those whose lowest
 *                              level is 0; in any order
 *     finalizedFeatures        the levels of `broker.image.features`, a feature's level being both
 *                              lowest and highest; and, where `broker.metadataLog.kraftVersion` is
 *                              above 0, that level of KRAFT_VERSION (`#metadata/features-image.ts`);
 *                              in any order
 *     finalizedFeaturesEpoch   the metadata offset as of which they hold: `broker.image.offset`
 *     throttleTimeMs           0
 *
 * Fields that the asked version lacks may be there: the encoder drops them.
 */
export function answerApiVersions(
  { clientSoftwareName, clientSoftwareVersion }: ApiVersionsRequest,
  { apiVersion }: RequestContext,
  broker: BrokerServices,
): InputOf<typeof ApiVersionsResponse> {
  const named = [clientSoftwareName, clientSoftwareVersion];
  const valid =
    apiVersion < FIRST_VERSION_WITH_SOFTWARE || named.every((text) => SOFTWARE_NAME.test(text));
  if (!valid) return { errorCode: ErrorCode.INVALID_REQUEST, apiKeys: [], throttleTimeMs: 0 };
  return {
    errorCode: ErrorCode.NONE,
    apiKeys: broker.handlers
      .map(({ apiKey, advertised }) => ({
        apiKey,
        minVersion: advertised.min,
        maxVersion: advertised.max,
      }))
      .sort((a, b) => a.apiKey - b.apiKey),
    throttleTimeMs: 0,
    supportedFeatures: supportedFeatures(apiVersion),
    finalizedFeaturesEpoch: broker.image.offset,
    finalizedFeatures: finalizedLevels(broker).map(([name, level]) => ({
      name,
      maxVersionLevel: level,
      minVersionLevel: level,
    })),
  };
}

/**
 * Answers an ApiVersions request of a version that is not served, as a frame to send.
 *
 * Nobody has agreed on a version yet that the client could read, so the answer is encoded in version
 * 0, whatever was asked: UNSUPPORTED_VERSION, and as the only API this one, with the versions that
 * `ApiVersionsRequest` declares. The client asks again in one of those.
 *
 * @returns the whole response, its size and header before it, as `encodeResponse`
 *   (`#protocol/response-header.ts`) gives it
 */
export function refuseApiVersions(correlationId: number): Uint8Array[] {
  const { apiKey, versions } = ApiVersionsRequest;
  return encodeResponse(ApiVersionsResponse, 0, correlationId, {
    errorCode: ErrorCode.UNSUPPORTED_VERSION,
    apiKeys: [{ apiKey, minVersion: versions.min, maxVersion: versions.max }],
  });
}

export const apiVersionsHandler = handler(
  ApiVersionsRequest,
  ApiVersionsResponse,
  answerApiVersions,
);

function supportedFeatures(apiVersion: number) {
  return [...SUPPORTED_FEATURES]
    .filter(([, { min }]) => min > 0 || apiVersion >= FIRST_VERSION_WITH_LEVEL_0)
    .map(([name, { min, max }]) => ({ name, minVersion: min, maxVersion: max }));
}

/** The quorum's own level is none of the metadata's records, so it is asked. */
function finalizedLevels({ image, metadataLog }: BrokerServices): [string, number][] {
  const { kraftVersion } = metadataLog;
  const levels = [...image.features.levels];
  return kraftVersion > 0 ? [...levels, [KRAFT_VERSION, kraftVersion]] : levels;
}
