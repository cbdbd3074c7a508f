/**
 * ApiVersions (key 18): the first request of nearly every connection. A client asks which APIs the
 * broker serves and in which versions, and then uses the newest version that both sides know.
 *
 * Two rules make it work before anything has been agreed. The response header is always version 0
 * (no tagged fields), so that a client can read it whatever it asked for. And a broker that does
 * not know the asked version answers error 35 (UNSUPPORTED_VERSION) with a body of version 0,
 * which the client can always parse, and in which it finds the versions to try next.
 *
 * Versions: 0-2 have an empty request; response 1 adds the throttle time (KIP-124), and from 2 on
 * the broker answers before it throttles (KIP-219). 3 is flexible (KIP-482), names the client's
 * software (KIP-511) and adds features (KIP-584). 4 lets a feature's lowest version be 0
 * (KAFKA-17011); before, such features are left out.
 */
import {
  array,
  bool,
  int16,
  int32,
  int64,
  type MessageOf,
  request,
  response,
  string,
} from '#protocol/schema.ts';

/** What a client says of itself before anything else. */
export const ApiVersionsRequest = request({
  name: 'ApiVersionsRequest',
  apiKey: 18,
  versions: '0-4',
  flexible: '3+',
  fields: {
    clientSoftwareName: string(
      '3+',
      { ignorable: true },
      'The client library, for example "apache-kafka-java".',
    ),
    clientSoftwareVersion: string('3+', { ignorable: true }, 'The version of that library.'),
  },
});
export type ApiVersionsRequest = MessageOf<typeof ApiVersionsRequest>;

/** What the broker serves, and the features that the cluster has switched on. */
export const ApiVersionsResponse = response({
  name: 'ApiVersionsResponse',
  apiKey: 18,
  versions: '0-4',
  flexible: '3+',
  fields: {
    errorCode: int16('0+', '0, or 35 (UNSUPPORTED_VERSION) with the list to choose from.'),
    apiKeys: array(
      '0+',
      {
        apiKey: int16('0+', { mapKey: true }, 'The number of the API.'),
        minVersion: int16('0+', 'The oldest version served.'),
        maxVersion: int16('0+', 'The newest version served.'),
      },
      'One entry for each API that this listener serves.',
    ),
    throttleTimeMs: int32(
      '1+',
      { ignorable: true },
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    supportedFeatures: array(
      '3+',
      {
        name: string('3+', { mapKey: true }, 'The feature, for example "metadata.version".'),
        minVersion: int16('3+', 'The lowest level supported.'),
        maxVersion: int16('3+', 'The highest level supported.'),
      },
      { tag: 0, tagged: '3+', ignorable: true },
      "The features that this broker's software could run.",
    ),
    finalizedFeaturesEpoch: int64(
      '3+',
      { default: -1, tag: 1, tagged: '3+', ignorable: true },
      'The metadata offset as of which the finalized features hold, -1 if unknown.',
    ),
    finalizedFeatures: array(
      '3+',
      {
        name: string('3+', { mapKey: true }, 'The feature.'),
        maxVersionLevel: int16('3+', 'The level that every broker must run it at.'),
        minVersionLevel: int16('3+', 'The lowest level that is still allowed.'),
      },
      { tag: 2, tagged: '3+', ignorable: true },
      'The features that are switched on in the whole cluster.',
    ),
    zkMigrationReady: bool(
      '3+',
      { default: false, tag: 3, tagged: '3+', ignorable: true },
      'True only on a controller of Kafka 3 that could migrate from ZooKeeper.',
    ),
  },
});
export type ApiVersionsResponse = MessageOf<typeof ApiVersionsResponse>;
