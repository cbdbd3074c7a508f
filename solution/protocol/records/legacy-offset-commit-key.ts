/**
 * LegacyOffsetCommitKey: the key of a committed offset in `__consumer_offsets`, as brokers before Kafka
 * 0.8.2 wrote it. On disk the two bytes 0 and 0 stand before it; what follows them is laid out like an
 * OffsetCommitKey.
 */
import { int32, type MessageOf, record, string } from '#protocol/schema.ts';

/** Whose offset, and of which partition. */
export const LegacyOffsetCommitKey = record({
  name: 'LegacyOffsetCommitKey',
  apiKey: 0,
  versions: '0',
  flexible: 'none',
  fields: {
    group: string('0', 'The group.'),
    topic: string('0', 'The topic.'),
    partition: int32('0', 'The partition.'),
  },
});
export type LegacyOffsetCommitKey = MessageOf<typeof LegacyOffsetCommitKey>;
