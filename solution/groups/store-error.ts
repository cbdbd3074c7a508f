/**
 * What a client is told when the coordinator's own record could not be written: not what is wrong with
 * `__consumer_offsets`, which is none of its business, but what it should do.
 */
import { ErrorCode } from '#protocol/errors.ts';

const ANSWERS: ReadonlyMap<number, number> = new Map([
  // Try again: the topic is on its way, or its replicas are.
  [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.COORDINATOR_NOT_AVAILABLE],
  [ErrorCode.NOT_ENOUGH_REPLICAS, ErrorCode.COORDINATOR_NOT_AVAILABLE],
  [ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND, ErrorCode.COORDINATOR_NOT_AVAILABLE],
  [ErrorCode.REQUEST_TIMED_OUT, ErrorCode.COORDINATOR_NOT_AVAILABLE],
  // Ask who coordinates now.
  [ErrorCode.NOT_LEADER_OR_FOLLOWER, ErrorCode.NOT_COORDINATOR],
  [ErrorCode.KAFKA_STORAGE_ERROR, ErrorCode.NOT_COORDINATOR],
  // The record is too large: no client can do anything about that.
  [ErrorCode.MESSAGE_TOO_LARGE, ErrorCode.UNKNOWN_SERVER_ERROR],
  [ErrorCode.RECORD_LIST_TOO_LARGE, ErrorCode.UNKNOWN_SERVER_ERROR],
  [ErrorCode.INVALID_FETCH_SIZE, ErrorCode.UNKNOWN_SERVER_ERROR],
]);

/** The answer to a client for the error of an append. */
export function storeError(errorCode: number): number {
  return ANSWERS.get(errorCode) ?? errorCode;
}
