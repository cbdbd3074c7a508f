/** Task 1.4 as people get it wrong. */
import type { Variant } from '../../../course/grading/variant.ts';

const SEARCH = 'storage/slot-search.ts';
const INDEX = 'storage/offset-index.ts';

export const variants: readonly Variant[] = [
  {
    name: 'asks about one slot after the other',
    breaks: ['slot-search-border'],
    change: {
      [SEARCH]: {
        lastSlotWhere: `
          let last = -1;
          while (last + 1 < count && holds(last + 1)) last += 1;
          return last;`,
      },
    },
  },
  {
    name: 'stops the search one slot early',
    breaks: [
      'slot-search-border',
      'offset-index-lookup',
      'offset-index-large-offsets',
      'offset-index-truncate',
      'offset-index-load',
      'time-index-lookup',
      'time-index-truncate',
      'segment-batch-holding',
      'segment-lookup-cost',
      'segment-truncate',
      'log-readable-bytes',
      'recovery-power-loss',
      'broker-crash',
    ],
    change: { [SEARCH]: { lastSlotWhere: { replace: 'low <= high', by: 'low < high' } } },
  },
  {
    name: 'finds the first slot that does not hold',
    breaks: [
      'slot-search-border',
      'offset-index-lookup',
      'offset-index-large-offsets',
      'offset-index-order',
      'offset-index-truncate',
      'offset-index-load',
      'time-index-lookup',
      'time-index-truncate',
      'segment-batch-holding',
      'segment-lookup-cost',
      'segment-truncate',
      'log-append-offsets',
      'log-roll-empty',
      'log-roll-far',
      'log-read-whole-batch',
      'log-read-limits',
      'log-read-isolation',
      'log-read-range',
      'log-readable-bytes',
      'recovery-takes-in',
      'recovery-power-loss',
      'retention-removes',
      'compaction-round',
      'broker-produce-fetch',
      'broker-offsets',
      'broker-fetch-mid-batch',
      'broker-refuses',
      'broker-crash',
      'broker-power-loss',
    ],
    change: { [SEARCH]: { lastSlotWhere: { replace: 'return high', by: 'return low' } } },
  },
  {
    name: 'finds the middle by a signed shift of too large a sum',
    breaks: ['slot-search-border'],
    change: {
      [SEARCH]: { lastSlotWhere: { replace: '(low + high) >>> 1', by: '(low + high) >> 1' } },
    },
  },
  {
    name: 'writes little-endian numbers',
    breaks: [
      'offset-index-entries',
      'offset-index-large-offsets',
      'offset-index-truncate',
      'offset-index-load',
      'segment-append',
      'recovery-indexes',
    ],
    change: {
      [INDEX]: {
        'OffsetIndex.append': [
          { replace: 'offset - this.baseOffset)', by: 'offset - this.baseOffset, true)' },
          { replace: 'position);', by: 'position, true);' },
        ],
        'OffsetIndex.offsetAt': { replace: 'slot * ENTRY_SIZE', by: 'slot * ENTRY_SIZE, true' },
        'OffsetIndex.positionAt': {
          replace: 'slot * ENTRY_SIZE + 4',
          by: 'slot * ENTRY_SIZE + 4, true',
        },
        'OffsetIndex.load': [
          {
            replace: 'view.getInt32(at), view.getInt32(at + 4)',
            by: 'view.getInt32(at, true), view.getInt32(at + 4, true)',
          },
          { replace: 'view.getInt32(at - 8)', by: 'view.getInt32(at - 8, true)' },
          { replace: 'view.getInt32(at - 4)', by: 'view.getInt32(at - 4, true)' },
        ],
      },
    },
  },
  {
    name: 'writes absolute offsets',
    breaks: [
      'offset-index-entries',
      'offset-index-large-offsets',
      'offset-index-load',
      'segment-append',
      'segment-batch-holding',
      'segment-lookup-cost',
      'segment-truncate',
      'recovery-indexes',
    ],
    change: {
      [INDEX]: {
        'OffsetIndex.append': { replace: 'offset - this.baseOffset)', by: 'offset)' },
        'OffsetIndex.offsetAt': { replace: 'this.baseOffset + ', by: '' },
      },
    },
  },
  {
    name: 'compares offsets in 32 bits',
    breaks: ['offset-index-lookup', 'offset-index-large-offsets'],
    change: {
      [INDEX]: {
        'OffsetIndex.lastSlotAtOrBelow': {
          replace: 'this.offsetAt(slot) <= offset',
          by: '(this.offsetAt(slot) | 0) <= (offset | 0)',
        },
      },
    },
  },
  {
    name: 'looks up the last entry below an offset, not at it',
    breaks: [
      'offset-index-lookup',
      'offset-index-large-offsets',
      'offset-index-order',
      'offset-index-truncate',
      'offset-index-load',
    ],
    change: {
      [INDEX]: {
        'OffsetIndex.lookup': {
          replace: 'this.lastSlotAtOrBelow(offset)',
          by: 'this.lastSlotAtOrBelow(offset - 1)',
        },
      },
    },
  },
  {
    name: 'gives the first entry to what lies below it',
    breaks: [
      'offset-index-lookup',
      'offset-index-large-offsets',
      'offset-index-truncate',
      'segment-batch-holding',
      'segment-lookup-cost',
      'segment-truncate',
      'log-readable-bytes',
      'recovery-power-loss',
      'broker-crash',
    ],
    change: {
      [INDEX]: {
        'OffsetIndex.lookup':
          'return this.count === 0 ? 0 : this.positionAt(Math.max(0, this.lastSlotAtOrBelow(offset)));',
      },
    },
  },
  {
    name: 'says that the last offset of an empty index is 0',
    breaks: ['offset-index-lookup'],
    change: { [INDEX]: { 'OffsetIndex.lastOffset': { replace: '? this.baseOffset', by: '? 0' } } },
  },
  {
    name: 'takes an offset twice',
    breaks: ['offset-index-order'],
    change: {
      [INDEX]: {
        'OffsetIndex.append': {
          replace: 'offset <= this.lastOffset',
          by: 'offset < this.lastOffset',
        },
      },
    },
  },
  {
    name: 'refuses a first entry of the base offset',
    breaks: ['offset-index-large-offsets', 'offset-index-order'],
    change: { [INDEX]: { 'OffsetIndex.append': { replace: 'this.count > 0 && ', by: '' } } },
  },
  {
    name: 'is full when an entry is there that does not fit',
    breaks: ['offset-index-full', 'segment-roll-room'],
    change: { [INDEX]: { 'OffsetIndex.isFull': { replace: '>=', by: '>' } } },
  },
  {
    name: 'keeps the entry of the offset that it is cut to',
    breaks: ['offset-index-truncate'],
    change: { [INDEX]: { 'OffsetIndex.truncateTo': { replace: 'offset - 1', by: 'offset' } } },
  },
  {
    name: 'forgets to truncate',
    breaks: ['offset-index-truncate', 'segment-truncate'],
    change: { [INDEX]: { 'OffsetIndex.truncateTo': 'if (offset < 0) this.keepEntries(0);' } },
  },
  {
    name: 'takes every slot of its file for an entry',
    breaks: ['offset-index-load', 'offset-index-broken-file'],
    change: {
      [INDEX]: { 'OffsetIndex.load': 'return logSize >= 0 && this.loadEntries(() => true);' },
    },
  },
  {
    name: 'takes a first slot of zeros for an entry',
    breaks: ['offset-index-load', 'offset-index-broken-file'],
    change: {
      [INDEX]: {
        'OffsetIndex.load': {
          replace: 'if (n === 0) return position > 0;',
          by: 'if (n === 0) return true;',
        },
      },
    },
  },
  {
    name: 'asks a first entry to be above the base offset',
    breaks: ['offset-index-load'],
    change: {
      [INDEX]: {
        'OffsetIndex.load': {
          replace: 'if (n === 0) return position > 0;',
          by: 'if (n === 0) return position > 0 && relative > 0;',
        },
      },
    },
  },
  {
    name: 'looks at the offsets of its file and not at the positions',
    breaks: ['offset-index-broken-file'],
    change: {
      [INDEX]: { 'OffsetIndex.load': { replace: ' && position > view.getInt32(at - 4)', by: '' } },
    },
  },
  {
    name: 'takes a position at the end of the segment',
    breaks: ['offset-index-broken-file'],
    change: {
      [INDEX]: { 'OffsetIndex.load': { replace: 'position >= logSize', by: 'position > logSize' } },
    },
  },
  {
    name: 'takes negative offsets in its file',
    breaks: ['offset-index-broken-file'],
    change: { [INDEX]: { 'OffsetIndex.load': { replace: 'relative < 0 || ', by: '' } } },
  },
];
