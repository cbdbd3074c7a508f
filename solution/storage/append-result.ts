/**
 * What an append to a partition answers: accepted, a duplicate of something accepted before, or
 * refused by one of Kafka's error codes.
 */
import { ErrorCode } from '#protocol/errors.ts';
import type { RecordError } from '#storage/invalid-records.ts';

export interface AppendResult {
  readonly errorCode: number;
  readonly errorMessage?: string;
  /** Single records to blame, by index (produce response 8 and later). */
  readonly recordErrors: readonly RecordError[];
  /** The first and the last offset given to the records; -1 where they were refused. */
  readonly baseOffset: number;
  readonly lastOffset: number;
  /** Milliseconds where the broker set the timestamps, else -1. */
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
  /** True when an idempotent producer sent this before: the offsets are those of back then. */
  readonly duplicate: boolean;
}

const NO_OFFSET = -1;
const NO_TIMESTAMP = -1;

export function refused(
  errorCode: number,
  errorMessage: string,
  logStartOffset: number,
  recordErrors: readonly RecordError[] = [],
): AppendResult {
  return {
    errorCode,
    errorMessage,
    recordErrors,
    baseOffset: NO_OFFSET,
    lastOffset: NO_OFFSET,
    logAppendTimeMs: NO_TIMESTAMP,
    logStartOffset,
    duplicate: false,
  };
}

export function accepted(
  offsets: { baseOffset: number; lastOffset: number },
  logAppendTimeMs: number,
  logStartOffset: number,
  duplicate: boolean,
): AppendResult {
  return {
    errorCode: ErrorCode.NONE,
    recordErrors: [],
    baseOffset: offsets.baseOffset,
    lastOffset: offsets.lastOffset,
    logAppendTimeMs,
    logStartOffset,
    duplicate,
  };
}
