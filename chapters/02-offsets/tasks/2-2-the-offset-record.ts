/** Task 2.2: a committed offset as a record, and the partition that it goes to. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '2.2',
  title: 'The offset record',
  outcome: 'What a group has committed lies in a log that any Kafka can read, and goes on with.',
  section: 'the-offset-record',
  minutes: 45,
  files: [
    {
      file: 'groups/numbered-bytes.ts',
      symbols: ['encodeNumbered', 'numberBefore', 'bytesAfterNumber'],
    },
    {
      file: 'groups/offset-record.ts',
      symbols: [
        'isOffsetKind',
        'encodeOffsetKey',
        'decodeOffsetKey',
        'encodeOffsetValue',
        'decodeOffsetValue',
      ],
      given: ['OffsetKey', 'CommittedOffset'],
    },
    {
      file: 'groups/group-partition.ts',
      symbols: ['groupPartition', 'javaHash'],
      given: ['OFFSETS_TOPIC'],
    },
  ],
  hints: [
    'The layout of every version is declared already: OffsetCommitKey and OffsetCommitValue in protocol/records/. Yours is what no declaration says: the two bytes in front, which version is written, and the names that the coordinator uses.',
    'message.encode(version, fields) gives the bytes behind the number, message.decode(version, bytes) takes them. A key’s number is its kind (1) and its version always 0; a value’s number is its version: 4, or 1 with an expiry.',
    'hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0, over every `at`, from 0. Math.abs(-(2 ** 31)) is 2^31 in JavaScript and negative in Java, where Kafka has decided that it is 0.',
  ],
  behaviours: [
    {
      id: 'numbered-bytes',
      says: 'puts a number before a message and reads it back, and refuses fewer than two bytes by a DecodeError',
      points: 1,
      hint: 'Two bytes, the higher one first, with a sign: ff ff is -1. The number may differ from the version of the message: a key of kind 1 has version 0. And a view may begin in the middle of its buffer.',
      symbol: 'encodeNumbered',
    },
    {
      id: 'offset-key',
      says: 'writes the key that Kafka writes, whatever group and topic are called',
      points: 1,
      hint: 'The kind is 1, the version 0: strings with a length of two bytes in UTF-8, then an int32.',
      symbol: 'encodeOffsetKey',
    },
    {
      id: 'offset-key-kinds',
      says: 'knows both kinds of offset keys and no others, and reads both',
      points: 1,
      hint: 'Kind 0 is laid out like kind 1. Kind 2 is a group, 3 and above are later inventions, and negative ones may come as well.',
      symbol: 'isOffsetKind',
    },
    {
      id: 'offset-value',
      says: 'writes the value that Kafka writes: version 4, with leader epoch and topic id',
      points: 1,
      hint: 'Version 4 is flexible: the declared message does it all, the topic’s id as a tagged field that is left out when it is zero.',
      symbol: 'encodeOffsetValue',
    },
    {
      id: 'offset-value-expiry',
      says: 'writes version 1 where an offset has an expiry, and only there',
      points: 1,
      hint: 'undefined means no expiry, 0 is one. Version 1 has no room for epoch and id; the message leaves them out by itself.',
      symbol: 'encodeOffsetValue',
    },
    {
      id: 'offset-value-versions',
      says: 'reads values of all versions since Kafka 0.8, and fills in what they lack',
      points: 1,
      hint: 'The number in front says the version. A leader epoch that is not there is -1, an expiry that is not there, or -1, is undefined.',
      symbol: 'decodeOffsetValue',
    },
    {
      id: 'offset-records-of-kafka',
      says: 'reads in Kafka’s own records what Kafka’s own tool reads',
      points: 1,
      hint: 'Which record, and which field of it? The failure says both.',
      symbol: 'decodeOffsetValue',
    },
    {
      id: 'offset-record-refuses',
      says: 'refuses what ends early or has a version of the future, and leaves bytes behind it alone',
      points: 1,
      hint: 'The declared messages do all of it by themselves, when they get all the bytes behind the number. Catch nothing, and count no bytes.',
      symbol: 'decodeOffsetValue',
    },
    {
      id: 'group-partition',
      says: 'hashes a group as Java does, and finds the partition where Kafka has put it',
      points: 1,
      hint: 'hash * 31 leaves the integers that a number holds exactly: Math.imul multiplies in 32 bits. An emoji is two units. Take the absolute value before the remainder, and think of polygenelubricants.',
      symbol: 'groupPartition',
    },
  ],
});
