/**
 * What the controller decides: the records that make it so, and what it answers.
 *
 * Every operation of the controller is a pure function from the image and a request to a
 * `Decision`. Nothing has happened yet when it returns: the shell appends the records, and answers
 * when they are committed. No records: the answer stands by itself.
 */
import type { NewMetadataRecord } from '#metadata/metadata-record.ts';
import { ErrorCode } from '#protocol/errors.ts';

export interface Decision<Response> {
  readonly records: readonly NewMetadataRecord[];
  readonly response: Response;
}

/** A no: Kafka's error code, and a sentence for whoever asked (null where Kafka gives none). */
export class Refusal {
  readonly errorCode: number;
  readonly errorMessage: string | null;

  constructor(errorCode: number, errorMessage: string | null = null) {
    this.errorCode = errorCode;
    this.errorMessage = errorMessage;
  }
}

/** The error fields of an answer without an error. */
export const NO_ERROR = { errorCode: ErrorCode.NONE, errorMessage: null } as const;

/** The error fields of an answer: the refusal's, or none. */
export function errorFields(outcome: unknown): { errorCode: number; errorMessage: string | null } {
  if (!(outcome instanceof Refusal)) return NO_ERROR;
  return { errorCode: outcome.errorCode, errorMessage: outcome.errorMessage };
}
