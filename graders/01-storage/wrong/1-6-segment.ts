/** Segments that are wrong the way people write them. */
import type { Variant } from '../../../course/grading/variant.ts';

const SEGMENT = 'storage/segment.ts';
const ENTRIES = 'storage/sparse-entries.ts';

export const variants: readonly Variant[] = [
  {
    name: 'counts before it writes, so that a failed write leaves a hole',
    breaks: ['segment-append'],
    change: {
      [SEGMENT]: {
        'Segment.append': [
          {
            replace:
              '    this.log().write(start, records);\n    this.size = start + records.length;',
            by: '    this.size = start + records.length;\n    this.log().write(start, records);',
          },
        ],
      },
    },
  },
  {
    name: 'notes a batch at its position in the append, not in the file',
    breaks: ['segment-append', 'segment-lookup-cost', 'segment-roll-time', 'log-readable-bytes'],
    change: {
      [SEGMENT]: {
        'Segment.append': {
          replace: 'this.noteBatch(batch, position)',
          by: 'this.noteBatch(batch, batch.position)',
        },
      },
    },
  },
  {
    name: 'writes each batch by itself',
    breaks: ['segment-append'],
    change: {
      [SEGMENT]: {
        'Segment.append': `
          for (const batch of batches) {
            const position = this.size;
            const bytes = records.subarray(batch.position, batch.position + batch.sizeInBytes);
            this.log().write(position, bytes);
            this.size += batch.sizeInBytes;
            this.noteBatch(batch, position);
          }`,
      },
    },
  },
  {
    name: 'has an entry when exactly the interval has passed',
    breaks: ['segment-append', 'segment-index-interval', 'segment-roll-room', 'recovery-indexes'],
    change: {
      [ENTRIES]: {
        'SparseEntries.note': {
          replace: 'this.bytesSinceEntry > this.intervalBytes',
          by: 'this.bytesSinceEntry >= this.intervalBytes',
        },
      },
    },
  },
  {
    name: 'forgets that the batch of an entry counts towards the next',
    breaks: ['segment-append', 'segment-index-interval', 'segment-roll-room', 'recovery-indexes'],
    change: {
      [ENTRIES]: {
        'SparseEntries.note': [
          {
            replace:
              '      this.bytesSinceEntry = 0;\n    }\n    this.bytesSinceEntry += batch.sizeInBytes;',
            by: '      this.bytesSinceEntry = 0;\n    } else this.bytesSinceEntry += batch.sizeInBytes;',
          },
        ],
      },
    },
  },
  {
    name: 'indexes the first offset of a batch',
    breaks: ['segment-append', 'segment-index-interval', 'segment-truncate', 'recovery-indexes'],
    change: {
      [ENTRIES]: {
        'SparseEntries.note': {
          replace: 'this.offsets.append(batch.lastOffset, position)',
          by: 'this.offsets.append(batch.baseOffset, position)',
        },
      },
    },
  },
  {
    name: 'takes the last timestamp for the largest',
    breaks: ['segment-newest-timestamp'],
    change: {
      [ENTRIES]: {
        'SparseEntries.noteTimestamp': {
          replace: '    if (batch.maxTimestamp <= this.newest.timestamp) return;\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'lets the last of several equal timestamps win',
    breaks: ['segment-newest-timestamp'],
    change: {
      [ENTRIES]: {
        'SparseEntries.noteTimestamp': {
          replace: 'batch.maxTimestamp <= this.newest.timestamp',
          by: 'batch.maxTimestamp < this.newest.timestamp',
        },
      },
    },
  },
  {
    name: 'looks for a batch that begins at the offset or later',
    breaks: [
      'segment-batch-holding',
      'segment-truncate',
      'log-read-whole-batch',
      'log-read-isolation',
      'broker-fetch-mid-batch',
    ],
    change: {
      [SEGMENT]: {
        'Segment.batchHolding': {
          replace: 'batch.lastOffset < offset',
          by: 'batch.baseOffset < offset',
        },
      },
    },
  },
  {
    name: 'scans from the beginning of the segment',
    breaks: ['segment-lookup-cost', 'log-readable-bytes'],
    change: {
      [SEGMENT]: {
        'Segment.batchHolding': {
          replace: 'this.scanFrom(this.offsetIndex.lookup(offset))',
          by: 'this.scanFrom(0)',
        },
      },
    },
  },
  {
    name: 'reads the whole file to look through it in memory',
    breaks: ['segment-lookup-cost', 'log-readable-bytes'],
    change: {
      [SEGMENT]: {
        'Segment.batchHolding': `
          const bytes = this.read(0, this.size);
          return [...batchesOf(bytes)].find((batch) => batch.lastOffset >= offset);`,
        '+': "import { batchesOf } from '#storage/batch-reader.ts';",
      },
    },
  },
  {
    name: 'takes the last index entry for the end',
    breaks: ['segment-batch-holding', 'segment-lookup-cost'],
    change: {
      [SEGMENT]: {
        'Segment.nextOffset':
          'return this.offsetIndex.count === 0 ? this.baseOffset : this.offsetIndex.lastOffset + 1;',
      },
    },
  },
  {
    name: 'scans all of the segment for its end',
    breaks: ['segment-lookup-cost'],
    change: {
      [SEGMENT]: {
        'Segment.nextOffset': {
          replace: 'this.scanFrom(this.offsetIndex.lookup(this.offsetIndex.lastOffset))',
          by: 'this.scanFrom(0)',
        },
      },
    },
  },
  {
    name: 'reads into the unused room of a preallocated file',
    breaks: ['segment-read'],
    change: {
      [SEGMENT]: {
        'Segment.read': {
          replace: 'Math.max(0, Math.min(length, this.size - position))',
          by: 'length',
        },
      },
    },
  },
  {
    name: 'asks for memory of a negative size beyond the end',
    breaks: ['segment-read'],
    change: {
      [SEGMENT]: {
        'Segment.read': {
          replace: 'Math.max(0, Math.min(length, this.size - position))',
          by: 'Math.min(length, this.size - position)',
        },
      },
    },
  },
  {
    name: 'rolls one batch too late',
    breaks: [
      'segment-roll-room',
      'log-roll-before',
      'log-read-limits',
      'retention-active',
      'retention-removes',
    ],
    change: {
      [SEGMENT]: {
        'Segment.shouldRoll': {
          replace: 'next.config.segmentBytes - next.sizeInBytes',
          by: 'next.config.segmentBytes',
        },
      },
    },
  },
  {
    name: 'rolls when the segment would be exactly full',
    breaks: ['segment-roll-room', 'log-roll-before'],
    change: {
      [SEGMENT]: {
        'Segment.shouldRoll': {
          replace: 'this.size > next.config',
          by: 'this.size >= next.config',
        },
      },
    },
  },
  {
    name: 'lets an offset be 2^31 above the base',
    breaks: ['segment-roll-room'],
    change: {
      [SEGMENT]: {
        'Segment.shouldRoll': { replace: '> MAX_RELATIVE_OFFSET', by: '> MAX_RELATIVE_OFFSET + 1' },
      },
    },
  },
  {
    name: 'does not look at the room in its indexes',
    breaks: ['segment-roll-room'],
    change: {
      [SEGMENT]: {
        'Segment.shouldRoll': { replace: '    if (this.indexes.isFull) return true;\n', by: '' },
      },
    },
  },
  {
    name: 'rolls by the wall clock',
    breaks: ['segment-roll-time'],
    change: {
      [SEGMENT]: {
        'Segment.timeSinceFirstBatch': 'return now - (this.firstBatchTimestamp() ?? now);',
      },
    },
  },
  {
    name: 'has no answer for batches without a timestamp',
    breaks: ['segment-roll-time'],
    change: {
      [SEGMENT]: {
        'Segment.timeSinceFirstBatch':
          'return nextTimestamp - (this.firstBatchTimestamp() ?? nextTimestamp);',
      },
    },
  },
  {
    name: 'rolls an empty segment that has waited too long',
    breaks: ['segment-roll-time'],
    change: {
      [SEGMENT]: { 'Segment.shouldRoll': { replace: 'this.size > 0 && span', by: 'span' } },
    },
  },
  {
    name: 'rolls all segments at the same moment',
    breaks: ['segment-roll-time'],
    change: {
      [SEGMENT]: { 'Segment.shouldRoll': { replace: ' - this.jitterMs', by: '' } },
    },
  },
  {
    name: 'forgets to truncate the indexes',
    breaks: ['segment-truncate'],
    change: {
      [SEGMENT]: {
        'Segment.truncateTo': { replace: '    this.indexes.truncateTo(offset);\n', by: '' },
      },
    },
  },
  {
    name: 'forgets to truncate the transaction index',
    breaks: ['segment-truncate'],
    change: {
      [SEGMENT]: {
        'Segment.truncateTo': { replace: '    this.transactions.truncateTo(offset);\n', by: '' },
      },
    },
  },
  {
    name: 'keeps the batch that holds the offset',
    breaks: ['segment-truncate'],
    change: {
      [SEGMENT]: {
        'Segment.truncateTo': [
          {
            replace: 'const position = this.batchHolding(offset)?.position ?? this.size;',
            by: 'const batch = this.batchHolding(offset);\n    const position = batch === undefined ? this.size : batch.baseOffset < offset ? batch.position + batch.sizeInBytes : batch.position;',
          },
        ],
      },
    },
  },
];
