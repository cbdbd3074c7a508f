/**
 * ApiVersions (key 18, versions 0-4): what this broker serves, and the features the cluster has
 * switched on. It is the first request of every client; from version 3 on it names the client's
 * software. An unsupported version of it is answered by the router.
 *
 * Old readers of features take a lowest level of 0 for an error, so up to version 3 such features
 * are not listed as supported (KIP-1022).
 */
import type { BrokerServices } from '#broker/broker-services.ts';
import { handler } from '#broker/handler.ts';
import { KRAFT_VERSION } from '#metadata/features-image.ts';
import { SUPPORTED_FEATURES } from '#metadata/supported-features.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { ApiVersionsRequest, ApiVersionsResponse } from '#protocol/messages/api-versions.ts';

/** What a client may call itself and its version (KIP-511). */
const SOFTWARE_NAME = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/;
const FIRST_VERSION_WITH_SOFTWARE = 3;
const FIRST_VERSION_WITH_LEVEL_0 = 4;

export const apiVersionsHandler = handler(
  ApiVersionsRequest,
  ApiVersionsResponse,
  ({ clientSoftwareName, clientSoftwareVersion }, { apiVersion }, broker) => {
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
  },
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
