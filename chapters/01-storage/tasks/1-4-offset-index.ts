/** Task 1.4: from an offset to a place in the file. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '1.4',
  title: 'Offset index',
  outcome: 'Any offset of a segment is found by a few comparisons and a short scan.',
  section: 'offset-index',
  minutes: 60,
  files: [
    { file: 'storage/slot-search.ts', symbols: ['lastSlotWhere'] },
    { file: 'storage/offset-index.ts', symbols: ['OffsetIndex'], given: ['MAX_RELATIVE_OFFSET'] },
  ],
  hints: [
    'All of it rests on one question: which is the last entry at or below this offset? Look-up, truncation and search are that question in three coats.',
    'IndexFile, which your class extends, has `count`, `view`, `addEntry`, `keepEntries` and `loadEntries`; the lesson shows them. Entry n is at byte n * 8: an int32 offset relative to `this.baseOffset`, an int32 position.',
    'lastSlotWhere(this.count, (slot) => this.view.getInt32(slot * 8) <= offset - this.baseOffset) is the slot; -1 means the start of the segment. truncateTo keeps the slots below `offset`: the last of them plus one is how many.',
  ],
  behaviours: [
    {
      id: 'slot-search-border',
      says: 'finds the last slot that holds, in any number of slots, by about log2 of them questions',
      points: 1,
      hint: 'No slots, all hold, none holds: try these three first. And never ask about a slot that is not there.',
      symbol: 'lastSlotWhere',
    },
    {
      id: 'offset-index-entries',
      says: 'writes entries as Kafka does: the relative offset, then the position, big-endian int32 each',
      points: 1,
      hint: 'A DataView is big-endian when it is not told otherwise. The offset in the file is the distance from the base offset.',
      symbol: 'OffsetIndex.append',
    },
    {
      id: 'offset-index-lookup',
      says: 'finds the position of the last entry at or below an offset, and 0 where there is none',
      points: 1,
      hint: 'Below the first entry, equal to one, between two, beyond the last, and an empty index.',
      symbol: 'OffsetIndex.lookup',
    },
    {
      id: 'offset-index-large-offsets',
      says: 'holds offsets beyond 2^32, up to 2^31 - 1 above the base offset',
      points: 1,
      hint: 'Bit operations on an absolute offset lose its upper half; only the distance fits in 32 bits.',
      symbol: 'OffsetIndex.append',
    },
    {
      id: 'offset-index-order',
      says: 'refuses an offset that is not above the last entry’s, and stays as it was',
      points: 1,
      hint: 'Equal is refused as well. Check before you add; the very first entry has none before it.',
      symbol: 'OffsetIndex.append',
    },
    {
      id: 'offset-index-full',
      says: 'is full when the entries that fit whole in its room are there',
      points: 1,
      hint: '17 bytes have room for two entries of 8.',
      symbol: 'OffsetIndex.isFull',
    },
    {
      id: 'offset-index-truncate',
      says: 'forgets the entries at and above an offset, in its file too, and goes on from there',
      points: 1,
      hint: 'An entry of that very offset goes as well. keepEntries cuts the file; changing a count of your own does not.',
      symbol: 'OffsetIndex.truncateTo',
    },
    {
      id: 'offset-index-load',
      says: 'reads Kafka’s index files back, also those that a killed Kafka left with a tail of zeros',
      points: 1,
      hint: 'A slot of zeros is unused room: say that it is no entry, and loadEntries looks after the rest.',
      symbol: 'OffsetIndex.load',
    },
    {
      id: 'offset-index-broken-file',
      says: 'tells a file that can’t be this segment’s index',
      points: 1,
      hint: 'Neither offsets nor positions may stand still or go back, and a position has to be inside the segment: below logSize, not at it.',
      symbol: 'OffsetIndex.load',
    },
  ],
});
