/** Task 1.2 as people get it wrong. */
import type { Variant } from '../../../course/grading/variant.ts';

const WRITER = 'storage/batch-writer.ts';
const CHECKSUM = 'storage/batch-checksum.ts';

export const variants: readonly Variant[] = [
  {
    name: 'sums the whole batch',
    breaks: [],
    change: {
      [CHECKSUM]: { computeBatchCrc: { replace: 'position + ATTRIBUTES_AT', by: 'position' } },
    },
  },
  {
    name: 'sums to the end of the array',
    breaks: [],
    change: {
      [CHECKSUM]: {
        computeBatchCrc:
          'return crc32c(bytes, position + ATTRIBUTES_AT, Math.max(bytes.length, sizeInBytes));',
      },
    },
  },
  {
    name: 'writes an empty key or value as null',
    breaks: [],
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
    breaks: [],
    change: { [WRITER]: { writeBytes: { replace: '-1', by: '0' } } },
  },
  {
    name: 'counts the characters of a header’s name',
    breaks: [],
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
    breaks: [],
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
    breaks: [],
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
    breaks: [],
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
    breaks: [],
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
    breaks: [],
    change: {
      [WRITER]: {
        attributesOf: { replace: 'input.logAppendTime !== undefined', by: 'input.logAppendTime' },
        maxTimestampOf: { replace: 'input.logAppendTime !== undefined', by: 'input.logAppendTime' },
      },
    },
  },
  {
    name: 'counts the deltas from the first record although there is a delete horizon',
    breaks: [],
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
    breaks: [],
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
    breaks: [],
    change: {
      [WRITER]: { writeHeader: { replace: 'bytes.length - LOG_OVERHEAD', by: 'bytes.length' } },
    },
  },
  {
    name: 'sums before it compresses',
    breaks: [],
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
    breaks: [],
    change: {
      [WRITER]: { compressRecords: { replace: 'plain.subarray(BATCH_HEADER_SIZE)', by: 'plain' } },
    },
  },
  {
    name: 'forgets the compression level',
    breaks: [],
    change: { [WRITER]: { compressRecords: { replace: ', input.compressionLevel)', by: ')' } } },
  },
  {
    name: 'compresses a batch without records',
    breaks: [],
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
    breaks: [],
    change: {
      [WRITER]: {
        encodeBatch: { replace: 'input.lastOffset ?? baseOffset', by: 'baseOffset' },
      },
    },
  },
];
