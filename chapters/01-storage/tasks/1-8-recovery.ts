/** Task 1.8: what a crash left, made into a log that can be trusted. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '1.8',
  title: 'Recovery',
  outcome:
    'After a loss of power the log is a beginning of what was appended, and all that was synced is in it.',
  section: 'recovery',
  buildsOn: ['1.1', '1.6', '1.7'],
  minutes: 75,
  files: [
    {
      file: 'storage/segment-recovery.ts',
      symbols: ['recoverSegment'],
      given: ['RecoveredSegment'],
    },
    {
      file: 'storage/log-recovery.ts',
      symbols: ['recoverLog'],
      given: ['RecoveringLog', 'RecoveryRules', 'RecoveredLog'],
    },
  ],
  hints: [
    'Work forwards, never backwards: a batch stays if everything before it stays and it fits. Keep two numbers as you walk, the offset that comes next and the byte where the last good batch ended.',
    'wholeBatches(segment.log(), 0, segment.size) gives header, bytes and position, and ends by itself at what is not whole. The order of the checks matters for takeIn alone: it comes last, for it remembers what it is given.',
    'recoverLog walks segments.from(recoveryPoint). For all but the first ask whether it may follow: baseOffset === end, or >= end where gaps are allowed. If not, remove it and all after it from the list, call remove() on each, and stop.',
  ],
  behaviours: [
    {
      id: 'recovery-torn-tail',
      says: 'cuts off a torn last batch, wherever it was torn, and keeps every whole one',
      points: 2,
      hint: 'Cut where the last good batch ends. A file that ends within a header is torn, too; one that ends with a batch is not.',
      symbol: 'recoverSegment',
    },
    {
      id: 'recovery-checksum',
      says: 'cuts before the first batch whose checksum is wrong, with all that follows',
      points: 1,
      hint: 'Length and place may be right while the bytes are not: pages reach the disk in any order. What follows a hole is no part of the log.',
      symbol: 'recoverSegment',
    },
    {
      id: 'recovery-order',
      says: 'cuts before a batch that goes back, and before one that reaches the next segment',
      points: 1,
      hint: 'Each batch begins at or after the end of the one before, the first at or after the base offset; and it ends below `limit`.',
      symbol: 'recoverSegment',
    },
    {
      id: 'recovery-indexes',
      says: 'builds both indexes anew from the batches that stay, and completes their files',
      points: 1,
      hint: 'Empty them first: old entries may be of batches that are gone. finish() writes what waits, and the last entry of the time index.',
      symbol: 'recoverSegment',
    },
    {
      id: 'recovery-takes-in',
      says: 'tells the log of each batch that stays, once and in order, and of no other',
      points: 1,
      hint: 'takeIn is the last check. What it refuses is cut off like any other damage. begin comes before the first segment, goOnIn before each later one.',
      symbol: 'recoverLog',
    },
    {
      id: 'recovery-drops',
      says: 'takes segments that can’t follow out of the log, with their files',
      points: 1,
      hint: 'One whose base offset is not where the log ended so far, and all after it. Forgetting them in the list is half of it: the next start would find the files.',
      symbol: 'recoverLog',
    },
    {
      id: 'recovery-gaps',
      says: 'lets a segment begin later in a compacted log, or after a segment that has gaps',
      points: 1,
      hint: 'A batch with fewer records than offsets has gaps, and so has a segment whose batches do not join. Only the segment before counts.',
      symbol: 'recoverSegment',
    },
    {
      id: 'recovery-skips',
      says: 'looks at nothing after a clean shutdown, and at nothing below the recovery point',
      points: 1,
      hint: 'The segment that holds the recovery point is looked at from its beginning, those before it not at all.',
      symbol: 'recoverLog',
    },
    {
      id: 'recovery-power-loss',
      says: 'keeps, through losses of power in 20 worlds, what was synced, in order, and goes on',
      points: 1,
      hint: 'Take the seed from the report and follow the trace: which write was lost, and what does your log hold in its place?',
      symbol: 'recoverLog',
    },
  ],
});
