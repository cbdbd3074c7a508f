/**
 * FeatureLevelRecord: a feature was finalized at a level for the whole cluster. The metadata log
 * and each snapshot begin with the one for "metadata.version", for it decides how the rest is
 * read; which is why this record itself must stay at version 0 for ever.
 */
import { int16, type MessageOf, record, string } from '#protocol/schema.ts';

/** A feature was finalized. */
export const FeatureLevelRecord = record({
  name: 'FeatureLevelRecord',
  apiKey: 12,
  versions: '0',
  flexible: '0+',
  fields: {
    name: string('0+', 'The feature, for example "metadata.version".'),
    featureLevel: int16('0+', 'Its level, 0 to switch it off.'),
  },
});
export type FeatureLevelRecord = MessageOf<typeof FeatureLevelRecord>;
