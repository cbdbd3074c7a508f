/** Task 0.3: what has a length before it. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '0.3',
  title: 'Strings, bytes and arrays',
  outcome:
    'Text, payloads and counts are read and written in both forms, null is none of them, and nobody is believed.',
  section: 'strings-bytes-and-arrays',
  buildsOn: ['0.1', '0.2'],
  minutes: 50,
  files: [
    {
      file: 'protocol/reader.ts',
      symbols: [
        'Reader.string',
        'Reader.nullableString',
        'Reader.compactString',
        'Reader.compactNullableString',
        'Reader.byteArray',
        'Reader.nullableBytes',
        'Reader.compactByteArray',
        'Reader.compactNullableBytes',
        'Reader.arrayCount',
        'Reader.compactArrayCount',
      ],
    },
    {
      file: 'protocol/writer.ts',
      symbols: [
        'Writer.string',
        'Writer.nullableString',
        'Writer.compactString',
        'Writer.compactNullableString',
        'Writer.byteArray',
        'Writer.nullableBytes',
        'Writer.compactByteArray',
        'Writer.compactNullableBytes',
        'Writer.arrayCount',
        'Writer.compactArrayCount',
      ],
    },
  ],
  hints: [
    'Write the nullable forms first; the others are those, with null refused. Classic and compact differ in the length alone: one private method can take the length and do the rest for both.',
    'Lengths count bytes of UTF-8, not characters: encode first, then write the length. decodeUtf8 and encodeUtf8 (utf8.ts) do the text.',
    'In compact form the number on the wire is the length + 1, and 0 is null: `text(this.unsignedVarint() - 1)` makes -1 of null in both forms. For counts: refuse below -1, and where count × max(1, minElementSize) is more than remaining().',
  ],
  behaviours: [
    {
      id: 'strings-classic',
      says: 'writes and reads strings behind an int16 length, and null as length -1',
      points: 2,
      hint: 'The empty string has length 0; null has -1 and no bytes. They are two things.',
      symbol: 'Writer.string',
    },
    {
      id: 'strings-compact',
      says: 'writes and reads strings behind an unsigned varint of the length + 1, and null as 0',
      points: 2,
      hint: 'Compact: 01 is the empty string, 00 is null. From 127 bytes on the length takes two bytes itself.',
      symbol: 'Writer.compactString',
    },
    {
      id: 'strings-utf8',
      says: 'counts bytes of UTF-8 and not characters, and reads broken UTF-8 as U+FFFD',
      points: 1,
      hint: '"é" is two bytes long, "🙂" four. text.length is another number. A byte-order mark is a character as any other, which TextDecoder drops unless it is told not to.',
      symbol: 'Writer.string',
    },
    {
      id: 'bytes-forms',
      says: 'writes and reads bytes in all four forms, pieces as one, large ones in their place',
      points: 2,
      hint: 'The length of several pieces is their sum, written once before the first of them.',
      symbol: 'Writer.byteArray',
    },
    {
      id: 'lengths-null-refused',
      says: 'refuses null where a value is required, on reading and on writing',
      points: 1,
      hint: 'string(), byteArray() and their compact forms never return null, and never write it.',
      symbol: 'Reader.string',
    },
    {
      id: 'strings-limits',
      says: 'carries strings of up to 32,767 bytes in either form, and refuses longer ones both ways',
      points: 1,
      hint: 'The compact length could say more, yet the limit stands. It is one of bytes: 32,767 characters can be too long.',
      symbol: 'Reader.compactString',
    },
    {
      id: 'lengths-hostile',
      says: 'refuses lengths below -1 and beyond the bytes that are left, by a DecodeError',
      points: 2,
      hint: 'A length is a claim. subarray and slice give less than was asked for without a word.',
      symbol: 'Reader.nullableBytes',
    },
    {
      id: 'array-counts',
      says: 'reads and writes array counts, -1 for null, and refuses what cannot fit into what is left',
      points: 2,
      hint: 'Two billion elements of 4 bytes can’t be in a frame of 20: nobody may allocate or loop for them. An element of 0 bytes counts as 1.',
      symbol: 'Reader.arrayCount',
    },
  ],
});
