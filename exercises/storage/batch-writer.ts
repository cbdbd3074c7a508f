/**
 * Makes record batches: for the producer and the tools, for control markers, for batches that a
 * broker recompresses, and for what is left of a batch after compaction.
 *
 * Two passes: the first sizes every record (each begins with its own length), the second writes
 * into one array of exactly that size. `#storage/batch-header.ts` draws the header,
 * `#storage/record-cursor.ts` the record.
 *
 * Invariant: the same input gives the bytes that Kafka's own MemoryRecordsBuilder gives
 * (uncompressed; compressors may differ in their choices, not in what they decode to).
 */
import type { Codec, Codecs } from '#env/codecs.ts';
import { NotImplemented } from '#env/not-implemented.ts';

/** A record to encode. What is left out, or undefined, has its default. */
export interface RecordInput {
  /** Absolute; left out, it is the next after the record before (the first: `baseOffset`). */
  readonly offset?: number;
  /** Milliseconds since the epoch, or -1 (the default) for none. */
  readonly timestamp?: number;
  /** Default: null, which is not an empty key. */
  readonly key?: Uint8Array | null;
  /** Default: null, a tombstone. */
  readonly value?: Uint8Array | null;
  /** In the order in which they are written; names may repeat. */
  readonly headers?: readonly { readonly key: string; readonly value: Uint8Array | null }[];
}

/** A batch to encode. What is left out, or undefined, has its default. */
export interface BatchInput {
  /** In the order of their offsets; none where compaction has removed all. */
  readonly records: readonly RecordInput[];
  /** Default 0: what a producer sends, for the leader to overwrite. */
  readonly baseOffset?: number;
  /**
   * Default: the last record's offset; of a batch without records, `baseOffset`. Compaction keeps a
   * batch's own although its end has gone.
   */
  readonly lastOffset?: number;
  /** Default -1: a producer knows of none. */
  readonly partitionLeaderEpoch?: number;
  /** Default `none`. A batch without records is never compressed, and says `none`. */
  readonly codec?: Codec | 'none';
  /** The codec's own scale; left out, the codec decides. */
  readonly compressionLevel?: number | undefined;
  /** Needed with a codec. */
  readonly codecs?: Codecs;
  /**
   * Given, the batch is of LogAppendTime: attributes bit 3 is set and this is the header's maximum
   * timestamp, before anything else. The records keep their own deltas.
   */
  readonly logAppendTime?: number | undefined;
  /** Default: the records' largest timestamp; -1 where no record has one, or there is none. */
  readonly maxTimestamp?: number;
  /** Default -1: no idempotent producer. */
  readonly producerId?: number;
  /** Default -1. */
  readonly producerEpoch?: number;
  /** Default -1. */
  readonly baseSequence?: number;
  /** Default false. Attributes bit 4. */
  readonly isTransactional?: boolean;
  /** Default false. Attributes bit 5. */
  readonly isControl?: boolean;
  /**
   * When tombstones and markers in here may go (KIP-534). Given, attributes bit 6 is set and it
   * takes the base timestamp's place: the records' deltas count from it.
   */
  readonly deleteHorizonMs?: number | undefined;
}

/**
 * Encodes one batch of format 2, checksum and all, into an array that holds nothing else.
 *
 * The base timestamp is the delete horizon where there is one, with or without records; else the
 * first record's; without records, -1. A record's offset and timestamp are written as deltas to the
 * base offset and the base timestamp.
 * Record attributes are 0. Records are compressed together, by `codecs.compress(codec, all their
 * bytes, compressionLevel)`; the header is not. Length and checksum are those of the batch as it is
 * stored, the record count is `records.length`, and numbers in the header are big-endian.
 *
 * @throws Error when `codec` is not `none`, there are records and `codecs` is missing.
 */
export function encodeBatch(input: BatchInput): Uint8Array {
  throw new NotImplemented('1.2', 'encodeBatch');
}
