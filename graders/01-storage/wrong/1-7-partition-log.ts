/** Partition logs that are wrong the way people write them. */
import type { Variant } from '../../../course/grading/variant.ts';

const LIST = 'storage/segment-list.ts';
const APPEND = 'storage/log-append.ts';
const READER = 'storage/log-reader.ts';

export const variants: readonly Variant[] = [
  {
    name: 'has no floor for an offset that is a base offset',
    breaks: [
      'segment-list',
      'log-append-offsets',
      'log-roll-empty',
      'log-read-whole-batch',
      'log-read-limits',
      'log-read-isolation',
      'recovery-power-loss',
      'compaction-round',
      'broker-produce-fetch',
      'broker-offsets',
      'broker-fetch-mid-batch',
      'broker-refuses',
      'broker-crash',
      'broker-power-loss',
    ],
    // In `higher`, too, the same mistake would let reads walk over one segment for ever: that takes
    // seconds to be ended, and says nothing more of the graders.
    change: {
      [LIST]: {
        'SegmentList.floor': 'return this.segments[this.slot(offset - 1)];',
      },
    },
  },
  {
    name: 'adds every segment at the end',
    breaks: ['segment-list', 'compaction-round'],
    change: {
      [LIST]: {
        'SegmentList.add':
          'this.segments = [...this.segments.filter((one) => one.baseOffset !== segment.baseOffset), segment];',
      },
    },
  },
  {
    name: 'keeps a segment beside the one that takes its place',
    breaks: ['segment-list'],
    change: {
      [LIST]: {
        'SegmentList.add':
          'this.segments = [...this.segments, segment].sort((a, b) => a.baseOffset - b.baseOffset);',
      },
    },
  },
  {
    name: 'has nothing from an offset below the first segment on',
    breaks: ['segment-list'],
    change: {
      [LIST]: {
        'SegmentList.from':
          'const slot = this.slot(from); return slot < 0 ? [] : this.segments.slice(slot);',
      },
    },
  },
  {
    name: 'moves the log’s end before the write',
    breaks: ['log-append-offsets'],
    change: {
      [APPEND]: {
        appendToLog: [
          {
            replace:
              '  log.segments.active.append(append.records, append.batches);\n  log.logEndOffset = append.lastOffset + 1;',
            by: '  log.logEndOffset = append.lastOffset + 1;\n  log.segments.active.append(append.records, append.batches);',
          },
        ],
      },
    },
  },
  {
    name: 'rolls after the write: one batch too late',
    breaks: [
      'log-roll-before',
      'log-roll-empty',
      'log-roll-far',
      'retention-active',
      'retention-removes',
    ],
    change: {
      [APPEND]: {
        appendToLog: `
          const roll = mustRoll(log, append, now);
          log.segments.active.append(append.records, append.batches);
          log.logEndOffset = append.lastOffset + 1;
          if (roll) rollLog(log);`,
      },
    },
  },
  {
    name: 'asks whether to roll with the first batch’s numbers',
    breaks: ['log-roll-before'],
    change: {
      [APPEND]: {
        mustRoll: {
          replace: 'lastOffset: append.lastOffset',
          by: 'lastOffset: append.firstOffset',
        },
      },
    },
  },
  {
    name: 'makes a second segment of the same base offset',
    breaks: ['log-roll-empty'],
    change: {
      [APPEND]: {
        rollLog: 'const { active } = log.segments; active.finish(); log.beginSegment(active);',
      },
    },
  },
  {
    name: 'does not finish the segment that it ends',
    breaks: ['log-roll-before', 'log-roll-empty'],
    change: { [APPEND]: { rollLog: { replace: '  active.finish();\n', by: '' } } },
  },
  {
    name: 'begins the new segment at the log’s end, however far the batch is',
    breaks: ['log-roll-far'],
    change: {
      [APPEND]: {
        appendToLog: {
          replace: '    if (tooFar) log.logEndOffset = append.firstOffset;\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'begins every new segment at the first offset of the batch',
    breaks: ['log-roll-far'],
    change: {
      [APPEND]: { appendToLog: { replace: 'if (tooFar) log', by: 'if (tooFar || true) log' } },
    },
  },
  {
    name: 'begins to read after the batch that holds the offset',
    breaks: ['log-read-whole-batch', 'broker-fetch-mid-batch'],
    change: {
      [READER]: {
        locate: { replace: 'segment.batchHolding(offset);', by: 'nextFrom(segment, offset);' },
        '+': `
          import type { BatchHeader } from '#storage/batch-header.ts';
          function nextFrom(segment: Segment, offset: number): BatchHeader | undefined {
            const batch = segment.batchHolding(offset);
            if (batch === undefined || batch.baseOffset >= offset) return batch;
            return segment.batchHolding(batch.lastOffset + 1);
          }`,
      },
    },
  },
  {
    name: 'looks in one segment only',
    breaks: ['log-roll-far', 'log-read-whole-batch'],
    change: {
      [READER]: {
        locate: {
          replace: '    segment = log.segments.higher(segment.baseOffset);',
          by: '    return undefined;',
        },
      },
    },
  },
  {
    name: 'never gives a batch that is larger than maxBytes',
    breaks: ['log-read-limits'],
    change: {
      [READER]: {
        readLog: {
          replace:
            'options.minOneMessage ? Math.max(options.maxBytes, sizeInBytes) : options.maxBytes',
          by: 'options.minOneMessage && sizeInBytes > options.maxBytes ? 0 : options.maxBytes',
        },
      },
    },
  },
  {
    name: 'gives one whole batch whether it was asked to or not',
    breaks: ['log-read-limits'],
    change: {
      [READER]: {
        readLog: {
          replace:
            'options.minOneMessage ? Math.max(options.maxBytes, sizeInBytes) : options.maxBytes',
          by: 'Math.max(options.maxBytes, sizeInBytes)',
        },
      },
    },
  },
  {
    name: 'gives the batch that the high watermark lies in',
    breaks: ['log-read-isolation'],
    change: {
      [READER]: {
        endPosition: {
          replace: 'return segment.batchHolding(limit)?.position ?? segment.size;',
          by: 'const batch = segment.batchHolding(limit);\n  if (batch === undefined) return segment.size;\n  return batch.baseOffset < limit ? batch.position + batch.sizeInBytes : batch.position;',
        },
      },
    },
  },
  {
    name: 'reads to the end of the segment whatever the limit',
    breaks: ['log-read-isolation', 'log-readable-bytes'],
    change: { [READER]: { endPosition: 'return segment.size;' } },
  },
  {
    name: 'reads what is decided up to the high watermark',
    breaks: ['log-read-isolation'],
    change: {
      [READER]: { limitOf: "return upTo === 'logEnd' ? log.logEndOffset : log.highWatermark;" },
    },
  },
  {
    name: 'leaves out the aborted transactions',
    breaks: ['log-read-isolation'],
    change: {
      [READER]: {
        readLog: {
          replace:
            "options.upTo === 'lastStable' ? abortedIn(log, segment, startOffset, limit) : []",
          by: '[] as AbortedTransaction[]',
        },
      },
    },
  },
  {
    name: 'refuses the log’s end',
    breaks: ['log-read-range', 'broker-fetch-mid-batch', 'broker-crash', 'broker-power-loss'],
    change: {
      [READER]: {
        readLog: {
          replace: 'startOffset > log.logEndOffset',
          by: 'startOffset >= log.logEndOffset',
        },
      },
    },
  },
  {
    name: 'refuses what lies beyond the high watermark',
    breaks: ['log-read-isolation', 'log-read-range'],
    change: {
      [READER]: {
        readLog: {
          replace: 'startOffset > log.logEndOffset',
          by: 'startOffset > limitOf(log, options.upTo)',
        },
      },
    },
  },
  {
    name: 'reads from before the log’s start',
    breaks: ['log-read-range', 'retention-removes'],
    change: { [READER]: { readLog: { replace: 'startOffset < log.logStartOffset || ', by: '' } } },
  },
  {
    name: 'counts what can be read of the first segment only',
    breaks: ['log-readable-bytes'],
    change: {
      [READER]: {
        readableBytes: {
          replace: 'next !== undefined && next.baseOffset < limit',
          by: 'next !== undefined && next.baseOffset < 0',
        },
      },
    },
  },
  {
    name: 'reads what it counts',
    breaks: ['log-readable-bytes'],
    change: {
      [READER]: {
        readableBytes: {
          replace: '  let bytes = endPosition(log, found.segment, limit) - found.position;',
          by: '  const end = endPosition(log, found.segment, limit);\n  let bytes = found.segment.read(found.position, end - found.position).length;',
        },
      },
    },
  },
];
