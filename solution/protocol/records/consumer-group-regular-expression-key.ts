/**
 * ConsumerGroupRegularExpressionKey: the key of the topics that a pattern stands for in a consumer
 * group. On disk the two bytes 0 and 16 stand before it.
 */
import { type MessageOf, record, string } from '#protocol/schema.ts';

/** Which pattern, of which group. */
export const ConsumerGroupRegularExpressionKey = record({
  name: 'ConsumerGroupRegularExpressionKey',
  apiKey: 16,
  versions: '0',
  flexible: 'none',
  fields: {
    groupId: string('0', 'The group.'),
    regularExpression: string('0', 'The pattern, in the syntax of RE2.'),
  },
});
export type ConsumerGroupRegularExpressionKey = MessageOf<typeof ConsumerGroupRegularExpressionKey>;
