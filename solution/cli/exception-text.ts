/**
 * An error as Kafka's tools print it where they print an exception: Java's way, the name of its class
 * and then its words.
 *
 *     org.apache.kafka.common.errors.GroupIdNotFoundException: The group id does not exist.
 *
 * People and scripts look for these names, so tools that print them in Kafka print them here too. A
 * class is named after its error code, with the exceptions below.
 */
import { KafkaError, NotAConsumerGroup, RequestTimeout } from '#clients/kafka-error.ts';

const PACKAGE = 'org.apache.kafka.common.errors';

/** Classes that are not named like their codes, without the `Exception` that all but two end with. */
const IRREGULAR: Readonly<Record<string, string>> = {
  UNKNOWN_SERVER_ERROR: 'UnknownServer',
  CORRUPT_MESSAGE: 'CorruptRecord',
  REQUEST_TIMED_OUT: 'Timeout',
  MESSAGE_TOO_LARGE: 'RecordTooLarge',
  STALE_CONTROLLER_EPOCH: 'ControllerMoved',
  NETWORK_EXCEPTION: 'Network',
  INVALID_TOPIC_EXCEPTION: 'InvalidTopic',
  RECORD_LIST_TOO_LARGE: 'RecordBatchTooLarge',
  TOPIC_AUTHORIZATION_FAILED: 'TopicAuthorization',
  GROUP_AUTHORIZATION_FAILED: 'GroupAuthorization',
  CLUSTER_AUTHORIZATION_FAILED: 'ClusterAuthorization',
  TOPIC_ALREADY_EXISTS: 'TopicExists',
  INVALID_CONFIG: 'InvalidConfiguration',
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'OutOfOrderSequence',
  DUPLICATE_SEQUENCE_NUMBER: 'DuplicateSequence',
  INVALID_PRODUCER_ID_MAPPING: 'InvalidPidMapping',
  INVALID_TRANSACTION_TIMEOUT: 'InvalidTxnTimeout',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'TransactionalIdAuthorization',
  KAFKA_STORAGE_ERROR: 'KafkaStorage',
  SASL_AUTHENTICATION_FAILED: 'SaslAuthentication',
  DELEGATION_TOKEN_AUTH_DISABLED: 'DelegationTokenDisabled',
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: 'UnsupportedByAuthentication',
  DELEGATION_TOKEN_AUTHORIZATION_FAILED: 'DelegationTokenAuthorization',
  NON_EMPTY_GROUP: 'GroupNotEmpty',
  PRINCIPAL_DESERIALIZATION_FAILURE: 'PrincipalDeserialization',
  FETCH_SESSION_TOPIC_ID_ERROR: 'FetchSessionTopicId',
};
const WITHOUT_ENDING: readonly string[] = [
  'OFFSET_METADATA_TOO_LARGE',
  'INVALID_REGULAR_EXPRESSION',
];

/** The text of an error; one that no Kafka client knows is told by its words alone. */
export function exceptionText(error: unknown): string {
  if (error instanceof KafkaError) return `${PACKAGE}.${className(error)}: ${error.message}`;
  if (error instanceof RequestTimeout) return `${PACKAGE}.TimeoutException: ${error.message}`;
  if (error instanceof NotAConsumerGroup) {
    return `java.lang.IllegalArgumentException: ${error.message}`;
  }
  return error instanceof Error ? error.message : String(error);
}

function className({ codeName }: KafkaError): string {
  const name = IRREGULAR[codeName] ?? camelCase(codeName);
  return WITHOUT_ENDING.includes(codeName) ? name : `${name}Exception`;
}

/** `GROUP_ID_NOT_FOUND` to `GroupIdNotFound`. */
function camelCase(codeName: string): string {
  return codeName.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase());
}
