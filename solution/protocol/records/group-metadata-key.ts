/**
 * GroupMetadataKey: the key of a classic group in `__consumer_offsets`. On disk the two bytes 0 and 2
 * stand before it: which kind of key it is.
 */
import { type MessageOf, record, string } from '#protocol/schema.ts';

/** Which group. */
export const GroupMetadataKey = record({
  name: 'GroupMetadataKey',
  apiKey: 2,
  versions: '0',
  flexible: 'none',
  fields: {
    group: string('0', 'The group.'),
  },
});
export type GroupMetadataKey = MessageOf<typeof GroupMetadataKey>;
