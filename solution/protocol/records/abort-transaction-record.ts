/**
 * AbortTransactionRecord: forget what was written since BeginTransactionRecord, as a new
 * controller does with what its predecessor left unfinished.
 */
import { type MessageOf, record, string } from '#protocol/schema.ts';

/** A metadata transaction is given up. */
export const AbortTransactionRecord = record({
  name: 'AbortTransactionRecord',
  apiKey: 25,
  versions: '0',
  flexible: '0+',
  fields: {
    reason: string(
      '0+',
      { nullable: '0+', default: null, tag: 0, tagged: '0+' },
      'Why, for people who read the log.',
    ),
  },
});
export type AbortTransactionRecord = MessageOf<typeof AbortTransactionRecord>;
