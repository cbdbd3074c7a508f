/**
 * RegisterControllerRecord: a controller has said how it can be reached and what it supports
 * (KIP-919). Admin clients that talk to controllers directly learn the addresses from it.
 */
import {
  array,
  bool,
  int16,
  int32,
  type MessageOf,
  record,
  string,
  uint16,
  uuid,
} from '#protocol/schema.ts';

/** A controller was registered. */
export const RegisterControllerRecord = record({
  name: 'RegisterControllerRecord',
  apiKey: 27,
  versions: '0',
  flexible: '0+',
  fields: {
    controllerId: int32('0+', "The controller's node id."),
    incarnationId: uuid('0+', 'The random id of this controller process.'),
    zkMigrationReady: bool('0+', 'True if it could migrate from ZooKeeper: Kafka 3 only.'),
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
  },
});
export type RegisterControllerRecord = MessageOf<typeof RegisterControllerRecord>;
