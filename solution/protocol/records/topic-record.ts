/**
 * TopicRecord: a topic has come into being. The first of a batch: one PartitionRecord for each
 * partition and one ConfigRecord for each config follow it, and take effect together with it.
 */
import { type MessageOf, record, string, uuid } from '#protocol/schema.ts';

/** A topic was created. */
export const TopicRecord = record({
  name: 'TopicRecord',
  apiKey: 2,
  versions: '0',
  flexible: '0+',
  fields: {
    name: string('0+', "The topic's name."),
    topicId: uuid(
      '0+',
      'Its id, which no other topic ever gets, not even one of the same name later (KIP-516).',
    ),
  },
});
export type TopicRecord = MessageOf<typeof TopicRecord>;
