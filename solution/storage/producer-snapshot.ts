/**
 * The bytes of a `<offset>.snapshot` file: what a partition remembered of its producers when its
 * log ended at that offset. With it, recovery replays only the log after it.
 *
 *      | version int16 = 1 | crc32c uint32 | count int32 | entries, 46 bytes each          |
 *                                          |<---------- the CRC covers this -------------->|
 *
 *      entry  | producer id int64 | epoch int16 | last sequence int32 | last offset int64 |
 *             | offset delta int32 | timestamp int64 | coordinator epoch int32 |
 *             | first offset of the open transaction int64, -1: none |
 *
 * Only the last batch of each producer is kept, so after a restart a retry of an older one is out
 * of order rather than a duplicate: Kafka's format, and Kafka's loss.
 *
 * Source: ProducerSnapshot.json in Kafka's storage module.
 */
import {
  readInt16,
  readInt32,
  readInt64,
  readUint32,
  writeInt16,
  writeInt32,
  writeInt64,
} from '#storage/big-endian.ts';
import { crc32c } from '#storage/crc32c.ts';
import { lastSequence, type ProducerEntry } from '#storage/producer-entry.ts';

const VERSION = 1;
const CRC_AT = 2;
const COUNT_AT = 6;
const ENTRIES_AT = 10;
const ENTRY_SIZE = 46;

/** A snapshot file that can't be used; recovery removes it and replays more of the log. */
export class CorruptSnapshot extends Error {
  override readonly name = 'CorruptSnapshot';
}

/** The file's bytes, entries in the order given. */
export function encodeProducerSnapshot(entries: Iterable<Readonly<ProducerEntry>>): Uint8Array {
  const all = [...entries];
  const bytes = new Uint8Array(ENTRIES_AT + all.length * ENTRY_SIZE);
  writeInt16(bytes, 0, VERSION);
  writeInt32(bytes, COUNT_AT, all.length);
  all.forEach((entry, index) => {
    writeEntry(bytes, ENTRIES_AT + index * ENTRY_SIZE, entry);
  });
  writeInt32(bytes, CRC_AT, crc32c(bytes, COUNT_AT));
  return bytes;
}

/** @throws CorruptSnapshot when the bytes are not a whole snapshot of version 1. */
export function decodeProducerSnapshot(bytes: Uint8Array): ProducerEntry[] {
  if (bytes.length < ENTRIES_AT) throw new CorruptSnapshot(`It has only ${bytes.length} bytes.`);
  const version = readInt16(bytes, 0);
  if (version !== VERSION) throw new CorruptSnapshot(`Its version is ${version}, not ${VERSION}.`);
  const [stored, computed] = [readUint32(bytes, CRC_AT), crc32c(bytes, COUNT_AT)];
  if (stored !== computed) {
    throw new CorruptSnapshot(`It says its CRC is ${stored}; its bytes have ${computed}.`);
  }
  const count = readInt32(bytes, COUNT_AT);
  if (bytes.length !== ENTRIES_AT + count * ENTRY_SIZE) {
    throw new CorruptSnapshot(`It says it has ${count} entries, in ${bytes.length} bytes.`);
  }
  return Array.from({ length: count }, (_, index) =>
    readEntry(bytes, ENTRIES_AT + index * ENTRY_SIZE),
  );
}

function writeEntry(bytes: Uint8Array, at: number, entry: Readonly<ProducerEntry>): void {
  const last = entry.batches.at(-1);
  writeInt64(bytes, at, entry.producerId);
  writeInt16(bytes, at + 8, entry.producerEpoch);
  writeInt32(bytes, at + 10, lastSequence(entry));
  writeInt64(bytes, at + 14, last?.lastOffset ?? -1);
  writeInt32(bytes, at + 22, last?.offsetDelta ?? 0);
  writeInt64(bytes, at + 26, entry.lastTimestamp);
  writeInt32(bytes, at + 34, entry.coordinatorEpoch);
  writeInt64(bytes, at + 38, entry.currentTxnFirstOffset);
}

function readEntry(bytes: Uint8Array, at: number): ProducerEntry {
  const timestamp = readInt64(bytes, at + 26);
  const batch = {
    lastSequence: readInt32(bytes, at + 10),
    lastOffset: readInt64(bytes, at + 14),
    offsetDelta: readInt32(bytes, at + 22),
    timestamp,
  };
  return {
    producerId: readInt64(bytes, at),
    producerEpoch: readInt16(bytes, at + 8),
    // A producer known only by a marker has an offset of -1 and no batch to remember.
    batches: batch.lastOffset >= 0 ? [batch] : [],
    coordinatorEpoch: readInt32(bytes, at + 34),
    lastTimestamp: timestamp,
    currentTxnFirstOffset: readInt64(bytes, at + 38),
  };
}
