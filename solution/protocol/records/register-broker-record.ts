/**
 * RegisterBrokerRecord: a broker process has introduced itself to the controller. Its offset in
 * the metadata log is the broker's epoch: a later registration of the same id always has a larger
 * one, so whatever the older process still sends can be told apart and refused.
 *
 * A broker registers fenced: it gets no leadership until it has caught up with the metadata.
 *
 * Versions: 1 controlled shutdown (KIP-841), 2 ZooKeeper migration (KIP-866), 3 log directories
 * (KIP-858), 4 cordoned log directories, which get no new replicas (KIP-1066).
 */
import {
  array,
  bool,
  int16,
  int32,
  int64,
  type MessageOf,
  record,
  string,
  uint16,
  uuid,
} from '#protocol/schema.ts';

/** A broker was registered. */
export const RegisterBrokerRecord = record({
  name: 'RegisterBrokerRecord',
  apiKey: 0,
  versions: '0-4',
  flexible: '0+',
  fields: {
    brokerId: int32('0+', 'The broker.'),
    isMigratingZkBroker: bool(
      '2+',
      { default: false },
      'True for a ZooKeeper broker in migration: Kafka 3 only.',
    ),
    incarnationId: uuid('0+', 'The random id of this broker process.'),
    brokerEpoch: int64('0+', 'The epoch that the controller gave it.'),
    endPoints: array(
      '0+',
      {
        name: string('0+', { mapKey: true }, "The listener's name."),
        host: string('0+', 'The host to connect to.'),
        port: uint16('0+', 'The port to connect to.'),
        securityProtocol: int16('0+', '0 PLAINTEXT, 1 SSL, 2 SASL_PLAINTEXT, 3 SASL_SSL.'),
      },
      'The listeners by which it can be reached.',
    ),
    features: array(
      '0+',
      {
        name: string('0+', { mapKey: true }, 'The feature.'),
        minSupportedVersion: int16('0+', 'The lowest level supported.'),
        maxSupportedVersion: int16('0+', 'The highest level supported.'),
      },
      'The features that its software supports.',
    ),
    rack: string('0+', { nullable: '0+' }, 'The rack that it stands in, null if none is set.'),
    fenced: bool('0+', { default: true }, 'True while it may lead nothing.'),
    inControlledShutdown: bool(
      '1+',
      { default: false },
      'True while it hands over its leaderships to shut down.',
    ),
    logDirs: array('3+', uuid, { tag: 0, tagged: '3+' }, 'The ids of its working log directories.'),
    cordonedLogDirs: array(
      '4+',
      uuid,
      { nullable: '4+', default: null, tag: 1, tagged: '4+' },
      'Those that take no new replicas; null until the broker has told.',
    ),
  },
});
export type RegisterBrokerRecord = MessageOf<typeof RegisterBrokerRecord>;
