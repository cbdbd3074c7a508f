/**
 * UpdateFeatures (key 57): raise or lower the finalized level of features such as metadata.version
 * for the whole cluster (KIP-584). An upgrade succeeds only if every node supports the new level.
 *
 * Versions: 1 adds validateOnly and unsafe downgrades (KIP-778), 2 makes it all or nothing, with
 * one error for the whole request (KIP-1022).
 */
import {
  array,
  bool,
  int8,
  int16,
  int32,
  type MessageOf,
  request,
  response,
  string,
} from '#protocol/schema.ts';

/** The new levels. */
export const UpdateFeaturesRequest = request({
  name: 'UpdateFeaturesRequest',
  apiKey: 57,
  versions: '0-2',
  flexible: '0+',
  fields: {
    timeoutMs: int32(
      '0+',
      { default: 60000 },
      'How long to wait until the levels are in the metadata.',
    ),
    featureUpdates: array(
      '0+',
      {
        feature: string('0+', { mapKey: true }, 'The feature, for example "metadata.version".'),
        maxVersionLevel: int16('0+', 'The level to finalize; below 1 the feature is switched off.'),
        allowDowngrade: bool(
          '0',
          'True to allow a lower level than now; since version 1 upgradeType says so.',
        ),
        upgradeType: int8(
          '1+',
          { default: 1 },
          '1 upgrade only, 2 downgrade that loses nothing, 3 downgrade that may lose metadata.',
        ),
      },
      'The new levels, by feature.',
    ),
    validateOnly: bool('1+', { default: false }, 'True to check only, and change nothing.'),
  },
});
export type UpdateFeaturesRequest = MessageOf<typeof UpdateFeaturesRequest>;

/** What became of the update. */
export const UpdateFeaturesResponse = response({
  name: 'UpdateFeaturesResponse',
  apiKey: 57,
  versions: '0-2',
  flexible: '0+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('0+', '0 if the levels were finalized.'),
    errorMessage: string('0+', { nullable: '0+' }, 'What is wrong, or null.'),
    results: array(
      '0-1',
      {
        feature: string('0+', { mapKey: true }, 'The feature.'),
        errorCode: int16('0+', '0 if its level was finalized.'),
        errorMessage: string('0+', { nullable: '0+' }, 'What is wrong, or null.'),
      },
      { ignorable: true },
      'The outcome, by feature.',
    ),
  },
});
export type UpdateFeaturesResponse = MessageOf<typeof UpdateFeaturesResponse>;
