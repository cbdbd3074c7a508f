/** Ends and searches that are wrong the way people write them. */
import type { Variant } from '../../../course/grading/variant.ts';

const ENDS = 'storage/log-ends.ts';
const SEARCH = 'storage/timestamp-search.ts';
const LISTED = 'storage/listed-offset.ts';

export const variants: readonly Variant[] = [
  {
    name: 'lets the high watermark run beyond the end',
    breaks: ['ends-in-order'],
    change: {
      [ENDS]: { boundedHighWatermark: 'return Math.max(log.logStartOffset, offset);' },
    },
  },
  {
    name: 'lets the high watermark fall below the start',
    breaks: ['ends-in-order'],
    change: {
      [ENDS]: { boundedHighWatermark: 'return Math.min(offset, log.logEndOffset);' },
    },
  },
  {
    name: 'takes an undecided transaction beyond the high watermark at its word',
    breaks: ['ends-in-order'],
    change: {
      [ENDS]: {
        lastStableOffsetOf:
          'return firstUndecided === undefined ? log.highWatermark : Math.max(firstUndecided, log.logStartOffset);',
      },
    },
  },
  {
    name: 'lets the last stable offset fall below the start',
    breaks: ['ends-in-order'],
    change: {
      [ENDS]: {
        lastStableOffsetOf: {
          replace: 'Math.max(firstUndecided, log.logStartOffset)',
          by: 'firstUndecided',
        },
      },
    },
  },
  {
    name: 'takes a transaction that begins at 0 for none',
    breaks: ['ends-in-order'],
    change: {
      [ENDS]: {
        lastStableOffsetOf: { replace: 'firstUndecided === undefined', by: '!firstUndecided' },
      },
    },
  },
  {
    name: 'takes broker 0 for a consumer',
    breaks: ['ends-by-reader'],
    change: {
      [ENDS]: { readableEnd: { replace: 'replicaId !== CONSUMER', by: 'replicaId > 0' } },
    },
  },
  {
    name: 'ends for a follower where its isolation level says',
    breaks: ['ends-by-reader'],
    change: {
      [ENDS]: {
        readableEnd: {
          replace: 'replicaId !== CONSUMER',
          by: 'replicaId !== CONSUMER && isolationLevel !== READ_COMMITTED',
        },
      },
    },
  },
  {
    name: 'shows consumers the log’s end',
    breaks: ['ends-by-reader'],
    change: {
      [ENDS]: { readableEnd: { replace: ': log.highWatermark;', by: ': log.logEndOffset;' } },
    },
  },
  {
    name: 'mixes the two isolation levels up',
    breaks: ['ends-by-reader'],
    change: {
      [ENDS]: {
        readableEnd: {
          replace: 'isolationLevel === READ_COMMITTED',
          by: 'isolationLevel !== READ_COMMITTED',
        },
      },
    },
  },
  {
    name: 'finds the first record of the batch, not the first that is new enough',
    breaks: [
      'time-first-record',
      'time-log-start',
      'time-newest',
      'time-kafkas-logs',
      'list-offsets',
    ],
    change: {
      [SEARCH]: {
        search: {
          replace: 'if (record.timestamp < timestamp || record.offset < startOffset) continue;',
          by: 'if (record.offset < startOffset) continue;',
        },
      },
    },
  },
  {
    name: 'looks for a record that is newer, not as new',
    breaks: [
      'time-first-record',
      'time-log-start',
      'time-newest',
      'time-kafkas-logs',
      'time-skips',
      'list-offsets',
    ],
    change: {
      [SEARCH]: {
        search: { replace: 'record.timestamp < timestamp', by: 'record.timestamp <= timestamp' },
      },
    },
  },
  {
    name: 'tells the last offset of the newest record’s batch',
    breaks: ['time-newest', 'time-kafkas-logs', 'time-skips', 'list-offsets'],
    change: {
      [SEARCH]: {
        findMaxTimestamp: {
          replace:
            'return search(log.env, newest, newest.offsetIndex.lookup(offset), timestamp, 0);',
          by: 'return { offset, timestamp, leaderEpoch: 2 };',
        },
      },
    },
  },
  {
    name: 'gives up at the first segment that may hold it',
    breaks: ['time-log-start'],
    change: {
      [SEARCH]: {
        findTimestamp: { replace: 'if (found !== undefined) return found;', by: 'return found;' },
      },
    },
  },
  {
    name: 'finds records below the log’s start',
    breaks: ['time-log-start'],
    change: {
      [SEARCH]: {
        search: { replace: ' || record.offset < startOffset) continue;', by: ') continue;' },
      },
    },
  },
  {
    name: 'begins behind what the time index names',
    breaks: ['time-first-record', 'time-kafkas-logs'],
    change: {
      [SEARCH]: {
        findTimestamp: {
          replace: 'segment.timeIndex.lookup(timestamp).offset',
          by: 'segment.timeIndex.lookup(timestamp).offset + 1',
        },
      },
    },
  },
  {
    name: 'walks each segment from its beginning',
    breaks: ['time-skips'],
    change: {
      [SEARCH]: {
        findTimestamp: {
          replace: 'const from = segment.offsetIndex.lookup(Math.max(known, start));',
          by: 'const from = known * 0;',
        },
      },
    },
  },
  {
    name: 'looks into segments that are too old',
    breaks: ['time-skips'],
    change: {
      [SEARCH]: {
        findTimestamp: {
          replace: '    if (segment.maxTimestamp.timestamp < timestamp) continue;\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'opens every batch on its way',
    breaks: ['time-skips'],
    change: {
      [SEARCH]: {
        search: {
          replace:
            'if (batch.maxTimestamp < timestamp || batch.lastOffset < startOffset) continue;',
          by: '',
        },
      },
    },
  },
  {
    name: 'takes the last of equally new segments',
    breaks: ['time-newest'],
    change: {
      [SEARCH]: {
        findMaxTimestamp: {
          replace: 'segment.maxTimestamp.timestamp > largest',
          by: 'segment.maxTimestamp.timestamp >= largest',
        },
      },
    },
  },
  {
    name: 'looks for the newest record in the active segment alone',
    breaks: ['time-newest'],
    change: {
      [SEARCH]: {
        findMaxTimestamp: {
          replace: 'of log.segments.all()',
          by: 'of log.segments.all().slice(-1)',
        },
      },
    },
  },
  {
    name: 'does not know the leader epoch',
    breaks: [
      'time-first-record',
      'time-log-start',
      'time-newest',
      'time-kafkas-logs',
      'time-skips',
    ],
    change: {
      [SEARCH]: {
        search: { replace: 'leaderEpoch: batch.partitionLeaderEpoch', by: 'leaderEpoch: -1' },
      },
    },
  },
  {
    name: 'answers with the moment that was asked for, not the record’s',
    breaks: [
      'time-first-record',
      'time-log-start',
      'time-kafkas-logs',
      'time-skips',
      'list-offsets',
    ],
    change: {
      [SEARCH]: {
        search: { replace: 'timestamp: found, leaderEpoch', by: 'timestamp, leaderEpoch' },
      },
    },
  },
  {
    name: 'answers -1 with no epoch',
    breaks: ['listed-ends'],
    change: {
      [LISTED]: {
        listedOffset: { replace: 'leaderEpoch: log.latestEpoch', by: 'leaderEpoch: -1' },
      },
    },
  },
  {
    name: 'answers -1 with the last offset, not the next',
    breaks: ['listed-ends', 'list-offsets', 'readers-process-all'],
    change: { [LISTED]: { listedOffset: { replace: 'offset: end,', by: 'offset: end - 1,' } } },
  },
  {
    name: 'hides the start behind the end',
    breaks: ['listed-ends', 'list-offsets'],
    change: {
      [LISTED]: {
        listedOffset: {
          replace: 'return log.earliestOffset();',
          by: 'return below(end, log.earliestOffset());',
        },
      },
    },
  },
  {
    name: 'mixes earliest and latest up',
    breaks: ['listed-ends', 'list-offsets', 'readers-process-all'],
    change: {
      [LISTED]: {
        listedOffset: [
          { replace: 'case LATEST:', by: 'case EARLIEST:' },
          {
            replace: 'case EARLIEST:\n    case EARLIEST_LOCAL:',
            by: 'case LATEST:\n    case EARLIEST_LOCAL:',
          },
        ],
      },
    },
  },
  {
    name: 'shows the record at the end',
    breaks: ['listed-nothing'],
    change: { [LISTED]: { below: { replace: 'found.offset < end', by: 'found.offset <= end' } } },
  },
  {
    name: 'shows the newest record though it is not replicated',
    breaks: ['listed-nothing'],
    change: {
      [LISTED]: {
        listedOffset: {
          replace: 'return below(end, log.maxTimestampOffset());',
          by: 'return below(Infinity, log.maxTimestampOffset());',
        },
      },
    },
  },
  {
    name: 'takes the moment 0 for no question',
    breaks: ['listed-nothing'],
    change: { [LISTED]: { listedOffset: { replace: 'timestamp < 0 ?', by: 'timestamp <= 0 ?' } } },
  },
  {
    name: 'answers a moment after all records with the end',
    breaks: ['listed-nothing', 'list-offsets'],
    change: {
      [LISTED]: {
        listedOffset: {
          replace: 'below(end, log.offsetForTimestamp(timestamp))',
          by: '(below(end, log.offsetForTimestamp(timestamp)) === NOTHING ? { ...NOTHING, offset: end } : below(end, log.offsetForTimestamp(timestamp)))',
        },
      },
    },
  },
  {
    name: 'does not know of tiered storage',
    breaks: ['listed-nothing'],
    change: {
      [LISTED]: {
        listedOffset: { replace: '    case LATEST_TIERED:\n', by: '' },
      },
    },
  },
  {
    name: 'has an answer to every negative number',
    breaks: ['listed-nothing'],
    change: {
      [LISTED]: {
        listedOffset: { replace: 'timestamp < 0 ? undefined', by: 'timestamp < 0 ? NOTHING' },
      },
    },
  },
];
