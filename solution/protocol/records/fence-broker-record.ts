/**
 * FenceBrokerRecord: a broker may lead nothing for now, and leaves every ISR. Written by early
 * KRaft controllers; newer ones write BrokerRegistrationChangeRecord.
 */
import { int32, int64, type MessageOf, record } from '#protocol/schema.ts';

/** A broker was fenced. */
export const FenceBrokerRecord = record({
  name: 'FenceBrokerRecord',
  apiKey: 7,
  versions: '0',
  flexible: '0+',
  fields: {
    id: int32('0+', 'The broker.'),
    epoch: int64('0+', 'The epoch of the registration that is meant.'),
  },
});
export type FenceBrokerRecord = MessageOf<typeof FenceBrokerRecord>;
