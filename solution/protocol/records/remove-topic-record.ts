/**
 * RemoveTopicRecord: a topic is gone, and its partitions and configs with it. Brokers that hold a
 * replica delete it as soon as they have replayed this record.
 */
import { type MessageOf, record, uuid } from '#protocol/schema.ts';

/** A topic was deleted. */
export const RemoveTopicRecord = record({
  name: 'RemoveTopicRecord',
  apiKey: 9,
  versions: '0',
  flexible: '0+',
  fields: {
    topicId: uuid('0+', 'The topic that is gone.'),
  },
});
export type RemoveTopicRecord = MessageOf<typeof RemoveTopicRecord>;
