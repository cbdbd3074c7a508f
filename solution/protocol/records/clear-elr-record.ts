/**
 * ClearElrRecord: the eligible leader replicas of a topic, or of all topics, no longer count.
 * Written when min.insync.replicas changes: the sets were computed by its old value (KIP-966).
 */
import { type MessageOf, record, string } from '#protocol/schema.ts';

/** The eligible leader replicas were cleared. */
export const ClearElrRecord = record({
  name: 'ClearElrRecord',
  apiKey: 28,
  versions: '0',
  flexible: '0+',
  fields: {
    topicName: string('0+', 'The topic, empty for all topics.'),
  },
});
export type ClearElrRecord = MessageOf<typeof ClearElrRecord>;
