/**
 * EndTransactionRecord: the metadata transaction that BeginTransactionRecord opened takes effect.
 */
import { type MessageOf, record } from '#protocol/schema.ts';

/** A metadata transaction is committed. */
export const EndTransactionRecord = record({
  name: 'EndTransactionRecord',
  apiKey: 24,
  versions: '0',
  flexible: '0+',
  fields: {},
});
export type EndTransactionRecord = MessageOf<typeof EndTransactionRecord>;
