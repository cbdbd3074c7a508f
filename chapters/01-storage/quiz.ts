/**
 * The quiz of chapter 01: what may be lost, what may stay, and why files are cut as they are.
 */
import { defineQuiz } from '../../course/lesson/quiz.ts';

export const quiz = defineQuiz({
  folder: '01-storage',
  questions: [
    {
      id: 'kill-or-power',
      asks: 'A broker has appended a batch and told the producer so, but synced nothing. Then its process is killed. Is the batch lost?',
      options: [
        {
          says: 'Yes, it was only in memory.',
          because:
            'In the kernel’s memory, not in the process’s. The page cache outlives whoever wrote into it.',
        },
        {
          says: 'No; it would be if the power had failed.',
          right: true,
          because:
            'The kernel writes its pages out whether the process lives or not. Only when the machine goes do they go with it; Kafka’s answer to that is other machines.',
        },
        {
          says: 'Only its last part may be.',
          because:
            'A write that has returned is in the page cache as a whole. Torn batches come from power that fails while pages are written out.',
        },
      ],
    },
    {
      id: 'retention-and-readers',
      asks: 'A topic has retention.ms of one day. Its only consumer was down for three days. What does it find?',
      options: [
        {
          says: 'All three days: nothing is removed before it was read.',
          because: 'That is a queue. A log does not know its readers, so it can’t wait for them.',
        },
        {
          says: 'Exactly the last day.',
          because:
            'Segments go as a whole, and a segment stays as long as its newest record is young. There is usually more.',
        },
        {
          says: 'At least the last day; its old position may lie before the log’s start.',
          right: true,
          because:
            'If it does, the fetch is answered by OFFSET_OUT_OF_RANGE, and the consumer’s auto.offset.reset decides where it goes on. How long retention is decides how long a reader may be away.',
        },
      ],
    },
    {
      id: 'why-segments',
      asks: 'What would be harder if a partition were one large file?',
      options: [
        {
          says: 'Appending, for large files are slow.',
          because: 'Appending to a file costs the same, however long it is.',
        },
        {
          says: 'Removing the oldest records.',
          right: true,
          because:
            'A file can be cut at its end, not at its beginning. With segments, to forget is to remove a file. Recovery and compaction profit too: each looks at some files, not at all.',
        },
        {
          says: 'Reading while somebody appends.',
          because:
            'What is written is never changed, so readers and the writer don’t get in each other’s way in one file either.',
        },
      ],
    },
    {
      id: 'sparse-index',
      asks: 'The offset index has an entry for every 4096 bytes or so, not for every record. What does that cost?',
      options: [
        {
          says: 'Some offsets can’t be found.',
          because:
            'Every offset lies behind some entry, or behind the segment’s start; from there on batches are looked at one by one.',
        },
        {
          says: 'A scan over some kilobytes of batch headers.',
          right: true,
          because:
            'It is bounded, and it runs over memory that is probably cached. In return the index of a segment of 1 GiB takes 2 MiB and stays in memory.',
        },
        {
          says: 'A binary search in place of one step.',
          because:
            'There would be a search in a full index too: after compaction offsets have gaps, so none can be computed.',
        },
      ],
    },
    {
      id: 'timestamps-out-of-order',
      asks: 'Producers set timestamps as they like, so they go up and down. How can a time index of rising entries be right?',
      options: [
        {
          says: 'It notes the largest timestamp so far.',
          right: true,
          because:
            'An entry says "up to this offset, nothing is newer than that". Looking for the first record from 12:00 on, one may skip all up to the last entry that is older, and must read on from there.',
        },
        {
          says: 'It sorts the records of a segment by their timestamps.',
          because:
            'Records are in the order of their offsets, and nothing may change that: it is what readers rely on.',
        },
        {
          says: 'It leaves out records whose timestamp is too old.',
          because:
            'An index leaves nothing out; it only says where to begin. Old timestamps are found by reading on.',
        },
      ],
    },
    {
      id: 'crc-from-attributes',
      asks: 'A batch’s CRC covers everything from the attributes on. Why not the base offset, which is more important than most?',
      options: [
        {
          says: 'It is at the beginning, where disks fail less.',
          because: 'A disk does not know what is at the beginning of a batch.',
        },
        {
          says: 'The broker writes it, after the producer has computed the CRC.',
          right: true,
          because:
            'The producer can’t know the offset. Outside of the CRC, the broker writes offset and leader epoch into the header and passes the rest on as it came; the checksum still holds from producer to consumer.',
        },
        {
          says: 'The CRC would be too large then.',
          because: 'A CRC-32C has four bytes, whatever it covers.',
        },
      ],
    },
    {
      id: 'torn-in-the-middle',
      asks: 'Recovery finds a batch with a wrong CRC in the middle of the last segment; the batch behind it would be whole. What does it keep?',
      options: [
        {
          says: 'Both sides, without the broken batch.',
          because:
            'Its offsets would be missing, and nobody could tell that from compaction. And a batch that was written later can’t be trusted to begin where it seems to.',
        },
        {
          says: 'Everything before the broken batch.',
          right: true,
          because:
            'A log without a hole is worth more than a few records more. They are not lost for good: other brokers have copies (chapter 03), and the next append takes the offset where it was cut.',
        },
        {
          says: 'Nothing of this segment.',
          because: 'What lies before it has been checked batch by batch, and is right.',
        },
      ],
    },
    {
      id: 'reader-of-compacted',
      asks: 'A program reads a compacted topic from its start and builds a table. May it assume that it sees each key once?',
      options: [
        {
          says: 'Yes, that is what compaction means.',
          because:
            'Only what has been compacted. The active segment never is, and rolled ones are only when enough of them is dirty.',
        },
        {
          says: 'No: it may see a key several times, in order, the newest last.',
          right: true,
          because:
            'The promise is that the newest is there. So the program puts each record into its table as it comes, and ends with the right state.',
        },
        {
          says: 'No: it may see the newest value first and an older one later.',
          because: 'Compaction keeps offsets and order. A later record is always a newer one.',
        },
      ],
    },
    {
      id: 'tombstone-stays',
      asks: 'Key K has value 7 at offset 3 and a tombstone at offset 9. The cleaner removes offset 3. Why does it not remove the tombstone along with it?',
      options: [
        {
          says: 'Its segment could become empty.',
          because: 'An empty segment is no trouble; a reader who is told nothing is.',
        },
        {
          says: 'A reader who has read offset 3 already would never hear that K is gone.',
          right: true,
          because:
            'It would keep K for ever. So the tombstone stays for delete.retention.ms from its first cleaning on: a reader that is not further behind than that gets to see it.',
        },
        {
          says: 'K could be written again.',
          because: 'It could; the new record has a larger offset and needs no tombstone before it.',
        },
      ],
    },
  ],
});
