/**
 * UnfenceBrokerRecord: a broker may lead again. Written by early KRaft controllers; newer ones
 * write BrokerRegistrationChangeRecord.
 */
import { int32, int64, type MessageOf, record } from '#protocol/schema.ts';

/** A broker was unfenced. */
export const UnfenceBrokerRecord = record({
  name: 'UnfenceBrokerRecord',
  apiKey: 8,
  versions: '0',
  flexible: '0+',
  fields: {
    id: int32('0+', 'The broker.'),
    epoch: int64('0+', 'The epoch of the registration that is meant.'),
  },
});
export type UnfenceBrokerRecord = MessageOf<typeof UnfenceBrokerRecord>;
