/**
 * Walking the batches of a log file without reading the file.
 *
 * A batch's header says how long the batch is, so a walk needs 61 bytes of each and may jump over
 * the records. `BatchScan` reads a small window at a time: looking an offset up from an index
 * entry, it normally reads one window, whatever the size of the segment. `wholeBatches` reads
 * everything, in large pieces, for who must check the bytes themselves (recovery).
 *
 * Both end quietly at the first position where no whole batch begins: there the caller decides
 * whether that is the end of the file or damage.
 */
import type { DiskFile } from '#env/disk.ts';
import {
  BATCH_HEADER_SIZE,
  BATCH_LENGTH_AT,
  type BatchHeader,
  LOG_OVERHEAD,
  MAGIC_AT,
  MAGIC_V2,
  readBatchHeader,
} from '#storage/batch-header.ts';
import { readInt32 } from '#storage/big-endian.ts';

/**
 * Holds what lies between two index entries at Kafka's default interval, and a header more. All scans
 * share the one: to make it takes longer than to look through it.
 */
const window = new Uint8Array(4096 + 512);
/** The scan that has read the window last: for any other it holds nothing. */
let reader: BatchScan | undefined;

const CHUNK_BYTES = 1024 * 1024;

/** Steps over the headers in `[position, end)` of a file. */
export class BatchScan {
  /** Where the next batch would begin. */
  position: number;
  private readonly file: DiskFile;
  private readonly end: number;
  private windowStart = 0;
  private windowLength = 0;

  constructor(file: DiskFile, position: number, end: number) {
    this.file = file;
    this.position = position;
    this.end = end;
  }

  /** The next batch's header, its `position` that in the file; undefined where no batch begins. */
  next(): BatchHeader | undefined {
    const at = this.headerAt(this.position);
    if (at < 0 || !beginsBatch(window, at, this.end - this.position)) return undefined;
    // Nobody else has this object yet, and a copy for each batch that is passed would be dear.
    const header: BatchHeader & { position: number } = readBatchHeader(window, at);
    header.position = this.position;
    this.position += header.sizeInBytes;
    return header;
  }

  /** Index in the window of a header at `position`, which is read if need be; -1 if none fits. */
  private headerAt(position: number): number {
    if (position + BATCH_HEADER_SIZE > this.end) return -1;
    const at = position - this.windowStart;
    const isRead = at >= 0 && at + BATCH_HEADER_SIZE <= this.windowLength;
    if (isRead && reader === this) return at;
    const length = Math.min(window.length, this.end - position);
    // Nobody's, should reading fail.
    reader = undefined;
    this.windowLength = this.file.read(position, window.subarray(0, length));
    this.windowStart = position;
    reader = this;
    return this.windowLength >= BATCH_HEADER_SIZE ? 0 : -1;
  }
}

/** One batch with all its bytes; they are only valid until the walk goes on. */
export interface WholeBatch {
  /** The header as read from `bytes`: its own position is 0. */
  readonly header: BatchHeader;
  readonly bytes: Uint8Array;
  /** Where in the file the batch lies. */
  readonly position: number;
}

/** The batches in `[position, end)` of a file, with their bytes, read a large piece at a time. */
export function* wholeBatches(
  file: DiskFile,
  position: number,
  end: number,
): IterableIterator<WholeBatch> {
  let buffer = new Uint8Array(Math.max(0, Math.min(CHUNK_BYTES, end - position)));
  let start = position;
  let length = 0;
  let at = position;
  while (at + BATCH_HEADER_SIZE <= end) {
    const wanted = wholeSize(buffer, at - start, start + length - at);
    if (wanted < 0 || at + wanted > end) return;
    if (at + wanted > start + length) {
      if (wanted > buffer.length) buffer = new Uint8Array(wanted);
      start = at;
      length = file.read(at, buffer.subarray(0, Math.min(buffer.length, end - at)));
      if (length < wanted) return;
      continue;
    }
    const bytes = buffer.subarray(at - start, at - start + wanted);
    if (!beginsBatch(bytes, 0, end - at)) return;
    yield { header: readBatchHeader(bytes), bytes, position: at };
    at += wanted;
  }
}

/** Bytes of the batch at `at`, or of a header while fewer than that are there; -1: not a batch. */
function wholeSize(buffer: Uint8Array, at: number, available: number): number {
  if (available < BATCH_HEADER_SIZE) return BATCH_HEADER_SIZE;
  const size = LOG_OVERHEAD + readInt32(buffer, at + BATCH_LENGTH_AT);
  return size < BATCH_HEADER_SIZE ? -1 : size;
}

/** True when what is at `at` may be a batch of at most `available` bytes. */
function beginsBatch(bytes: Uint8Array, at: number, available: number): boolean {
  const size = LOG_OVERHEAD + readInt32(bytes, at + BATCH_LENGTH_AT);
  return size >= BATCH_HEADER_SIZE && size <= available && bytes[at + MAGIC_AT] === MAGIC_V2;
}
