/**
 * Thrown where bytes that should be record batches are not: by what walks records, deep inside
 * loops that can't return a code with each step. Validation of an append catches it and answers
 * `errorCode`; recovery catches it and truncates; a reader of a log lets it reach the boundary.
 */
export class InvalidRecords extends Error {
  override readonly name = 'InvalidRecords';
  /** Kafka's error code for a client that sent such bytes. */
  readonly errorCode: number;
  /** Which records are to blame, where single ones are (KIP-467). */
  readonly recordErrors: readonly RecordError[];

  /** `message` is a sentence with the values that contradict each other. */
  constructor(
    errorCode: number,
    message: string,
    details: { cause?: unknown; recordErrors?: readonly RecordError[] } = {},
  ) {
    super(message, { cause: details.cause });
    this.errorCode = errorCode;
    this.recordErrors = details.recordErrors ?? [];
  }
}

/** One record of a batch that is refused, in the form in which a produce response tells it. */
export interface RecordError {
  /** The record's index in its batch. */
  readonly batchIndex: number;
  readonly message: string;
}
