/** Task 1.7: many segments as one log, appended to and read from by offset. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '1.7',
  title: 'Partition log',
  outcome:
    'A partition takes batches for as long as there is disk, and gives them back from any offset.',
  section: 'partition-log',
  buildsOn: ['1.3', '1.6'],
  minutes: 90,
  files: [
    { file: 'storage/segment-list.ts', symbols: ['SegmentList'] },
    {
      file: 'storage/log-append.ts',
      symbols: ['appendToLog', 'rollLog'],
      given: ['GrowingLog'],
    },
    {
      file: 'storage/log-reader.ts',
      symbols: ['readLog', 'readableBytes'],
      given: ['ReadOptions', 'ReadResult', 'ReadableLog'],
    },
  ],
  hints: [
    'The list is a sorted array and one binary search, for the last segment whose base offset is at or below an offset: task 1.4 has written it. Floor, higher and from are that slot, the next one, and all from it on.',
    'A read is three questions. Which offset must not be reached (the limit)? Which batch holds the start (floor, batchHolding, and if that finds nothing, the segments after it)? Where in that segment do the batches below the limit end (batchHolding of the limit)?',
    'appendToLog: if active.shouldRoll({…}), first move the log’s end to the first offset where the last one is too far from it, then rollLog(log); then active.append(records, batches); then logEndOffset = lastOffset + 1. rollLog: an active segment with baseOffset === logEndOffset only gets resetIndexes(); else active.finish() and log.beginSegment(active).',
  ],
  behaviours: [
    {
      id: 'segment-list',
      says: 'keeps segments in order, and finds the one that holds an offset, the next, and all from there',
      points: 1,
      hint: 'Below the first there is no floor, but `from` then gives all. Adding one of a base offset that is there takes its place.',
      symbol: 'SegmentList',
    },
    {
      id: 'log-append-offsets',
      says: 'gives records consecutive offsets, across segments and after an append that failed',
      points: 2,
      hint: 'The log’s end moves last: a write that fails must leave it where it was.',
      symbol: 'appendToLog',
    },
    {
      id: 'log-roll-before',
      says: 'rolls before the batch that has no room, names the new segment by the log’s end, and finishes the old',
      points: 1,
      hint: 'Asking shouldRoll after the write is one batch too late. Ask with all the bytes of the append, and with the configuration as it is now.',
      symbol: 'appendToLog',
    },
    {
      id: 'log-roll-empty',
      says: 'does not roll an empty segment, however often it is asked to',
      points: 1,
      hint: 'What base offset would the new segment have, and which one has it already? A batch larger than a segment meets this, too.',
      symbol: 'rollLog',
    },
    {
      id: 'log-roll-far',
      says: 'takes a follower’s batch from far beyond the end, in a segment that can hold its offset',
      points: 1,
      hint: 'A leader that compacts may skip 2^31 offsets and more. A new segment at the log’s end would not help: where must it begin?',
      symbol: 'appendToLog',
    },
    {
      id: 'log-read-whole-batch',
      says: 'reads from the first byte of the batch that holds the offset; in a gap, of the next, in whatever segment',
      points: 2,
      hint: 'Batches are not split for a reader: it skips the records before. And the segment that the floor gives may have nothing at the offset any more.',
      symbol: 'readLog',
    },
    {
      id: 'log-read-limits',
      says: 'copies at most maxBytes out of one segment; the first batch whole where one message is wanted',
      points: 1,
      hint: 'minOneMessage raises the limit to the size of the first batch, not more. The end of the segment ends a read.',
      symbol: 'readLog',
    },
    {
      id: 'log-read-isolation',
      says: 'stops before the first batch that reaches the high watermark, or the last stable offset',
      points: 1,
      hint: 'The limit may lie in the middle of a segment. With lastStable, the aborted transactions of what can be read belong to the answer.',
      symbol: 'readLog',
    },
    {
      id: 'log-read-range',
      says: 'answers OFFSET_OUT_OF_RANGE outside of the log, and nothing, without an error, at its end',
      points: 1,
      hint: 'Start and end are both in range. A consumer that has read everything asks for the end, again and again.',
      symbol: 'readLog',
    },
    {
      id: 'log-readable-bytes',
      says: 'tells how many bytes could be read, over all segments, without reading them',
      points: 1,
      hint: 'It is the part of the first segment from the batch on, and of each later one what lies below the limit.',
      symbol: 'readableBytes',
    },
  ],
});
