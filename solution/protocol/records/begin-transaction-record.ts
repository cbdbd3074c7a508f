/**
 * BeginTransactionRecord: the records from here to EndTransactionRecord take effect together or,
 * when AbortTransactionRecord ends them, not at all (KIP-868). It is how a controller writes
 * changes that do not fit into one batch, such as those of a first start.
 */
import { type MessageOf, record, string } from '#protocol/schema.ts';

/** A metadata transaction begins. */
export const BeginTransactionRecord = record({
  name: 'BeginTransactionRecord',
  apiKey: 23,
  versions: '0',
  flexible: '0+',
  fields: {
    name: string(
      '0+',
      { nullable: '0+', default: null, tag: 0, tagged: '0+' },
      'What the transaction is about, for people who read the log.',
    ),
  },
});
export type BeginTransactionRecord = MessageOf<typeof BeginTransactionRecord>;
