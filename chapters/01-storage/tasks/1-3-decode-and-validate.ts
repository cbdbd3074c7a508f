/** Task 1.3: a record batch is read, and believed only as far as it can be checked. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '1.3',
  title: 'Decode and validate',
  outcome:
    'Batches of any origin are read safely: whole ones found, damaged ones refused by Kafka’s error codes.',
  section: 'decode-and-validate',
  buildsOn: ['1.1', '1.2'],
  minutes: 130,
  files: [
    {
      file: 'storage/batch-header.ts',
      symbols: ['readBatchHeader'],
      given: ['BatchHeader', 'codecId', 'incrementSequence'],
    },
    { file: 'storage/batch-checksum.ts', symbols: ['isCrcValid'] },
    {
      file: 'storage/batch-reader.ts',
      symbols: ['nextBatch', 'recordsOf', 'recordTimestamp'],
      given: ['batchesOf', 'openRecords', 'MAX_DECOMPRESSED_BYTES'],
    },
    { file: 'storage/record-cursor.ts', symbols: ['RecordCursor'] },
  ],
  hints: [
    'Start with readBatchHeader and nextBatch: the given batchesOf, and so the walk over a log, runs on these two alone.',
    'nextBatch has three answers: a header, undefined (not all of it is here, which is normal), and an InvalidRecords (this can never become a batch). The magic says whether the length has the meaning you think, so look at it first; it is at byte 16.',
    'In RecordCursor.next, compute where the record ends from its length, and refuse it if that is behind `end`. Check each length before you move past what it counts, and at last that you stand exactly at the record’s end.',
  ],
  behaviours: [
    {
      id: 'decode-header',
      says: 'reads every field of the headers that Kafka wrote, and derives what follows from them',
      points: 1,
      hint: 'The checksum is unsigned, nearly everything else signed. Codec: the lowest three bits; 5 to 7 are unknown, not none.',
      symbol: 'readBatchHeader',
    },
    {
      id: 'decode-torn-tail',
      says: 'ends a walk quietly before a batch that is not all there, wherever the cut is',
      points: 1,
      hint: 'A batch of which fewer than 17 bytes are there does not even have a magic to look at. And `end` may come before the array does.',
      symbol: 'nextBatch',
    },
    {
      id: 'decode-length-lies',
      says: 'refuses a batch length that no batch can have, as CORRUPT_MESSAGE',
      points: 1,
      hint: 'The header takes 49 bytes behind the length field. What does your walk do with the length -12?',
      symbol: 'nextBatch',
    },
    {
      id: 'decode-old-formats',
      says: 'refuses magic 0 and 1 as UNSUPPORTED_FOR_MESSAGE_FORMAT, and any other as CORRUPT_MESSAGE',
      points: 1,
      hint: 'Formats 0 and 1 have a short header: their magic stands at byte 16 too, but their length may well be below 49.',
      symbol: 'nextBatch',
    },
    {
      id: 'decode-checksum',
      says: 'notices any bit that changed from the attributes on, and no change of offset or leader epoch',
      points: 1,
      hint: 'Both sides have to be unsigned, and the batch may lie anywhere in the bytes.',
      symbol: 'isCrcValid',
    },
    {
      id: 'decode-records',
      says: 'gives the records that Kafka reads in its own logs: nulls, headers, offsets, both kinds of timestamps',
      points: 2,
      hint: 'Length -1 is null, 0 is empty. In a LogAppendTime batch, every record has the batch’s largest timestamp, whatever its delta says.',
      symbol: 'recordsOf',
    },
    {
      id: 'decode-compressed',
      says: 'gives the records of Kafka’s gzip, snappy, lz4 and zstd batches, and bounds what they may grow to',
      points: 1,
      hint: 'openRecords is given: it decompresses, and stops at MAX_DECOMPRESSED_BYTES.',
      symbol: 'recordsOf',
    },
    {
      id: 'decode-emptied-batch',
      says: 'gives no records for a batch that compaction emptied, and touches no codec for it',
      points: 1,
      hint: 'A count of 0 needs no look at the bytes, and an empty array is not valid compressed data.',
      symbol: 'recordsOf',
    },
    {
      id: 'decode-count-lies',
      says: 'refuses a batch whose count of records is not what its bytes hold, more or fewer',
      points: 1,
      hint: 'Walk to the end of the bytes, not to the count, and compare the two afterwards.',
      symbol: 'recordsOf',
    },
    {
      id: 'decode-hostile-records',
      says: 'refuses records whose lengths, counts or varints lie, and reads no byte outside its range',
      points: 2,
      hint: 'Every length from the wire is a guess: below -1, behind the record’s end, or fields that together are shorter than the record says. A count of headers may be 2^31 - 1.',
      symbol: 'RecordCursor.next',
    },
  ],
});
