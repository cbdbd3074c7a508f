/**
 * ControllerRegistration (key 70): a controller tells the active one how it is reached and what it
 * supports (KIP-919), which ends up in RegisterControllerRecord.
 */
import {
  array,
  bool,
  int16,
  int32,
  type MessageOf,
  request,
  response,
  string,
  uint16,
  uuid,
} from '#protocol/schema.ts';

/** A controller introduces itself. */
export const ControllerRegistrationRequest = request({
  name: 'ControllerRegistrationRequest',
  apiKey: 70,
  versions: '0',
  flexible: '0+',
  fields: {
    controllerId: int32('0+', "The controller's node id."),
    incarnationId: uuid('0+', 'The random id of this controller process.'),
    zkMigrationReady: bool('0+', 'True if it could migrate from ZooKeeper: Kafka 3 only.'),
    listeners: array(
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
export type ControllerRegistrationRequest = MessageOf<typeof ControllerRegistrationRequest>;

/** Whether the controller was registered. */
export const ControllerRegistrationResponse = response({
  name: 'ControllerRegistrationResponse',
  apiKey: 70,
  versions: '0',
  flexible: '0+',
  fields: {
    throttleTimeMs: int32(
      '0+',
      'How long the broker holds back this client for breaking a quota, 0 if not at all.',
    ),
    errorCode: int16('0+', '0 if it was registered.'),
    errorMessage: string('0+', { nullable: '0+' }, 'What is wrong, or null.'),
  },
});
export type ControllerRegistrationResponse = MessageOf<typeof ControllerRegistrationResponse>;
