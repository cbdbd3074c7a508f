/**
 * BrokerRegistrationChangeRecord: what has changed in a broker's registration: it was fenced or
 * unfenced, shuts down, or its log directories are others. A field left out has not changed.
 *
 * Versions: 1 controlled shutdown (KIP-841), 2 log directories (KIP-858), 3 cordoned log
 * directories (KIP-1066).
 */
import { array, int8, int32, int64, type MessageOf, record, uuid } from '#protocol/schema.ts';

/** A broker's registration has changed. */
export const BrokerRegistrationChangeRecord = record({
  name: 'BrokerRegistrationChangeRecord',
  apiKey: 17,
  versions: '0-3',
  flexible: '0+',
  fields: {
    brokerId: int32('0+', 'The broker.'),
    brokerEpoch: int64('0+', 'The epoch of the registration that is meant.'),
    fenced: int8('0+', { tag: 0, tagged: '0+' }, '1 now fenced, -1 now unfenced, 0 unchanged.'),
    inControlledShutdown: int8('1+', { tag: 1, tagged: '1+' }, '1 now shutting down, 0 unchanged.'),
    logDirs: array(
      '2+',
      uuid,
      { tag: 2, tagged: '2+' },
      'The working log directories, empty if unchanged.',
    ),
    cordonedLogDirs: array(
      '3+',
      uuid,
      { nullable: '3+', default: null, tag: 3, tagged: '3+' },
      'The directories that take no new replicas, null if unchanged.',
    ),
  },
});
export type BrokerRegistrationChangeRecord = MessageOf<typeof BrokerRegistrationChangeRecord>;
