/**
 * UnregisterBrokerRecord: a broker has left the cluster for good and is forgotten.
 */
import { int32, int64, type MessageOf, record } from '#protocol/schema.ts';

/** A broker was forgotten. */
export const UnregisterBrokerRecord = record({
  name: 'UnregisterBrokerRecord',
  apiKey: 1,
  versions: '0',
  flexible: '0+',
  fields: {
    brokerId: int32('0+', 'The broker.'),
    brokerEpoch: int64('0+', 'The epoch of the registration that is meant.'),
  },
});
export type UnregisterBrokerRecord = MessageOf<typeof UnregisterBrokerRecord>;
