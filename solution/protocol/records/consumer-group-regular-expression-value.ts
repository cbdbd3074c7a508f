/**
 * ConsumerGroupRegularExpressionValue: the topics that matched a pattern when it was resolved last.
 * Without a value nobody subscribes to the pattern any more.
 */
import { array, int64, type MessageOf, record, string } from '#protocol/schema.ts';

/** What a pattern stands for. */
export const ConsumerGroupRegularExpressionValue = record({
  name: 'ConsumerGroupRegularExpressionValue',
  apiKey: 16,
  versions: '0',
  flexible: '0+',
  fields: {
    topics: array('0+', string, 'The names of the topics that match.'),
    version: int64('0+', 'The metadata that it was resolved by: its offset.'),
    timestamp: int64('0+', 'When it was resolved, in milliseconds since the epoch.'),
  },
});
export type ConsumerGroupRegularExpressionValue = MessageOf<
  typeof ConsumerGroupRegularExpressionValue
>;
