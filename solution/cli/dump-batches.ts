/**
 * The batches and records of a `.log` or `.checkpoint` file as lines of text.
 *
 *     baseOffset: 0 lastOffset: 2 count: 3 … crc: 2110060618 isvalid: true
 *     | offset: 0 CreateTime: 1795377025091 keySize: 5 valueSize: 28 sequence: 0 headerKeys: []
 *
 * Line for line what Kafka's DumpLogSegments prints. The file is read a piece at a time; bytes at
 * its end that are no batch are counted and reported, not an error.
 */
import { controlRecordText } from '#cli/control-record-text.ts';
import type { RecordDecoder } from '#cli/record-decoder.ts';
import type { Codecs } from '#env/codecs.ts';
import type { DiskFile } from '#env/disk.ts';
import { isCrcValid } from '#storage/batch-checksum.ts';
import { type BatchHeader, incrementSequence, NO_SEQUENCE } from '#storage/batch-header.ts';
import { recordsOf } from '#storage/batch-reader.ts';
import { wholeBatches } from '#storage/batch-scan.ts';
import type { Record } from '#storage/record.ts';

export interface BatchDump {
  readonly codecs: Codecs;
  /** Show the records too, not only their batches. */
  readonly deep: boolean;
  /** How to show keys and values; left out, they are not shown. */
  readonly decoder: RecordDecoder | undefined;
  readonly skipRecordMetadata: boolean;
  /** Look at no more of the file than this. */
  readonly maxBytes: number;
}

/** An offset that does not follow the one before it. */
export interface OffsetGap {
  readonly from: number;
  readonly to: number;
}

/** Yields the lines, without their ends; gaps between offsets are added to `gaps`. */
export function* dumpBatches(
  file: DiskFile,
  fileName: string,
  options: BatchDump,
  gaps: OffsetGap[],
): Generator<string, void, undefined> {
  const end = Math.min(file.size(), options.maxBytes);
  let validBytes = 0;
  let lastOffset = -1;
  for (const { header, bytes, position } of wholeBatches(file, 0, end)) {
    yield batchLine(header, position, isCrcValid(bytes, header));
    validBytes = position + header.sizeInBytes;
    if (!options.deep) continue;
    for (const record of recordsOf(bytes, header, options.codecs)) {
      if (record.offset !== lastOffset + 1) gaps.push({ from: lastOffset, to: record.offset });
      lastOffset = record.offset;
      yield recordLine(header, record, options);
    }
  }
  if (validBytes < end && options.maxBytes >= file.size()) {
    yield `Found ${end - validBytes} invalid bytes at the end of ${fileName}`;
  }
}

function batchLine(batch: BatchHeader, position: number, isValid: boolean): string {
  const horizon = batch.hasDeleteHorizon
    ? `OptionalLong[${batch.baseTimestamp}]`
    : 'OptionalLong.empty';
  return [
    `baseOffset: ${batch.baseOffset} lastOffset: ${batch.lastOffset} count: ${batch.recordCount}`,
    `baseSequence: ${batch.baseSequence} lastSequence: ${batch.lastSequence}`,
    `producerId: ${batch.producerId} producerEpoch: ${batch.producerEpoch}`,
    `partitionLeaderEpoch: ${batch.partitionLeaderEpoch}`,
    `isTransactional: ${batch.isTransactional} isControl: ${batch.isControl}`,
    `deleteHorizonMs: ${horizon} position: ${position}`,
    `${batch.timestampType}: ${batch.maxTimestamp} size: ${batch.sizeInBytes}`,
    `magic: ${batch.magic} compresscodec: ${batch.codec} crc: ${batch.crc} isvalid: ${isValid}`,
  ].join(' ');
}

function recordLine(batch: BatchHeader, record: Record, options: BatchDump): string {
  const about = options.skipRecordMetadata ? '' : recordMetadata(batch, record);
  if (options.decoder === undefined || batch.isControl) return about;
  const { key, value } = options.decoder(record);
  const parts = [
    ...(key === undefined ? [] : [`key: ${key}`]),
    ...(value === undefined ? [] : [`payload: ${value}`]),
  ];
  if (parts.length === 0) return about;
  return `${options.skipRecordMetadata ? '|' : about} ${parts.join(' ')}`;
}

function recordMetadata(batch: BatchHeader, record: Record): string {
  const sequence =
    batch.baseSequence === NO_SEQUENCE
      ? NO_SEQUENCE
      : incrementSequence(batch.baseSequence, record.offset - batch.baseOffset);
  const headerKeys = record.headers.map(({ key }) => key).join(',');
  const line =
    `| offset: ${record.offset} ${batch.timestampType}: ${record.timestamp} ` +
    `keySize: ${record.key?.length ?? -1} valueSize: ${record.value?.length ?? -1} ` +
    `sequence: ${sequence} headerKeys: [${headerKeys}]`;
  return batch.isControl ? `${line} ${controlRecordText(record)}` : line;
}
