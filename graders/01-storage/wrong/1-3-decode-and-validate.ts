/** Task 1.3 as people get it wrong. */
import type { Variant } from '../../../course/grading/variant.ts';

const HEADER = 'storage/batch-header.ts';
const CHECKSUM = 'storage/batch-checksum.ts';
const READER = 'storage/batch-reader.ts';
const CURSOR = 'storage/record-cursor.ts';

export const variants: readonly Variant[] = [
  {
    name: 'takes an unknown codec for none',
    breaks: ['decode-header', 'decode-compressed'],
    change: { [HEADER]: { readBatchHeader: { replace: "?? 'unknown'", by: "?? 'none'" } } },
  },
  {
    name: 'lets sequence numbers grow beyond 31 bits',
    breaks: ['decode-header'],
    change: {
      [HEADER]: {
        readBatchHeader: {
          replace: 'lastSequenceOf(baseSequence, lastOffsetDelta)',
          by: 'baseSequence === -1 ? -1 : baseSequence + lastOffsetDelta',
        },
      },
    },
  },
  {
    name: 'returns a header whose batch is cut off',
    breaks: ['decode-torn-tail'],
    change: {
      [READER]: {
        nextBatch: {
          replace: 'if (batchLength > end - at - LOG_OVERHEAD)',
          by: 'if (end - at < BATCH_HEADER_SIZE)',
        },
      },
    },
  },
  {
    name: 'looks beyond the end that it is told',
    breaks: ['decode-torn-tail'],
    change: {
      [READER]: {
        nextBatch: {
          replace: 'batchLength > end - at - LOG_OVERHEAD',
          by: 'batchLength > bytes.length - at - LOG_OVERHEAD',
        },
      },
    },
  },
  {
    name: 'calls a cut-off batch corrupt',
    breaks: ['decode-torn-tail'],
    change: {
      [READER]: {
        nextBatch: {
          replace: 'if (batchLength > end - at - LOG_OVERHEAD) return undefined;',
          by: "if (batchLength > end - at - LOG_OVERHEAD) throw new InvalidRecords(2, 'cut off');",
        },
      },
    },
  },
  {
    name: 'looks for a magic in fewer than 17 bytes',
    breaks: ['decode-torn-tail'],
    change: {
      [READER]: {
        nextBatch: {
          replace: 'if (end - at <= MAGIC_AT) return undefined;',
          by: 'if (end - at < LOG_OVERHEAD) return undefined;',
        },
      },
    },
  },
  {
    name: 'takes a length that no batch can have for a torn tail',
    breaks: ['decode-length-lies'],
    change: {
      [READER]: {
        nextBatch: {
          replace: 'if (batchLength < BATCH_HEADER_SIZE - LOG_OVERHEAD) {',
          by: 'if (batchLength < BATCH_HEADER_SIZE - LOG_OVERHEAD) return undefined;\n  if (batchLength < 0) {',
        },
      },
    },
  },
  {
    name: 'looks at the length before the magic',
    breaks: ['decode-old-formats'],
    change: {
      [READER]: {
        nextBatch: {
          replace: 'if (magic !== MAGIC_V2) throw',
          by: "if (readInt32(bytes, at + BATCH_LENGTH_AT) < 49) throw new InvalidRecords(2, 'short');\n  if (magic !== MAGIC_V2) throw",
        },
      },
    },
  },
  {
    name: 'has one error code for every magic but 2',
    breaks: ['decode-old-formats'],
    change: {
      [READER]: {
        unreadableMagic: {
          replace: 'known ? ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT : ErrorCode.CORRUPT_MESSAGE',
          by: 'ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT',
        },
      },
    },
  },
  {
    name: 'sums the first batch of the bytes, whichever it is asked about',
    breaks: [
      'decode-checksum',
      'broker-produce-fetch',
      'broker-offsets',
      'broker-fetch-mid-batch',
      'broker-refuses',
      'broker-crash',
      'broker-power-loss',
    ],
    change: { [CHECKSUM]: { isCrcValid: { replace: 'batch.position', by: '0' } } },
  },
  {
    name: 'gives the records of a LogAppendTime batch their own timestamps',
    breaks: ['decode-records', 'decode-compressed'],
    change: { [READER]: { recordTimestamp: 'return batch.baseTimestamp + timestampDelta;' } },
  },
  {
    name: 'gives offsets by counting',
    breaks: ['decode-records', 'compaction-tombstone'],
    change: {
      [READER]: {
        recordsOf: {
          replace: 'batch.baseOffset + cursor.offsetDelta',
          by: 'batch.baseOffset + count - 1',
        },
      },
    },
  },
  {
    name: 'stops at the count and looks at no byte behind',
    breaks: ['decode-count-lies'],
    change: {
      [READER]: {
        recordsOf: {
          replace: 'while (cursor.next())',
          by: 'while (count < batch.recordCount && cursor.next())',
        },
      },
    },
  },
  {
    name: 'does not compare the count',
    breaks: ['decode-count-lies'],
    change: {
      [READER]: {
        recordsOf: {
          replace: 'if (count !== batch.recordCount) throw wrongCount(batch, count);',
          by: 'if (count < 0) throw wrongCount(batch, count);',
        },
      },
    },
  },
  {
    name: 'decompresses a batch that compaction emptied',
    breaks: ['decode-emptied-batch'],
    change: {
      [READER]: { recordsOf: { replace: 'if (batch.recordCount === 0) return;', by: '' } },
    },
  },
  {
    name: 'lets a batch grow without a bound',
    breaks: ['decode-compressed'],
    change: {
      [READER]: {
        recordsOf: {
          replace: 'openRecords(bytes, batch, codecs)',
          by: 'openRecords(bytes, batch, codecs, 2 ** 31 - 1)',
        },
      },
    },
  },
  {
    name: 'gives an empty key or value as null',
    breaks: ['decode-records', 'decode-compressed', 'compaction-rewrites'],
    change: { [CURSOR]: { 'RecordCursor.view': { replace: 'length < 0', by: 'length <= 0' } } },
  },
  {
    name: 'reads timestamp deltas in 32 bits',
    breaks: ['decode-records', 'compaction-tombstone'],
    change: {
      [CURSOR]: { 'RecordCursor.next': { replace: 'this.readVarlong()', by: 'this.readVarint()' } },
    },
  },
  {
    name: 'goes on where reading the headers left it',
    breaks: ['decode-records', 'decode-compressed', 'compaction-rewrites'],
    change: {
      [CURSOR]: {
        'RecordCursor.headers': {
          replace: 'const next = this.position;',
          by: 'const next = this.headersStart;',
        },
      },
    },
  },
  {
    name: 'does not compare the length of a record with its fields',
    breaks: ['decode-hostile-records'],
    change: {
      [CURSOR]: {
        'RecordCursor.next': {
          replace: 'this.position !== recordEnd',
          by: 'this.position > recordEnd',
        },
      },
    },
  },
  {
    name: 'goes on where the length says, whatever the fields say',
    breaks: ['decode-hostile-records'],
    change: {
      [CURSOR]: {
        'RecordCursor.next': {
          replace: 'if (this.position !== recordEnd) {',
          by: 'this.position = recordEnd;\n    if (this.position !== recordEnd) {',
        },
      },
    },
  },
  {
    name: 'takes every negative length for null',
    breaks: ['decode-hostile-records'],
    change: { [CURSOR]: { 'RecordCursor.skip': { replace: 'length < -1 || ', by: '' } } },
  },
  {
    name: 'does not look at the headers until they are asked for',
    breaks: ['decode-hostile-records'],
    change: {
      [CURSOR]: {
        'RecordCursor.next': {
          replace: 'if (this.headerCount !== 0) this.walkHeaders(recordEnd);',
          by: 'if (this.headerCount !== 0) this.position = recordEnd;',
        },
      },
    },
  },
  {
    name: 'makes room for as many headers as are announced',
    breaks: ['decode-hostile-records'],
    change: {
      [CURSOR]: {
        'RecordCursor.walkHeaders': {
          replace: 'for (let left',
          by: 'new Array(this.headerCount * 4);\n    for (let left',
        },
      },
    },
  },
  {
    name: 'reads varints of any length',
    breaks: ['decode-hostile-records'],
    change: {
      [CURSOR]: {
        'RecordCursor.readVarint': { replace: 'if (shift > 28)', by: 'if (shift > 280)' },
      },
    },
  },
  {
    name: 'reads beyond the end of the records',
    breaks: ['decode-hostile-records'],
    change: {
      [CURSOR]: {
        'RecordCursor.readVarint': [
          { replace: 'let byte = at < this.end ?', by: 'let byte = at < bytes.length ?' },
          { replace: '      byte = at < this.end ?', by: '      byte = at < bytes.length ?' },
        ],
        'RecordCursor.readVarlong': [
          { replace: 'let byte = at < this.end ?', by: 'let byte = at < this.bytes.length ?' },
          { replace: '      byte = at < this.end ?', by: '      byte = at < this.bytes.length ?' },
        ],
        'RecordCursor.next': {
          replace: 'length < 0 || recordEnd > this.end',
          by: 'length < 0 || recordEnd > this.bytes.length',
        },
      },
    },
  },
  {
    name: 'throws a RangeError where records are cut off',
    breaks: ['decode-count-lies', 'decode-hostile-records'],
    change: {
      [CURSOR]: {
        'RecordCursor.fail': {
          replace: 'throw new InvalidRecords(',
          by: "if (what.startsWith('ends')) throw new RangeError('out of bytes');\n    throw new InvalidRecords(",
        },
      },
    },
  },
];
