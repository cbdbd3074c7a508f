/**
 * LegacyOffsetCommitValue: a committed offset in `__consumer_offsets` under a LegacyOffsetCommitKey.
 */
import { int64, type MessageOf, record, string } from '#protocol/schema.ts';

/** How far a group has got in a partition. */
export const LegacyOffsetCommitValue = record({
  name: 'LegacyOffsetCommitValue',
  apiKey: 0,
  versions: '0',
  flexible: 'none',
  fields: {
    offset: int64('0', 'The next offset to be read.'),
    metadata: string('0', 'Words that the client has added.'),
    commitTimestamp: int64('0', 'When it was committed, in milliseconds since the epoch.'),
  },
});
export type LegacyOffsetCommitValue = MessageOf<typeof LegacyOffsetCommitValue>;
