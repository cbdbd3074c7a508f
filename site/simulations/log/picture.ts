/**
 * What lies in a log's directory, as plain data: segments, their batches, what their indexes say.
 *
 * Everything is read from the files by the code that the broker reads them with, so it can be drawn of a
 * log that is open and of what a crash has left.
 */
import type { Codecs } from '#env/codecs.ts';
import { isCrcValid } from '#storage/batch-checksum.ts';
import { BATCH_HEADER_SIZE, type BatchHeader } from '#storage/batch-header.ts';
import { openRecords, recordsOf } from '#storage/batch-reader.ts';
import { type WholeBatch, wholeBatches } from '#storage/batch-scan.ts';
import { LOG_SUFFIX, OFFSET_INDEX_SUFFIX, offsetFileName } from '#storage/log-files.ts';
import type { PartitionLog } from '#storage/partition-log.ts';
import type { DiskView } from './disk-view.ts';

export interface RecordState {
  readonly offset: number;
  readonly key: string;
  /** A record without a value: compaction takes the key for deleted. */
  readonly tombstone: boolean;
}

export interface BatchState {
  readonly position: number;
  readonly bytes: number;
  /** What it would have without compression. */
  readonly plainBytes: number;
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly codec: string;
  /** False where the checksum in the header is not that of the bytes. */
  readonly sound: boolean;
  readonly records: readonly RecordState[];
}

export interface IndexEntryState {
  readonly offset: number;
  readonly position: number;
}

export interface SegmentState {
  readonly baseOffset: number;
  /** The name of its file, without the zeros before it. */
  readonly file: string;
  readonly bytes: number;
  readonly active: boolean;
  readonly batches: readonly BatchState[];
  /** Bytes behind the last whole batch. */
  readonly rest: number;
  readonly index: readonly IndexEntryState[];
}

/** `24.log` for `00000000000000000024.log`, as people say it. */
export function shortName(file: string): string {
  return file.replace(/^0+(?=\d)/, '');
}

const ENTRY_SIZE = 8;
const utf8 = new TextDecoder();

/** The segments of the `.log` files in a directory; `log` where it is open. */
export function segmentsIn(disk: DiskView, codecs: Codecs, log?: PartitionLog): SegmentState[] {
  const names = disk.files().filter(({ name }) => name.endsWith(LOG_SUFFIX));
  return names.map(({ name, bytes }, at) => {
    const baseOffset = Number.parseInt(name, 10);
    const live = log?.segments.all().find((segment) => segment.baseOffset === baseOffset);
    const size = live?.size ?? bytes;
    const batches = [...wholeBatches(disk.open(name), 0, size)];
    const end = batches.at(-1);
    return {
      baseOffset,
      file: shortName(name),
      bytes: size,
      active: at === names.length - 1,
      batches: batches.map((batch) => batchState(batch, codecs)),
      rest: size - (end === undefined ? 0 : end.position + end.header.sizeInBytes),
      index: live === undefined ? indexFile(disk, baseOffset) : [...live.offsetIndex.all()],
    };
  });
}

function batchState({ header, bytes, position }: WholeBatch, codecs: Codecs): BatchState {
  const sound = isCrcValid(bytes, header);
  return {
    position,
    bytes: header.sizeInBytes,
    plainBytes: sound ? plainSize(bytes, header, codecs) : header.sizeInBytes,
    baseOffset: header.baseOffset,
    lastOffset: header.lastOffset,
    codec: header.codec,
    sound,
    records: sound ? recordStates(bytes, header, codecs) : [],
  };
}

function plainSize(bytes: Uint8Array, header: BatchHeader, codecs: Codecs): number {
  if (header.codec === 'none' || header.recordCount === 0) return header.sizeInBytes;
  return BATCH_HEADER_SIZE + openRecords(bytes, header, codecs).bytes.length;
}

function recordStates(bytes: Uint8Array, header: BatchHeader, codecs: Codecs): RecordState[] {
  return [...recordsOf(bytes, header, codecs)].map(({ offset, key, value }) => ({
    offset,
    key: key === null ? '' : utf8.decode(key),
    tombstone: value === null,
  }));
}

/** The entries of an `.index` file (offset-index.ts draws one), as they lie there. */
function indexFile(disk: DiskView, baseOffset: number): IndexEntryState[] {
  const bytes = disk.bytes(offsetFileName(baseOffset, OFFSET_INDEX_SUFFIX));
  const view = new DataView(bytes.buffer);
  return Array.from({ length: Math.floor(bytes.length / ENTRY_SIZE) }, (_, entry) => ({
    offset: baseOffset + view.getInt32(entry * ENTRY_SIZE),
    position: view.getInt32(entry * ENTRY_SIZE + 4),
  }));
}
