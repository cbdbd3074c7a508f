/** Task 1.6: a file of batches, and the two indexes that find them. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '1.6',
  title: 'Segment',
  outcome: 'Batches go to a file, and any offset in it is found by reading a few kilobytes.',
  section: 'segment',
  buildsOn: ['1.4', '1.5'],
  minutes: 75,
  files: [
    {
      file: 'storage/sparse-entries.ts',
      symbols: ['SparseEntries.note', 'SparseEntries.noteTimestamp'],
      given: ['SparseEntries.startFrom'],
    },
    { file: 'storage/segment.ts', symbols: ['Segment'], given: ['RollQuestion'] },
  ],
  hints: [
    'Everything you need of the files is inherited: log() to write to and read from, scanFrom(position) to step over headers, offsetIndex.lookup(offset) to know where to begin.',
    'batchHolding is a look-up in the index and a loop: step on while the batch ends before the offset. nextOffset is the same loop from the last entry on, and truncateTo begins with batchHolding.',
    'append: write at this.size, then add to this.size, then noteBatch(batch, position) for each, position growing by batch.sizeInBytes. truncateTo: truncateToPosition(position of the batch, or this.size where there is none), then indexes.truncateTo(offset), then transactions.truncateTo(offset).',
  ],
  behaviours: [
    {
      id: 'segment-append',
      says: 'appends any number of batches by one write, at the end, and notes each at its own position',
      points: 2,
      hint: 'The position of a batch is that in the file, not in `records`. If the write throws, nothing else may have changed yet.',
      symbol: 'Segment.append',
    },
    {
      id: 'segment-index-interval',
      says: 'gives a batch index entries when more than index.interval.bytes lie before it since the last',
      points: 1,
      hint: 'Exactly the interval is not more than it. The batch that gets the entry counts towards the next one, and the first batch never gets one.',
      symbol: 'SparseEntries.note',
    },
    {
      id: 'segment-newest-timestamp',
      says: 'knows the largest timestamp so far, with the last offset of the first batch that has it',
      points: 1,
      hint: 'Timestamps are the producers’ and may go back. The time index gets the largest so far, not that of the batch at hand.',
      symbol: 'SparseEntries.noteTimestamp',
    },
    {
      id: 'segment-batch-holding',
      says: 'finds the batch that holds an offset, the next one in a gap, and where the batches end',
      points: 1,
      hint: 'A batch holds all offsets from its base to its last. Ask for the last one, for one between, and for one that compaction took.',
      symbol: 'Segment.batchHolding',
    },
    {
      id: 'segment-lookup-cost',
      says: 'finds a batch, or the end, by reading a few kilobytes of a large segment',
      points: 1,
      hint: 'Begin at offsetIndex.lookup(offset), not at 0; and read headers with scanFrom, not the file.',
      symbol: 'Segment.batchHolding',
    },
    {
      id: 'segment-read',
      says: 'copies the bytes asked for into memory of exactly that size, and none behind the last batch',
      points: 1,
      hint: 'A preallocated file is longer than its batches. How many bytes are left between `position` and `size`, and can that be negative?',
      symbol: 'Segment.read',
    },
    {
      id: 'segment-roll-room',
      says: 'rolls before it is too large, before an offset no index can note, and when an index is full',
      points: 1,
      hint: 'A segment of exactly segment.bytes is fine, and so is an offset exactly 2^31 - 1 above the base. One more of either is not.',
      symbol: 'Segment.shouldRoll',
    },
    {
      id: 'segment-roll-time',
      says: 'rolls when its records span more than segment.ms: by their own time, else by the clock',
      points: 1,
      hint: 'Compare the first batch’s timestamp with the one to come; the wall clock counts only where the first batch has none. An empty segment is never too old.',
      symbol: 'Segment.shouldRoll',
    },
    {
      id: 'segment-truncate',
      says: 'is cut before the batch that holds an offset, with its indexes, and goes on from there',
      points: 1,
      hint: 'Look up an offset beyond the cut afterwards, and append again: an entry that was left behind shows itself. Cut the file before the indexes.',
      symbol: 'Segment.truncateTo',
    },
  ],
});
