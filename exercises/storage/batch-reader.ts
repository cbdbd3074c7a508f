/**
 * Reads batches and their records out of bytes: a segment's, a fetch response's, a request's.
 *
 *      bytes   | batch | batch | batch | bat          nextBatch / batchesOf: headers, whole batches only
 *                        |
 *                        +-- 61 bytes | records -> (decompress) -> RecordCursor
 *
 * Compression covers all records of a batch at once, with the header left readable: a broker
 * can place, index and check batches without ever decompressing them.
 *
 * Bound: decompressing stops at `MAX_DECOMPRESSED_BYTES`, as much as a client could have sent
 * uncompressed in one request (the default of socket.request.max.bytes). Without a bound, 1 MB of
 * gzipped zeros would become 1 GB of memory, at no cost to who sent it.
 */
import { CodecError, type Codecs } from '#env/codecs.ts';
import { NotImplemented } from '#env/not-implemented.ts';
import { ErrorCode } from '#protocol/errors.ts';
import { BATCH_HEADER_SIZE, type BatchHeader } from '#storage/batch-header.ts';
import { InvalidRecords } from '#storage/invalid-records.ts';
import type { Record } from '#storage/record.ts';
import { RecordCursor } from '#storage/record-cursor.ts';

export const MAX_DECOMPRESSED_BYTES = 100 * 1024 * 1024;

/**
 * The header of the batch at `at`, or undefined when the bytes up to `end` end before the batch
 * does: a torn tail, or a fetch response cut at its size limit. So its caller may read all of a
 * batch that it returns. No byte at `end` or behind it is looked at; the checksum is not checked.
 *
 * The magic decides what the length means, so without a magic there is no batch: when fewer than
 * 17 bytes are there, the answer is undefined whatever they are. After that, damage outweighs a
 * missing end.
 *
 * @param at where in `bytes` the batch would begin, up to `end`.
 * @param end index behind the last byte that counts.
 * @throws InvalidRecords of CORRUPT_MESSAGE when the length is below 49, the rest of a header, or
 *   the magic is above 2; of UNSUPPORTED_FOR_MESSAGE_FORMAT when the magic is 0 or 1, whatever the
 *   length: older formats, which Kafka 4 no longer reads either (KIP-724).
 */
export function nextBatch(
  bytes: Uint8Array,
  at: number,
  end = bytes.length,
): BatchHeader | undefined {
  throw new NotImplemented('1.3', 'nextBatch');
}

/** Headers of all whole batches in `[start, end)`, one `nextBatch` after the other; throws as it does. */
export function* batchesOf(
  bytes: Uint8Array,
  start = 0,
  end = bytes.length,
): Generator<BatchHeader, void, undefined> {
  let batch = nextBatch(bytes, start, end);
  while (batch !== undefined) {
    yield batch;
    batch = nextBatch(bytes, batch.position + batch.sizeInBytes, end);
  }
}

/**
 * A cursor over the batch's records, decompressed if need be.
 *
 * @throws InvalidRecords of UNSUPPORTED_COMPRESSION_TYPE when the codec is unknown; of
 *   INVALID_RECORD when the compressed bytes are broken or grow past `maxBytes`.
 */
export function openRecords(
  bytes: Uint8Array,
  batch: BatchHeader,
  codecs: Codecs,
  maxBytes = MAX_DECOMPRESSED_BYTES,
): RecordCursor {
  const start = batch.position + BATCH_HEADER_SIZE;
  const end = batch.position + batch.sizeInBytes;
  if (batch.codec === 'none') return new RecordCursor(bytes, start, end);
  const records = decompress(bytes.subarray(start, end), batch, codecs, maxBytes);
  return new RecordCursor(records, 0, records.length);
}

/**
 * The batch's records, one by one, with absolute offsets and timestamps (`recordTimestamp`). Keys
 * and values are views of the bytes, or of those that `codecs` decompressed.
 *
 * A batch whose `recordCount` is 0 has no records: its bytes are not looked at, whatever its
 * attributes say (compaction leaves such batches, and does not compress nothing).
 *
 * @param bytes those that `batch` was read from; they hold all of it.
 * @throws InvalidRecords, at the latest when the last record has been asked for: as `openRecords`
 *   and `RecordCursor.next`; and of INVALID_RECORD when the batch's bytes, to the last one, don't
 *   hold exactly `recordCount` records.
 */
export function* recordsOf(
  bytes: Uint8Array,
  batch: BatchHeader,
  codecs: Codecs,
): Generator<Record, void, undefined> {
  throw new NotImplemented('1.3', 'recordsOf');
}

/**
 * A record's timestamp in milliseconds: `timestampDelta` after the batch's base timestamp, or
 * before it where that is negative. In a batch of LogAppendTime, all records have the time of the
 * append, which the header holds as `maxTimestamp`: their own deltas count for nothing.
 */
export function recordTimestamp(batch: BatchHeader, timestampDelta: number): number {
  throw new NotImplemented('1.3', 'recordTimestamp');
}

function decompress(
  data: Uint8Array,
  batch: BatchHeader,
  codecs: Codecs,
  maxBytes: number,
): Uint8Array {
  if (batch.codec === 'unknown' || batch.codec === 'none') {
    throw new InvalidRecords(
      ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
      `Compression ${batch.attributes & 7} is none that Kafka knows: 0 to 4 are.`,
    );
  }
  try {
    return codecs.decompress(batch.codec, data, maxBytes);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    throw new InvalidRecords(
      ErrorCode.INVALID_RECORD,
      error.kind === 'too-large'
        ? `The ${batch.codec} batch of ${data.length} bytes grows past the ${maxBytes} allowed.`
        : `The batch's ${batch.codec} data can't be decompressed: ${error.message}`,
      { cause: error },
    );
  }
}
