/** Task 1.2 as people get it wrong. */
import type { Variant } from '../../../course/grading/variant.ts';

const WRITER = 'storage/batch-writer.ts';
const CHECKSUM = 'storage/batch-checksum.ts';

export const variants: readonly Variant[] = [
  {
    name: 'sums the whole batch',
    breaks: [
      'encode-kafka-bytes',
      'encode-producer-defaults',
      'encode-checksum-range',
      'encode-compressed',
      'encode-emptied-batch',
      'encode-any-batch',
      'decode-checksum',
      'decode-hostile-records',
      'log-append-offsets',
      'log-roll-before',
      'log-roll-empty',
      'log-roll-far',
      'log-read-whole-batch',
      'log-read-limits',
      'log-read-isolation',
      'log-read-range',
      'log-readable-bytes',
      'recovery-torn-tail',
      'recovery-checksum',
      'recovery-order',
      'recovery-indexes',
      'recovery-takes-in',
      'recovery-drops',
      'recovery-gaps',
      'recovery-skips',
      'recovery-power-loss',
      'retention-active',
      'retention-removes',
      'compaction-empty-batch',
      'compaction-rewrites',
      'compaction-round',
      'broker-produce-fetch',
      'broker-offsets',
      'broker-fetch-mid-batch',
      'broker-refuses',
      'broker-crash',
      'broker-power-loss',
    ],
    change: {
      [CHECKSUM]: { computeBatchCrc: { replace: 'position + ATTRIBUTES_AT', by: 'position' } },
    },
  },
  {
    name: 'sums to the end of the array',
    breaks: [
      'encode-checksum-range',
      'decode-checksum',
      'broker-produce-fetch',
      'broker-offsets',
      'broker-fetch-mid-batch',
      'broker-refuses',
      'broker-crash',
      'broker-power-loss',
    ],
    change: {
      [CHECKSUM]: {
        computeBatchCrc:
          'return crc32c(bytes, position + ATTRIBUTES_AT, Math.max(bytes.length, sizeInBytes));',
      },
    },
  },
  {
    name: 'writes an empty key or value as null',
    breaks: [
      'encode-kafka-bytes',
      'encode-null-and-empty',
      'encode-record-headers',
      'encode-any-batch',
      'compaction-rewrites',
    ],
    change: {
      [WRITER]: {
        sizeOfBytes:
          'return !bytes?.length ? EMPTY_VALUE_SIZE : varintSize(bytes.length) + bytes.length;',
        writeBytes: `
          writeVarint(to, bytes?.length ? bytes.length : -1);
          if (!bytes?.length) return;
          to.bytes.set(bytes, to.position);
          to.position += bytes.length;`,
      },
    },
  },
  {
    name: 'writes null as empty',
    breaks: [
      'encode-kafka-bytes',
      'encode-producer-defaults',
      'encode-null-and-empty',
      'encode-record-headers',
      'encode-any-batch',
      'compaction-tombstone',
      'compaction-aborted',
      'compaction-rewrites',
      'compaction-round',
    ],
    change: { [WRITER]: { writeBytes: { replace: '-1', by: '0' } } },
  },
  {
    name: 'counts the characters of a header’s name',
    breaks: ['encode-record-headers', 'encode-any-batch'],
    change: {
      [WRITER]: {
        sizeRecords: {
          replace: 'key: utf8.encode(header.key)',
          by: 'key: utf8.encode(header.key).subarray(0, header.key.length)',
        },
      },
    },
  },
  {
    name: 'writes timestamps as unsigned deltas, never below the first',
    breaks: [
      'encode-kafka-bytes',
      'encode-deltas',
      'encode-timestamps',
      'encode-any-batch',
      'compaction-rewrites',
    ],
    change: {
      [WRITER]: {
        sizeRecords: {
          replace: '(record.timestamp ?? NO_TIMESTAMP) - baseTimestamp',
          by: 'Math.max(0, (record.timestamp ?? NO_TIMESTAMP) - baseTimestamp)',
        },
      },
    },
  },
  {
    name: 'numbers the records without looking at their offsets',
    breaks: [
      'encode-kafka-bytes',
      'encode-deltas',
      'compaction-newest',
      'compaction-unknown',
      'compaction-tombstone',
      'compaction-rewrites',
    ],
    change: {
      [WRITER]: {
        sizeRecords: {
          replace: 'record.offset === undefined ? offsetDelta + 1 : record.offset - baseOffset',
          by: 'offsetDelta + 1',
        },
      },
    },
  },
  {
    name: 'believes that a record’s length takes one byte',
    breaks: [
      'encode-kafka-bytes',
      'encode-deltas',
      'encode-any-batch',
      'broker-produce-fetch',
      'broker-offsets',
      'broker-fetch-mid-batch',
      'broker-refuses',
      'broker-crash',
      'broker-power-loss',
    ],
    change: {
      [WRITER]: {
        encodeBatch: { replace: 'varintSize(record.bodySize)', by: '1' },
        writeRecord: {
          replace: 'writeVarint(to, record.bodySize);',
          by: 'to.bytes[to.position++] = record.bodySize * 2;',
        },
      },
    },
  },
  {
    name: 'takes the last record’s timestamp for the largest',
    breaks: ['encode-timestamps'],
    change: {
      [WRITER]: {
        maxTimestampOf: {
          replace: 'max = Math.max(max, record.timestamp ?? NO_TIMESTAMP)',
          by: 'max = record.timestamp ?? NO_TIMESTAMP',
        },
      },
    },
  },
  {
    name: 'takes a time of append of 0 for none',
    breaks: ['encode-timestamps'],
    change: {
      [WRITER]: {
        attributesOf: { replace: 'input.logAppendTime !== undefined', by: 'input.logAppendTime' },
        maxTimestampOf: { replace: 'input.logAppendTime !== undefined', by: 'input.logAppendTime' },
      },
    },
  },
  {
    name: 'counts the deltas from the first record although there is a delete horizon',
    breaks: ['encode-kafka-bytes', 'encode-timestamps', 'compaction-rewrites'],
    change: {
      [WRITER]: {
        encodeBatch: {
          replace: 'sizeRecords(input.records, baseOffset, baseTimestamp)',
          by: 'sizeRecords(input.records, baseOffset, input.records[0]?.timestamp ?? NO_TIMESTAMP)',
        },
      },
    },
  },
  {
    name: 'leaves a producer id of 0 where there is none',
    breaks: ['encode-producer-defaults'],
    change: {
      [WRITER]: {
        writeHeader: [
          { replace: 'input.producerId ?? NO_PRODUCER_ID', by: 'input.producerId ?? 0' },
          { replace: 'input.producerEpoch ?? NO_PRODUCER_EPOCH', by: 'input.producerEpoch ?? 0' },
          { replace: 'input.baseSequence ?? NO_SEQUENCE', by: 'input.baseSequence ?? 0' },
        ],
      },
    },
  },
  {
    name: 'counts all of the batch in its length',
    breaks: [
      'encode-kafka-bytes',
      'encode-producer-defaults',
      'encode-null-and-empty',
      'encode-record-headers',
      'encode-deltas',
      'encode-timestamps',
      'encode-compressed',
      'encode-emptied-batch',
      'encode-any-batch',
      'compaction-newest',
      'compaction-unknown',
      'compaction-tombstone',
      'compaction-markers',
      'compaction-aborted',
      'compaction-empty-batch',
      'compaction-rewrites',
      'compaction-round',
      'broker-produce-fetch',
      'broker-offsets',
      'broker-fetch-mid-batch',
      'broker-refuses',
      'broker-crash',
      'broker-power-loss',
    ],
    change: {
      [WRITER]: { writeHeader: { replace: 'bytes.length - LOG_OVERHEAD', by: 'bytes.length' } },
    },
  },
  {
    name: 'sums before it compresses',
    breaks: ['encode-compressed', 'encode-any-batch', 'compaction-rewrites'],
    change: {
      [WRITER]: {
        compressRecords: {
          replace: 'const records = plain',
          by: 'writeHeader(plain, input, { baseOffset: 0, lastOffset: 0, baseTimestamp: 0 });\n  const records = plain',
        },
        writeHeader: {
          replace: 'writeInt32(bytes, CRC_AT, computeBatchCrc(bytes, 0, bytes.length));',
          by: 'lastCrc = input.codec && range.baseTimestamp !== 0 && input.records.length > 0 ? lastCrc : computeBatchCrc(bytes, 0, bytes.length);\n  writeInt32(bytes, CRC_AT, lastCrc);',
        },
        '+': 'let lastCrc = 0;',
      },
    },
  },
  {
    name: 'compresses the header too',
    breaks: ['encode-compressed', 'encode-any-batch', 'compaction-rewrites'],
    change: {
      [WRITER]: { compressRecords: { replace: 'plain.subarray(BATCH_HEADER_SIZE)', by: 'plain' } },
    },
  },
  {
    name: 'forgets the compression level',
    breaks: ['encode-compressed'],
    change: { [WRITER]: { compressRecords: { replace: ', input.compressionLevel)', by: ')' } } },
  },
  {
    name: 'compresses a batch without records',
    breaks: ['encode-emptied-batch'],
    change: {
      [WRITER]: {
        compressRecords: {
          replace: "codec === 'none' || input.records.length === 0",
          by: "codec === 'none'",
        },
        attributesOf: { replace: 'input.records.length === 0 ? 0 : ', by: '' },
      },
    },
  },
  {
    name: 'lets an emptied batch end where it begins',
    breaks: ['encode-emptied-batch', 'compaction-newest', 'compaction-empty-batch'],
    change: {
      [WRITER]: {
        encodeBatch: { replace: 'input.lastOffset ?? baseOffset', by: 'baseOffset' },
      },
    },
  },
];
