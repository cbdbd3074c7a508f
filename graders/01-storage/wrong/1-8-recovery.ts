/** Recoveries that are wrong the way people write them. */
import type { Variant } from '../../../course/grading/variant.ts';

const SEGMENT = 'storage/segment-recovery.ts';
const LOG = 'storage/log-recovery.ts';

export const variants: readonly Variant[] = [
  {
    name: 'leaves the torn tail in the file',
    breaks: [
      'recovery-torn-tail',
      'recovery-checksum',
      'recovery-order',
      'recovery-takes-in',
      'recovery-power-loss',
    ],
    change: {
      [SEGMENT]: {
        recoverSegment: {
          replace: '  const cutBytes = segment.truncateToPosition(end);',
          by: '  const cutBytes = segment.size - end;',
        },
      },
    },
  },
  {
    name: 'cuts at the beginning of the last good batch',
    breaks: [
      'recovery-torn-tail',
      'recovery-checksum',
      'recovery-order',
      'recovery-takes-in',
      'recovery-power-loss',
      'compaction-round',
      'broker-crash',
      'broker-power-loss',
    ],
    change: {
      [SEGMENT]: {
        recoverSegment: { replace: 'end = position + bytes.length;', by: 'end = position;' },
      },
    },
  },
  {
    name: 'believes every batch that has the right length',
    breaks: ['recovery-checksum', 'recovery-takes-in'],
    change: {
      [SEGMENT]: { recoverSegment: { replace: '!isCrcValid(bytes, header) || ', by: '' } },
    },
  },
  {
    name: 'steps over a damaged batch and goes on with the next',
    breaks: ['recovery-checksum', 'recovery-takes-in'],
    change: {
      [SEGMENT]: {
        recoverSegment: {
          replace: 'if (!fits || !isCrcValid(bytes, header) || !takeIn(batch, segment)) break;',
          by: 'if (!isCrcValid(bytes, header)) continue;\n    if (!fits || !takeIn(batch, segment)) break;',
        },
      },
    },
  },
  {
    name: 'lets batches go back',
    breaks: ['recovery-order'],
    change: {
      [SEGMENT]: {
        mayComeNext: {
          replace: 'header.baseOffset >= nextOffset',
          by: 'header.baseOffset >= baseOffset',
        },
      },
    },
  },
  {
    name: 'lets a batch end before it begins',
    breaks: ['recovery-order'],
    change: {
      [SEGMENT]: { mayComeNext: { replace: ' && header.lastOffset >= header.baseOffset', by: '' } },
    },
  },
  {
    name: 'lets a segment reach into the next',
    breaks: ['recovery-order'],
    change: {
      [SEGMENT]: {
        recoverSegment: { replace: 'header.lastOffset < limit', by: 'header.baseOffset < limit' },
      },
    },
  },
  {
    name: 'takes the last offset before the next segment for one of the next',
    breaks: [
      'recovery-order',
      'recovery-takes-in',
      'recovery-drops',
      'recovery-skips',
      'broker-crash',
    ],
    change: {
      [SEGMENT]: {
        recoverSegment: {
          replace: 'header.lastOffset < limit',
          by: 'header.lastOffset < limit - 1',
        },
      },
    },
  },
  {
    name: 'lets offsets be too far from the base',
    breaks: ['recovery-order'],
    change: {
      [SEGMENT]: {
        mayComeNext: {
          replace: 'isInOrder && header.lastOffset - baseOffset <= MAX_RELATIVE_OFFSET',
          by: 'isInOrder',
        },
      },
    },
  },
  {
    name: 'adds to the indexes that are there',
    breaks: ['recovery-indexes', 'recovery-power-loss', 'broker-crash'],
    change: { [SEGMENT]: { recoverSegment: { replace: '  segment.resetIndexes();\n', by: '' } } },
  },
  {
    name: 'forgets to write the last entries',
    breaks: ['recovery-indexes'],
    change: { [SEGMENT]: { recoverSegment: { replace: '  segment.finish();\n', by: '' } } },
  },
  {
    name: 'notes batches at the position where they end',
    breaks: ['recovery-indexes'],
    change: {
      [SEGMENT]: {
        recoverSegment: {
          replace: 'segment.noteBatch(header, position);',
          by: 'segment.noteBatch(header, position + bytes.length);',
        },
      },
    },
  },
  {
    name: 'tells the log of a batch before it has looked at its checksum',
    breaks: ['recovery-takes-in'],
    change: {
      [SEGMENT]: {
        recoverSegment: {
          replace: '!isCrcValid(bytes, header) || !takeIn(batch, segment)',
          by: '!takeIn(batch, segment) || !isCrcValid(bytes, header)',
        },
      },
    },
  },
  {
    name: 'does not ask whether a batch was taken in',
    breaks: ['recovery-takes-in'],
    change: {
      [SEGMENT]: {
        recoverSegment: [
          {
            replace: ' || !takeIn(batch, segment)) break;',
            by: ') break;\n    takeIn(batch, segment);',
          },
        ],
      },
    },
  },
  {
    name: 'sees no gap in a batch that lost records',
    breaks: ['recovery-gaps'],
    change: {
      [SEGMENT]: {
        recoverSegment: { replace: ' || header.recordCount <= header.lastOffsetDelta', by: '' },
      },
    },
  },
  {
    name: 'calls every segment whole',
    breaks: ['recovery-gaps'],
    change: {
      [SEGMENT]: {
        recoverSegment: {
          replace: 'return { nextOffset, cutBytes, hasGaps };',
          by: 'return { nextOffset, cutBytes, hasGaps: hasGaps && false };',
        },
      },
    },
  },
  {
    name: 'keeps the segments after a torn one',
    breaks: ['recovery-drops', 'recovery-gaps', 'recovery-power-loss'],
    change: { [LOG]: { mayFollow: 'return mayGap || segment.baseOffset >= logEndOffset;' } },
  },
  {
    name: 'forgets the segments that can’t follow, and leaves their files',
    breaks: ['recovery-drops', 'recovery-power-loss'],
    change: {
      [LOG]: { drop: { replace: '  for (const segment of dropped) segment.remove();\n', by: '' } },
    },
  },
  {
    name: 'removes the files of segments that it keeps in the list',
    breaks: ['recovery-drops', 'recovery-power-loss'],
    change: { [LOG]: { drop: { replace: '  segments.remove(dropped);\n', by: '' } } },
  },
  {
    name: 'drops only the first segment that can’t follow',
    breaks: ['recovery-drops'],
    change: {
      [LOG]: {
        recoverLog: {
          replace: 'drop(log.segments, unchecked.slice(i))',
          by: 'drop(log.segments, unchecked.slice(i, i + 1))',
        },
      },
    },
  },
  {
    name: 'lets no segment begin later, be it compacted or not',
    breaks: ['recovery-gaps'],
    change: {
      [LOG]: {
        mayFollow: 'return segment.baseOffset === logEndOffset || (mayGap && mayGap !== true);',
      },
    },
  },
  {
    name: 'thinks that gaps once seen may be anywhere after',
    breaks: ['recovery-gaps'],
    change: {
      [LOG]: {
        recoverLog: {
          replace: 'mayGap = rules.isCompacted || recovered.hasGaps;',
          by: 'mayGap ||= recovered.hasGaps;',
        },
      },
    },
  },
  {
    name: 'scans after a clean shutdown, too',
    breaks: ['recovery-skips'],
    change: {
      [LOG]: {
        recoverLog: {
          replace: 'rules.cleanShutdown || first === undefined',
          by: 'first === undefined',
        },
      },
    },
  },
  {
    name: 'scans the whole log',
    breaks: ['recovery-skips'],
    change: {
      [LOG]: {
        recoverLog: {
          replace: 'log.segments.from(rules.recoveryPoint)',
          by: 'log.segments.from(0)',
        },
      },
    },
  },
  {
    name: 'scans only the segments that begin at the recovery point or later',
    breaks: ['recovery-skips', 'recovery-power-loss'],
    change: {
      [LOG]: {
        recoverLog: {
          replace: 'log.segments.from(rules.recoveryPoint);',
          by: 'log.segments.all().filter((one) => one.baseOffset >= rules.recoveryPoint);',
        },
      },
    },
  },
  {
    name: 'goes on in the first segment as well',
    breaks: ['recovery-takes-in'],
    change: {
      [LOG]: {
        recoverLog: { replace: 'if (i > 0) log.goOnIn(segment);', by: 'log.goOnIn(segment);' },
      },
    },
  },
  {
    name: 'gives no segment a limit',
    breaks: ['recovery-order'],
    change: {
      [LOG]: {
        recoverLog: {
          replace: 'unchecked[i + 1]?.baseOffset ?? Infinity',
          by: 'i < 0 ? 0 : Infinity',
        },
      },
    },
  },
];
