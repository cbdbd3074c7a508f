/**
 * Control records: what brokers write into a partition beside data. A control batch (attributes
 * bit 5) holds one; its key says what it is, its value the details. Clients are never shown them.
 *
 *      key    | version int16 = 0 | type int16 |
 *      value of a transaction marker (KIP-98)    | version int16 = 0 | coordinator epoch int32 |
 *
 * ABORT and COMMIT end a producer's transaction in this partition. The other types live in
 * `__cluster_metadata` alone (KIP-595, KIP-630, KIP-853); their values are schemas of the protocol.
 */
import type { Codecs } from '#env/codecs.ts';
import { ErrorCode } from '#protocol/errors.ts';
import type { BatchHeader } from '#storage/batch-header.ts';
import { recordsOf } from '#storage/batch-reader.ts';
import { encodeBatch } from '#storage/batch-writer.ts';
import { readInt16, readInt32, writeInt16, writeInt32 } from '#storage/big-endian.ts';
import { InvalidRecords } from '#storage/invalid-records.ts';
import type { Record } from '#storage/record.ts';

export const ControlType = {
  ABORT: 0,
  COMMIT: 1,
  LEADER_CHANGE: 2,
  SNAPSHOT_HEADER: 3,
  SNAPSHOT_FOOTER: 4,
  KRAFT_VERSION: 5,
  KRAFT_VOTERS: 6,
} as const;

const KEY_SIZE = 4;
const MARKER_SIZE = 6;

/** The end of a producer's transaction in a partition. */
export interface TransactionMarker {
  readonly type: 'abort' | 'commit';
  /** Epoch of the coordinator that wrote it: an older one is a zombie. */
  readonly coordinatorEpoch: number;
  readonly timestamp: number;
}

/** The key of a control record of a type. */
export function controlKey(type: number): Uint8Array {
  const key = new Uint8Array(KEY_SIZE);
  writeInt16(key, 2, type);
  return key;
}

/** The type in a control record's key; types of the future come through as they are. */
export function controlTypeOf(key: Uint8Array | null): number {
  if (key === null || key.length < KEY_SIZE) {
    throw new InvalidRecords(
      ErrorCode.INVALID_RECORD,
      `A control record's key has 4 bytes; this one has ${key === null ? 'none' : key.length}.`,
    );
  }
  return readInt16(key, 2);
}

/** A control batch with one transaction marker, as a coordinator has it appended. */
export function encodeTransactionMarker(
  marker: TransactionMarker,
  producer: { producerId: number; producerEpoch: number; partitionLeaderEpoch?: number },
): Uint8Array {
  const value = new Uint8Array(MARKER_SIZE);
  writeInt32(value, 2, marker.coordinatorEpoch);
  const type = marker.type === 'commit' ? ControlType.COMMIT : ControlType.ABORT;
  return encodeBatch({
    ...producer,
    isTransactional: true,
    isControl: true,
    records: [{ timestamp: marker.timestamp, key: controlKey(type), value }],
  });
}

/**
 * The transaction marker in a control batch; undefined when compaction has emptied the batch or
 * when it holds another kind of control record.
 */
export function readTransactionMarker(
  bytes: Uint8Array,
  batch: BatchHeader,
  codecs: Codecs,
): TransactionMarker | undefined {
  for (const record of recordsOf(bytes, batch, codecs)) return markerOf(record);
  return undefined;
}

function markerOf(record: Record): TransactionMarker | undefined {
  const type = controlTypeOf(record.key);
  if (type !== ControlType.ABORT && type !== ControlType.COMMIT) return undefined;
  if (record.value === null || record.value.length < MARKER_SIZE) {
    throw new InvalidRecords(
      ErrorCode.INVALID_RECORD,
      `The transaction marker at offset ${record.offset} has no coordinator epoch.`,
    );
  }
  return {
    type: type === ControlType.COMMIT ? 'commit' : 'abort',
    coordinatorEpoch: readInt32(record.value, 2),
    timestamp: record.timestamp,
  };
}
