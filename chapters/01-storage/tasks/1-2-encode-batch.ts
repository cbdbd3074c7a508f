/** Task 1.2: records become a record batch, format 2. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '1.2',
  title: 'Encode a batch',
  outcome: 'Records become the very bytes that Kafka sends, stores and replicates.',
  section: 'encode-a-batch',
  buildsOn: ['1.1'],
  minutes: 110,
  files: [
    { file: 'storage/batch-checksum.ts', symbols: ['computeBatchCrc'] },
    {
      file: 'storage/batch-writer.ts',
      symbols: ['encodeBatch'],
      given: ['RecordInput', 'BatchInput'],
    },
  ],
  hints: [
    'Two passes. A record begins with its own length, so size every record first (varintSize, varlongSize), add up, allocate once, then write.',
    'Everything in a record is a delta: its timestamp to the batch’s base timestamp, its offset to the base offset. The header’s own numbers are fixed-width and big-endian: `writeInt64(bytes, MAX_TIMESTAMP_AT, …)`.',
    'Order: write the records behind byte 61, compress what is behind byte 61 if asked, fill in the header with the length it has now, and last of all the checksum: `writeInt32(bytes, CRC_AT, computeBatchCrc(bytes, 0, bytes.length))`.',
  ],
  behaviours: [
    {
      id: 'encode-kafka-bytes',
      says: 'gives, byte for byte, the uncompressed batches that Kafka wrote',
      points: 1,
      hint: 'The report names the first field that differs. A wrong length shifts all that follows, so look at the first, not at the many.',
      symbol: 'encodeBatch',
    },
    {
      id: 'encode-producer-defaults',
      says: 'fills in what a producer leaves out: base offset 0, all other ids, epochs and times -1',
      points: 1,
      hint: 'No producer id is -1, not 0: 0 is a producer. The same goes for the epochs, the sequence and the timestamps.',
      symbol: 'encodeBatch',
    },
    {
      id: 'encode-checksum-range',
      says: 'sums a batch from its attributes to its end, wherever in the bytes it lies',
      points: 1,
      hint: 'Base offset, length, leader epoch, magic and the checksum itself are not covered. Where does the batch begin, and where does it end, when it is not alone?',
      symbol: 'computeBatchCrc',
    },
    {
      id: 'encode-null-and-empty',
      says: 'tells a key or value that is null from one that is empty',
      points: 1,
      hint: 'Null is written as the length -1 and nothing else; empty as the length 0. `if (key)` is true of both or of neither, depending on what you ask.',
      symbol: 'encodeBatch',
    },
    {
      id: 'encode-record-headers',
      says: 'writes headers in their order, names as UTF-8, repeated names and null values too',
      points: 1,
      hint: 'A name’s length is in bytes, not in characters: encode it first, then measure.',
      symbol: 'encodeBatch',
    },
    {
      id: 'encode-deltas',
      says: 'writes offsets with gaps and timestamps that go back as deltas, at every length of varint',
      points: 1,
      hint: 'A timestamp below the base timestamp is a negative delta. A record whose body is longer than 63 bytes has a length of two bytes.',
      symbol: 'encodeBatch',
    },
    {
      id: 'encode-timestamps',
      says: 'tells the newest timestamp, the broker’s append time, or a delete horizon in the header',
      points: 1,
      hint: 'The base timestamp is the first record’s, the maximum may be any record’s. LogAppendTime sets the maximum and a bit; a delete horizon takes the base timestamp’s place, and the deltas count from it.',
      symbol: 'encodeBatch',
    },
    {
      id: 'encode-compressed',
      says: 'compresses the records alone, with the level asked for, and sums what it stores',
      points: 1,
      hint: 'Attributes, length and checksum are those of the compressed batch; the record count is that of the records.',
      symbol: 'encodeBatch',
    },
    {
      id: 'encode-emptied-batch',
      says: 'writes a batch without records that keeps its offsets, its producer and its newest timestamp',
      points: 1,
      hint: 'There is no first record to ask, no last one either, and nothing to compress: `lastOffset` and `maxTimestamp` come with the input.',
      symbol: 'encodeBatch',
    },
    {
      id: 'encode-any-batch',
      says: 'gives any records back when the reference decodes them',
      points: 1,
      hint: 'The report names the seed and the smallest batch that comes back changed.',
      symbol: 'encodeBatch',
    },
  ],
});
