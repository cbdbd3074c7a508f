/**
 * OffsetCommitKey: the key of a committed offset in `__consumer_offsets`: whose, and of which
 * partition. Compaction keeps the newest record of each key, so the topic is a table.
 *
 * On disk two bytes stand before it that say which kind of key it is: 1, or 0 in records that very
 * old brokers wrote; the layout is the same.
 */
import { int32, type MessageOf, record, string } from '#protocol/schema.ts';

/** Whose offset, and of which partition. */
export const OffsetCommitKey = record({
  name: 'OffsetCommitKey',
  apiKey: 1,
  versions: '0',
  flexible: 'none',
  fields: {
    group: string('0', 'The group.'),
    topic: string('0', 'The topic.'),
    partition: int32('0', 'The partition.'),
  },
});
export type OffsetCommitKey = MessageOf<typeof OffsetCommitKey>;
