/**
 * Error codes as the code of the broker uses them.
 *
 * A protocol failure is not an exception here: it is a number that a handler returns, often one
 * for each partition, and 0 means that all went well. The table behind this is error-table.ts.
 *
 *     { partitionIndex: 3, errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER }
 */
import { errorTable, type KafkaError } from '#protocol/error-table.ts';

type ErrorName = keyof typeof errorTable;

/** The codes by name: `ErrorCode.NONE` is 0. */
export const ErrorCode = Object.fromEntries(
  Object.entries(errorTable).map(([name, { code }]) => [name, code]),
) as { readonly [Name in ErrorName]: (typeof errorTable)[Name]['code'] };

/** A code that Kafka 4.3 knows. */
export type ErrorCode = (typeof ErrorCode)[ErrorName];

const byCode = new Map<number, { readonly name: string; readonly error: KafkaError }>(
  Object.entries(errorTable).map(([name, error]) => [error.code, { name, error }]),
);

/** Kafka's name of a code; a code from a newer peer counts as UNKNOWN_SERVER_ERROR. */
export function errorName(code: number): string {
  return known(code).name;
}

/** Kafka's text for a code, as its tools print it. */
export function errorMessage(code: number): string {
  return known(code).error.message;
}

/** Whether a client may send the same request again and expect better. */
export function isRetriable(code: number): boolean {
  return known(code).error.retriable;
}

function known(code: number): { readonly name: string; readonly error: KafkaError } {
  const found = byCode.get(code) ?? byCode.get(errorTable.UNKNOWN_SERVER_ERROR.code);
  if (found === undefined) throw new Error('the error table has no UNKNOWN_SERVER_ERROR');
  return found;
}
