/**
 * BrokerRegistration (key 62): a broker that starts tells the controller who it is, how clients
 * reach it and what it supports (KIP-631). The answer is its broker epoch, by which each later
 * message of this process can be told from those of one before.
 *
 * Versions: 1 ZooKeeper migration (KIP-866), 2 log directories (KIP-858), 3 the epoch before a
 * clean shutdown (KIP-966), 4 lets a feature's lowest version be 0 (KAFKA-17011).
 */
import {
  array,
  bool,
  int16,
  int32,
  int64,
  type MessageOf,
  request,
  response,
  string,
  uint16,
  uuid,
} from '#protocol/schema.ts';

/** A broker introduces itself. */
export const BrokerRegistrationRequest = request({
  name: 'BrokerRegistrationRequest',
  apiKey: 62,
  versions: '0-4',
  flexible: '0+',
  fields: {
    brokerId: int32('0+', "The broker's id."),
    clusterId: string(
      '0+',
      'The cluster that its log directories belong to: that of the controller, or it is refused.',
    ),
    incarnationId: uuid('0+', 'The random id of this broker process.'),
    listeners: array(
      '0+',
      {
        name: string('0+', { mapKey: true }, "The listener's name."),
        host: string('0+', 'The host to connect to.'),
        port: uint16('0+', 'The port to connect to.'),
        securityProtocol: int16('0+', '0 PLAINTEXT, 1 SSL, 2 SASL_PLAINTEXT, 3 SASL_SSL.'),
      },
      'The addresses that clients shall use.',
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
    isMigratingZkBroker: bool(
      '1+',
      { default: false },
      'True for a ZooKeeper broker in migration: Kafka 3 only.',
    ),
    logDirs: array('2+', uuid, { ignorable: true }, 'The ids of its working log directories.'),
    previousBrokerEpoch: int64(
      '3+',
      { default: -1, ignorable: true },
      'Its epoch before a clean shutdown, -1 after a crash, which may have lost records.',
    ),
  },
});
export type BrokerRegistrationRequest = MessageOf<typeof BrokerRegistrationRequest>;

/** The broker's epoch. */
export const BrokerRegistrationResponse = response({
  name: 'BrokerRegistrationResponse',
  apiKey: 62,
  versions: '0-4',
  flexible: '0+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('0+', '0 if it was registered.'),
    brokerEpoch: int64('0+', { default: -1 }, 'The epoch that it was given, -1 after an error.'),
  },
});
export type BrokerRegistrationResponse = MessageOf<typeof BrokerRegistrationResponse>;
