/** Retentions that are wrong the way people write them. */
import type { Variant } from '../../../course/grading/variant.ts';

const FILE = 'storage/log-retention.ts';

export const variants: readonly Variant[] = [
  {
    name: 'lets go what is exactly retention.ms old',
    breaks: ['retention-time'],
    change: {
      [FILE]: {
        isExpired: {
          replace: 'now - segment.retentionTimestamp() > retentionMs',
          by: 'now - segment.retentionTimestamp() >= retentionMs',
        },
      },
    },
  },
  {
    name: 'goes down to retention.bytes and below',
    breaks: ['retention-size', 'retention-no-holes'],
    change: {
      [FILE]: {
        isExpired: {
          replace: 'remainingBytes - segment.size >= retentionBytes',
          by: 'remainingBytes > retentionBytes',
        },
      },
    },
  },
  {
    name: 'keeps one segment too many by size',
    breaks: ['retention-size', 'retention-policy', 'retention-removes'],
    change: {
      [FILE]: {
        isExpired: {
          replace: 'remainingBytes - segment.size >= retentionBytes',
          by: 'remainingBytes - segment.size > retentionBytes',
        },
      },
    },
  },
  {
    name: 'forgets to count down what would be left',
    breaks: ['retention-size', 'retention-no-holes', 'retention-removes'],
    change: {
      [FILE]: { expiredSegments: { replace: '    remainingBytes -= segment.size;\n', by: '' } },
    },
  },
  {
    name: 'goes past the high watermark',
    breaks: ['retention-high-watermark'],
    change: {
      [FILE]: {
        expiredSegments: {
          replace: '    if (log.highWatermark < (next?.baseOffset ?? log.logEndOffset)) break;\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'looks at where a segment begins, not where it ends',
    breaks: ['retention-high-watermark'],
    change: {
      [FILE]: {
        expiredSegments: {
          replace: 'log.highWatermark < (next?.baseOffset ?? log.logEndOffset)',
          by: 'log.highWatermark <= segment.baseOffset',
        },
      },
    },
  },
  {
    name: 'keeps a segment that ends at the high watermark',
    breaks: [
      'retention-no-holes',
      'retention-high-watermark',
      'retention-policy',
      'retention-active',
    ],
    change: {
      [FILE]: {
        expiredSegments: { replace: 'log.highWatermark < (next', by: 'log.highWatermark <= (next' },
      },
    },
  },
  {
    name: 'goes on past a segment that must stay',
    breaks: ['retention-no-holes'],
    change: {
      [FILE]: {
        expiredSegments: {
          replace: '!isExpired(log, segment, remainingBytes, now)) break;',
          by: '!isExpired(log, segment, remainingBytes, now)) continue;',
        },
      },
    },
  },
  {
    name: 'lets a segment go when its first offset is below the start',
    breaks: ['retention-start', 'retention-removes'],
    change: {
      [FILE]: {
        isBeforeStart: {
          replace: 'next.baseOffset <= log.logStartOffset',
          by: 'next.baseOffset < log.logStartOffset + 10',
        },
      },
    },
  },
  {
    name: 'keeps a segment that ends right before the start',
    breaks: ['retention-start'],
    change: {
      [FILE]: {
        isBeforeStart: {
          replace: 'next.baseOffset <= log.logStartOffset',
          by: 'next.baseOffset < log.logStartOffset',
        },
      },
    },
  },
  {
    name: 'forgets the log’s start where the log is compacted',
    breaks: ['retention-start'],
    change: {
      [FILE]: {
        isBeforeStart: {
          replace: 'return next !== undefined',
          by: "return log.config.cleanupPolicy.has('delete') && next !== undefined",
        },
      },
    },
  },
  {
    name: 'deletes from compacted logs by time and size',
    breaks: ['retention-policy'],
    change: {
      [FILE]: {
        isExpired: {
          replace: "  if (!cleanupPolicy.has('delete')) return false;\n",
          by: '  if (cleanupPolicy.size === 0) return false;\n',
        },
      },
    },
  },
  {
    name: 'keeps all of a log that is compacted as well as deleted from',
    breaks: ['retention-policy'],
    change: {
      [FILE]: {
        isExpired: {
          replace: "if (!cleanupPolicy.has('delete'))",
          by: "if (cleanupPolicy.has('compact'))",
        },
      },
    },
  },
  {
    name: 'takes 0 for no bound',
    breaks: ['retention-high-watermark', 'retention-policy', 'retention-active'],
    change: {
      [FILE]: {
        isExpired: [
          { replace: 'retentionBytes >= 0', by: 'retentionBytes > 0' },
          { replace: 'retentionMs >= 0', by: 'retentionMs > 0' },
        ],
      },
    },
  },
  {
    name: 'takes -1 for a bound',
    breaks: ['retention-size', 'retention-policy', 'retention-removes'],
    change: {
      [FILE]: { isExpired: { replace: 'return retentionMs >= 0 && now', by: 'return now' } },
    },
  },
  {
    name: 'never lets the active segment go',
    breaks: [
      'retention-no-holes',
      'retention-high-watermark',
      'retention-policy',
      'retention-active',
    ],
    change: {
      [FILE]: {
        expiredSegments: {
          replace: 'if (next === undefined && segment.size === 0) break;',
          by: 'if (next === undefined) break;',
        },
      },
    },
  },
  {
    name: 'lets an empty active segment go, over and over',
    breaks: ['retention-active'],
    change: {
      [FILE]: {
        expiredSegments: {
          replace: '    if (next === undefined && segment.size === 0) break;\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'does not roll when all goes',
    breaks: ['retention-active'],
    change: {
      [FILE]: {
        removeExpiredSegments: {
          replace: '  if (expired.length === log.segments.count) log.roll();\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'removes first and moves the start afterwards',
    breaks: ['retention-active', 'retention-removes'],
    change: {
      [FILE]: {
        removeExpiredSegments: [
          {
            replace:
              '  log.advanceLogStart(log.segments.higher(last.baseOffset)?.baseOffset ?? log.logEndOffset);\n  log.removeSegments(expired);',
            by: '  const start = log.segments.higher(last.baseOffset)?.baseOffset ?? log.logEndOffset;\n  log.removeSegments(expired);\n  log.advanceLogStart(start);',
          },
        ],
      },
    },
  },
  {
    name: 'forgets the log’s start',
    breaks: ['retention-active', 'retention-removes'],
    change: {
      [FILE]: {
        removeExpiredSegments: {
          replace:
            '  log.advanceLogStart(log.segments.higher(last.baseOffset)?.baseOffset ?? log.logEndOffset);\n',
          by: '',
        },
      },
    },
  },
  {
    name: 'moves the start to that of the last segment that goes',
    breaks: ['retention-active', 'retention-removes'],
    change: {
      [FILE]: {
        removeExpiredSegments: {
          replace: 'log.segments.higher(last.baseOffset)?.baseOffset ?? log.logEndOffset',
          by: 'last.baseOffset',
        },
      },
    },
  },
  {
    name: 'touches the log though nothing goes',
    breaks: ['retention-active', 'retention-removes'],
    change: {
      [FILE]: {
        removeExpiredSegments: {
          replace: '  if (expired.length === 0) return 0;\n',
          by: '  if (expired.length === 0) {\n    log.removeSegments(expired);\n    return 0;\n  }\n',
        },
      },
    },
  },
];
