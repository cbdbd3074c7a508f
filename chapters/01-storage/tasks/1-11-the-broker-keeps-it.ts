/** Task 1.11, a milestone: the whole broker, with all of this chapter at work in it. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '1.11',
  title: 'The broker keeps it',
  outcome: 'A producer writes, the broker crashes and starts again, and a consumer reads it all.',
  section: 'the-broker-keeps-it',
  buildsOn: ['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7', '1.8', '1.9', '1.10'],
  minutes: 20,
  files: [],
  hints: [
    'There is nothing to write. Look at which earlier task has behaviours that fail, and begin with the first of them.',
    'All tasks are green and this is not? The trace says what the client asked and the broker answered. Run `npm run broker` and do the same with kcat: its errors name the offset.',
  ],
  behaviours: [
    {
      id: 'broker-produce-fetch',
      says: 'gives a consumer the very bytes that producers sent, with offsets',
      points: 1,
      hint: 'Offset and leader epoch are written into the header, outside of what the checksum covers; nothing else changes.',
      symbol: 'appendToLog',
    },
    {
      id: 'broker-offsets',
      says: 'answers produce with base offsets, and ListOffsets with the log’s start and end',
      points: 1,
      hint: 'The first record of a partition has offset 0; the end is the offset that the next will get.',
      symbol: 'appendToLog',
    },
    {
      id: 'broker-fetch-mid-batch',
      says: 'answers a fetch from the middle of a batch with the whole batch',
      points: 1,
      hint: 'The consumer skips the records before its offset by itself. Does your read begin at the batch’s first byte?',
      symbol: 'readLog',
    },
    {
      id: 'broker-refuses',
      says: 'refuses a damaged batch by CORRUPT_MESSAGE and an offset beyond the end by OFFSET_OUT_OF_RANGE',
      points: 1,
      hint: 'Both are error codes of the partition, in an answer that is otherwise fine. And a refused batch takes no offset.',
      symbol: 'readLog',
    },
    {
      id: 'broker-crash',
      says: 'has every acknowledged record after its process was killed, in many segments',
      points: 1,
      hint: 'A killed process loses nothing that it has written: the operating system has it. What does your recovery cut off that was whole?',
      symbol: 'recoverLog',
    },
    {
      id: 'broker-power-loss',
      says: 'has what was flushed after the power was lost, without a hole, and takes new records behind it',
      points: 1,
      hint: 'What comes after a hole must be gone, or offsets would have two meanings. Repeat the seed and look at where your log ends.',
      symbol: 'recoverLog',
    },
  ],
});
