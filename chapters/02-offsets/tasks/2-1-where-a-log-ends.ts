/** Task 2.1: the ends of a log, and the offset for a moment. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '2.1',
  title: 'Where a log ends',
  outcome:
    'A reader can begin at the start, at the end, or at nine o’clock, and see how far it is behind.',
  section: 'where-a-log-ends',
  minutes: 75,
  files: [
    {
      file: 'storage/log-ends.ts',
      symbols: ['boundedHighWatermark', 'lastStableOffsetOf', 'readableEnd'],
      given: ['LogBounds', 'LogEnds'],
    },
    {
      file: 'storage/timestamp-search.ts',
      symbols: ['findTimestamp', 'findMaxTimestamp'],
      given: ['TimedLog', 'FoundOffset'],
    },
    {
      file: 'storage/listed-offset.ts',
      symbols: ['listedOffset'],
      given: ['ListedLog', 'LATEST', 'EARLIEST', 'MAX_TIMESTAMP', 'EARLIEST_LOCAL'],
    },
  ],
  hints: [
    'A search by time is three loops inside each other, segments, batches, records, and each has a way to skip: a segment’s maxTimestamp, a batch’s maxTimestamp, a record’s timestamp. What is older is skipped; the first that is left is the answer, unless it lies below the log’s start.',
    'Begin each segment where the indexes say: segment.timeIndex.lookup(timestamp).offset is an offset up to which nothing is newer; segment.offsetIndex.lookup(offset) is a position; segment.scanFrom(position) steps over headers from there. Take the larger of that offset and the log’s start.',
    'recordsOf(segment.read(batch.position, batch.sizeInBytes), { ...batch, position: 0 }, env.codecs) gives the records of a batch, whatever its codec. For the newest record, go over all segments for the one with the largest maxTimestamp.timestamp (the first of equals), then search it for that very timestamp, from offsetIndex.lookup(maxTimestamp.offset) on.',
  ],
  behaviours: [
    {
      id: 'ends-in-order',
      says: 'keeps log start, last stable offset, high watermark and log end in this order, whatever is said',
      points: 1,
      hint: 'Somebody may say less than the start, and more than the end; both themselves are fine. A transaction may begin beyond the high watermark, or have lost its first records.',
      symbol: 'boundedHighWatermark',
    },
    {
      id: 'ends-by-reader',
      says: 'tells followers, consumers and consumers of committed records apart',
      points: 1,
      hint: 'Broker 0 is a follower too. And a follower copies everything, whatever isolation level its request says.',
      symbol: 'readableEnd',
    },
    {
      id: 'time-first-record',
      says: 'finds the record of smallest offset that is as new as a moment, though times go up and down',
      points: 1,
      hint: 'Not the record whose time is nearest, and not the first of the batch: look at each record of the first batch that may hold one, and go on if it holds none. The time index names an offset whose batch may hold the record: begin with it, not one behind it.',
      symbol: 'findTimestamp',
    },
    {
      id: 'time-log-start',
      says: 'never tells a record below the log’s start, and looks on behind it',
      points: 1,
      hint: 'The log may start in the middle of a batch. A segment whose only record that is new enough lies below the start has no answer; the next one may.',
      symbol: 'findTimestamp',
    },
    {
      id: 'time-newest',
      says: 'finds the first record of the log’s largest timestamp, and none in an empty log',
      points: 1,
      hint: 'Equal timestamps: the smallest offset wins, across segments and within a batch. A timestamp of -1 is none.',
      symbol: 'findMaxTimestamp',
    },
    {
      id: 'time-kafkas-logs',
      says: 'finds records in segments that Kafka wrote, in each codec, as a look at every record does',
      points: 1,
      hint: 'Which codec, and which kind of timestamp? recordsOf takes care of both, if it is given the batch’s header and env.codecs.',
      symbol: 'findTimestamp',
    },
    {
      id: 'time-skips',
      says: 'reads a few kilobytes, not the log: it skips segments and begins where the time index says',
      points: 1,
      hint: 'A segment’s maxTimestamp costs no read. Begin at the position that the indexes give, for the moment or for the log’s start, whichever is later. Open no batch whose header says it is older, and stop when the record is found.',
      symbol: 'findTimestamp',
    },
    {
      id: 'listed-ends',
      says: 'answers -1 by the reader’s end and -2 and -4 by the log’s start, each with its epoch',
      points: 1,
      hint: 'Neither is a record, so there is no timestamp: -1. The start is not compared with the end.',
      symbol: 'listedOffset',
    },
    {
      id: 'listed-nothing',
      says: 'answers by three -1 what is not there, or not below the reader’s end; not at all what nobody has defined',
      points: 1,
      hint: 'The end is the first offset that the reader can’t see. It goes for -3 and for every moment, 0 included. Undefined says that there is no such question: -7 and below.',
      symbol: 'listedOffset',
    },
    {
      id: 'list-offsets',
      says: 'answers ListOffsets over the network: start, end, newest record and moments, also of an empty partition',
      points: 1,
      hint: 'The handler is there already; it takes your readableEnd and your listedOffset. Mend what fails above first.',
      symbol: 'listedOffset',
    },
  ],
});
