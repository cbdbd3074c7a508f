/** Task 1.5 as people get it wrong. */
import type { Variant } from '../../../course/grading/variant.ts';

const INDEX = 'storage/time-index.ts';

export const variants: readonly Variant[] = [
  {
    name: 'writes the offset before the timestamp',
    breaks: [
      'time-index-entries',
      'time-index-truncate',
      'time-index-load',
      'log-roll-before',
      'recovery-indexes',
    ],
    change: {
      [INDEX]: {
        'TimeIndex.maybeAppend': [
          { replace: 'view.setBigInt64(at, ', by: 'view.setBigInt64(at + 4, ' },
          { replace: 'view.setInt32(at + 8, ', by: 'view.setInt32(at, ' },
        ],
        'TimeIndex.timestampAt': { replace: 'slot * ENTRY_SIZE', by: 'slot * ENTRY_SIZE + 4' },
        'TimeIndex.offsetAt': { replace: ' + 8', by: '' },
      },
    },
  },
  {
    name: 'writes timestamps of 32 bits',
    breaks: [
      'time-index-entries',
      'time-index-lookup',
      'segment-roll-room',
      'log-roll-before',
      'recovery-indexes',
    ],
    change: {
      [INDEX]: {
        'TimeIndex.maybeAppend': {
          replace: 'view.setBigInt64(at, BigInt(timestamp))',
          by: 'view.setBigInt64(at, BigInt(timestamp >>> 0))',
        },
      },
    },
  },
  {
    name: 'writes absolute offsets',
    breaks: [
      'time-index-entries',
      'time-index-lookup',
      'time-index-truncate',
      'time-index-load',
      'segment-truncate',
      'recovery-indexes',
    ],
    change: {
      [INDEX]: {
        'TimeIndex.maybeAppend': { replace: 'offset - this.baseOffset', by: 'offset' },
        'TimeIndex.offsetAt': { replace: 'this.baseOffset + ', by: '' },
      },
    },
  },
  {
    name: 'notes a timestamp that is equal to the last',
    breaks: ['time-index-only-larger', 'segment-roll-room', 'recovery-indexes'],
    change: {
      [INDEX]: {
        'TimeIndex.maybeAppend': {
          replace: 'timestamp <= this.lastTimestamp()',
          by: 'timestamp < this.lastTimestamp()',
        },
      },
    },
  },
  {
    name: 'notes batches that have no timestamp',
    breaks: ['time-index-only-larger'],
    change: {
      [INDEX]: {
        'TimeIndex.maybeAppend': {
          replace: 'timestamp <= this.lastTimestamp()',
          by: 'this.count > 0 && timestamp <= this.lastTimestamp()',
        },
      },
    },
  },
  {
    name: 'leaves the final entry out of a full index',
    breaks: ['time-index-full'],
    change: {
      [INDEX]: {
        'TimeIndex.maybeAppend': {
          replace: 'timestamp <= this.lastTimestamp()',
          by: 'this.isFull || timestamp <= this.lastTimestamp()',
        },
      },
    },
  },
  {
    name: 'keeps no place back',
    breaks: ['time-index-full'],
    change: {
      [INDEX]: { 'TimeIndex.isFull': { replace: 'this.maxEntries - 1', by: 'this.maxEntries' } },
    },
  },
  {
    name: 'looks up the last entry before a moment, not at it',
    breaks: ['time-index-lookup'],
    change: { [INDEX]: { 'TimeIndex.lookup': { replace: '<= timestamp', by: '< timestamp' } } },
  },
  {
    name: 'gives offset 0 where there is no entry',
    breaks: ['time-index-lookup'],
    change: {
      [INDEX]: { 'TimeIndex.entryAt': { replace: 'offset: this.baseOffset }', by: 'offset: 0 }' } },
    },
  },
  {
    name: 'cuts by time',
    breaks: ['time-index-truncate'],
    change: {
      [INDEX]: {
        'TimeIndex.truncateTo': {
          replace: 'this.offsetAt(slot) < offset',
          by: 'this.timestampAt(slot) < offset',
        },
      },
    },
  },
  {
    name: 'keeps the entries of the offset that it is cut to',
    breaks: ['time-index-truncate'],
    change: {
      [INDEX]: {
        'TimeIndex.truncateTo': {
          replace: 'this.offsetAt(slot) < offset',
          by: 'this.offsetAt(slot) <= offset',
        },
      },
    },
  },
  {
    name: 'forgets to truncate',
    breaks: ['time-index-truncate', 'segment-truncate'],
    change: { [INDEX]: { 'TimeIndex.truncateTo': 'if (offset < 0) this.keepEntries(0);' } },
  },
  {
    name: 'asks for another offset with each entry of its file',
    breaks: ['time-index-load'],
    change: {
      [INDEX]: { 'TimeIndex.load': { replace: 'relative >= view', by: 'relative > view' } },
    },
  },
  {
    name: 'compares the lower halves of the timestamps in its file',
    breaks: ['time-index-load', 'time-index-broken-file'],
    change: {
      [INDEX]: {
        'TimeIndex.load': {
          replace: 'timestamp > view.getBigInt64(at - 12)',
          by: 'view.getInt32(at + 4) > view.getInt32(at - 8)',
        },
      },
    },
  },
  {
    name: 'looks at the timestamps of its file and not at the offsets',
    breaks: ['time-index-broken-file'],
    change: {
      [INDEX]: { 'TimeIndex.load': { replace: ' && relative >= view.getInt32(at - 4)', by: '' } },
    },
  },
  {
    name: 'takes negative numbers in its file',
    breaks: ['time-index-broken-file'],
    change: {
      [INDEX]: {
        'TimeIndex.load': { replace: 'if (timestamp < 0n || relative < 0) return false;', by: '' },
      },
    },
  },
  {
    name: 'asks a first entry to be above 0 in both fields',
    breaks: ['time-index-load'],
    change: {
      [INDEX]: {
        'TimeIndex.load': {
          replace: 'timestamp > 0n || relative > 0',
          by: 'timestamp > 0n && relative > 0',
        },
      },
    },
  },
];
