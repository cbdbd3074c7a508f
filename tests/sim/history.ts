/**
 * What was appended to a log, as a test remembers it, and how it compares with what is found.
 */
import { readBatchHeader } from '#storage/batch-header.ts';

/** A batch as it must be found in the log. */
export interface Appended {
  readonly bytes: Uint8Array;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly epoch: number;
  readonly maxTimestamp: number;
  readonly producerId: number;
  readonly lastSequence: number;
}

export type History = readonly Appended[];

/** The batch that these bytes are. */
export function describe(bytes: Uint8Array): Appended {
  const header = readBatchHeader(bytes);
  const { baseOffset, lastOffset, maxTimestamp, producerId, lastSequence } = header;
  const epoch = header.partitionLeaderEpoch;
  return { bytes, baseOffset, lastOffset, epoch, maxTimestamp, producerId, lastSequence };
}

/** Whether `found` is what `history` holds up to `end`, from where `found` begins. */
export function isPrefix(found: History, history: History, end: number): boolean {
  const first = found[0];
  if (first === undefined) return true;
  const from = history.findIndex((batch) => batch.baseOffset === first.baseOffset);
  const rest = history.slice(from).filter((batch) => batch.lastOffset < end);
  if (from < 0 || rest.length !== found.length) return false;
  return found.every((batch, i) => equal(batch.bytes, (rest[i] as Appended).bytes));
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
