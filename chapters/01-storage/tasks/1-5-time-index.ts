/** Task 1.5: from a moment to an offset. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '1.5',
  title: 'Time index',
  outcome: 'The first record at or after a moment is found, although timestamps come in any order.',
  section: 'time-index',
  buildsOn: ['1.4'],
  minutes: 40,
  files: [
    {
      file: 'storage/time-index.ts',
      symbols: ['TimeIndex'],
      given: ['NO_TIMESTAMP', 'TimestampOffset'],
    },
  ],
  hints: [
    'It is the offset index with another entry: what rises in it is the largest timestamp so far. Ask lastSlotWhere for both questions, by time and by offset.',
    'Entry n is at byte n * 12: the timestamp as an int64, then the relative offset as an int32. view.setBigInt64 and getBigInt64 take and give a bigint; outside of the file, timestamps are numbers.',
    'last and lookup answer { timestamp: NO_TIMESTAMP, offset: this.baseOffset } where there is no entry. truncateTo keeps lastSlotWhere(this.count, (slot) => offset of slot < offset) + 1 entries.',
  ],
  behaviours: [
    {
      id: 'time-index-entries',
      says: 'writes entries as Kafka does: the timestamp as an int64, then the relative offset as an int32',
      points: 1,
      hint: 'Milliseconds since 1970 have 41 bits: both halves of the int64 matter.',
      symbol: 'TimeIndex.maybeAppend',
    },
    {
      id: 'time-index-only-larger',
      says: 'notes a timestamp only when it is larger than all before it',
      points: 1,
      hint: 'Equal is not larger, and -1 is no timestamp at all. Leaving out is not an error.',
      symbol: 'TimeIndex.maybeAppend',
    },
    {
      id: 'time-index-lookup',
      says: 'finds the last entry at or before a moment, and the base offset without a timestamp where there is none',
      points: 1,
      hint: 'A moment equal to an entry’s finds that entry. Nothing at or before it: NO_TIMESTAMP at the base offset, as `last` of an empty index.',
      symbol: 'TimeIndex.lookup',
    },
    {
      id: 'time-index-full',
      says: 'is full one place early, and takes the final entry even so',
      points: 1,
      hint: '36 bytes have room for three entries of 12; it is full with two. maybeAppend does not ask.',
      symbol: 'TimeIndex.isFull',
    },
    {
      id: 'time-index-truncate',
      says: 'forgets the entries of an offset and above, in its file too, and goes on from there',
      points: 1,
      hint: 'It is cut by offset, not by time. Several entries may have the same offset; all of them go.',
      symbol: 'TimeIndex.truncateTo',
    },
    {
      id: 'time-index-load',
      says: 'reads Kafka’s time index files back, also those that a killed Kafka left with a tail of zeros',
      points: 1,
      hint: 'Two entries may have the same offset, never the same timestamp. A slot of zeros is unused room.',
      symbol: 'TimeIndex.load',
    },
    {
      id: 'time-index-broken-file',
      says: 'tells a file that can’t be a time index',
      points: 1,
      hint: 'Timestamps neither stand still nor go back, offsets do not go back, and neither is negative.',
      symbol: 'TimeIndex.load',
    },
  ],
});
