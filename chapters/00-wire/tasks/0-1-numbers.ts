/** Task 0.1: numbers of a fixed width, and what else takes a fixed number of bytes. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '0.1',
  title: 'Numbers',
  outcome:
    'Whole numbers of one to eight bytes go to the wire and come back, as Kafka writes them.',
  section: 'numbers',
  minutes: 45,
  files: [
    {
      file: 'protocol/reader.ts',
      symbols: [
        'Reader.bool',
        'Reader.int8',
        'Reader.uint8',
        'Reader.int16',
        'Reader.uint16',
        'Reader.int32',
        'Reader.uint32',
        'Reader.int64',
        'Reader.float64',
        'Reader.uuid',
        'Reader.raw',
      ],
      given: ['Reader.constructor', 'Reader.remaining', 'MAX_STRING_BYTES'],
    },
    {
      file: 'protocol/writer.ts',
      symbols: [
        'Writer.bool',
        'Writer.int8',
        'Writer.int16',
        'Writer.uint16',
        'Writer.int32',
        'Writer.uint32',
        'Writer.int64',
        'Writer.float64',
        'Writer.uuid',
      ],
    },
  ],
  hints: [
    'Most significant byte first. Write one private method that takes n bytes off the cursor or throws, and everything else of the Reader in two lines on top of it.',
    'A byte array keeps the low eight bits of what you put into it, so `buffer[at] = value >> 24` needs no mask. Reading: `(b0 << 24) | (b1 << 16) | (b2 << 8) | b3` is signed already, and `>>> 0` makes it unsigned.',
    'int64: `high * 2**32 + low`, high read as int32 and low as uint32; check Number.isSafeInteger. The way back: `Math.floor(value / 2**32) | 0` is the high half, also of a negative number, and `value | 0` the low one. The two ends of the range (INT64_MAX, INT64_MIN) need a line each. Or a DataView: getBigInt64 and setBigInt64 do it too.',
  ],
  behaviours: [
    {
      id: 'numbers-written',
      says: 'writes whole numbers of one, two and four bytes, the most significant byte first',
      points: 2,
      hint: 'Kafka is big-endian: 258 as an int16 is 01 02. A DataView is, too, unless you pass true.',
      symbol: 'Writer.int32',
    },
    {
      id: 'numbers-read',
      says: 'reads them back in the same order, negative where the type has a sign and the first bit is set',
      points: 2,
      hint: 'The most significant byte comes first. ff is -1 as an int8 and 255 as a uint8. `<< 24 >> 24` carries the sign of a byte; `>>> 0` takes that of 32 bits away.',
      symbol: 'Reader.int16',
    },
    {
      id: 'numbers-int64',
      says: 'carries every safe integer through eight bytes, of either sign and beyond 32 bits',
      points: 2,
      hint: 'Bit operations see 32 bits. The low half is unsigned whatever the number’s sign; the high half of -1 is -1, not 0: floor, not truncate.',
      symbol: 'Reader.int64',
    },
    {
      id: 'numbers-int64-ends',
      says: 'knows both ends of int64 as INT64_MAX and INT64_MIN, and refuses what no number can hold',
      points: 1,
      hint: 'Read the top of int64.ts. 7f ff ff ff ff ff ff ff is a value that clients send; 00 20 00 00 00 00 00 01 would be read as another number.',
      symbol: 'Reader.int64',
    },
    {
      id: 'numbers-bool-float-uuid',
      says: 'writes and reads bools, doubles and uuids; any byte but 0 is true',
      points: 1,
      hint: 'A client may send 02 or ff for true. A uuid is 16 bytes as they are: uuidFromBytes and writeUuid do the 22 characters.',
      symbol: 'Reader.bool',
    },
    {
      id: 'numbers-cursor',
      says: 'moves exactly past what it read, also in a view of a larger buffer; raw copies nothing',
      points: 1,
      hint: 'A Uint8Array may begin in the middle of its buffer: new DataView(bytes.buffer) looks at the wrong bytes without byteOffset. subarray is a view, slice a copy.',
      symbol: 'Reader.raw',
    },
    {
      id: 'numbers-truncated',
      says: 'refuses bytes that end within a value, by a DecodeError',
      points: 1,
      hint: 'Past the end bytes[i] is undefined, which bit operations take for 0, and a DataView throws a RangeError. Check what is left before you read.',
      symbol: 'Reader.int32',
    },
    {
      id: 'numbers-refused',
      says: 'refuses to write what the type cannot hold, by an EncodeError',
      points: 1,
      hint: 'Fractions, NaN, undefined and numbers just outside of the range: a value equals itself after it was cut to the type, or it does not fit.',
      symbol: 'Writer.int32',
    },
  ],
});
