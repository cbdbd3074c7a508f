/**
 * Chapter 00, wire: how Kafka's messages become bytes.
 */
import { defineChapter } from '../../course/chapter.ts';

export const chapter = defineChapter({
  folder: '00-wire',
  title: 'The wire',
  tasks: [
    {
      id: '0.1',
      title: 'Varints',
      outcome: 'Numbers take as many bytes as they need, as Kafka writes them.',
      section: 'varints',
      minutes: 40,
      hints: [
        'Seven bits a byte, the lowest first; the top bit says that another byte follows.',
        'Zigzag is (n << 1) ^ (n >> 31), and back (n >>> 1) ^ -(n & 1), for 32 bits.',
      ],
      files: [
        {
          file: 'protocol/varint.ts',
          symbols: [
            'readUnsignedVarint',
            'writeUnsignedVarint',
            'unsignedVarintSize',
            'readVarint',
            'writeVarint',
            'varintSize',
            'readVarlong',
            'writeVarlong',
            'varlongSize',
          ],
        },
      ],
      behaviours: [
        {
          id: 'varints-unsigned-writes',
          says: 'writes an unsigned varint in its shortest form, lowest seven bits first',
          points: 13,
          hint: 'The top bit of a byte says that another one follows; the last byte has it clear.',
          symbol: 'writeUnsignedVarint',
        },
        {
          id: 'varints-unsigned-reads',
          says: 'reads an unsigned varint up to 4,294,967,295, also in a longer form than needed',
          points: 13,
          hint: 'Bit operations give signed 32-bit numbers: what makes -1 into 4,294,967,295?',
          symbol: 'readUnsignedVarint',
        },
        {
          id: 'varints-moves-past',
          says: 'moves the position past what it read or wrote, and touches no other byte',
          points: 7,
          hint: 'The cursor may start anywhere, and what follows is read from where you leave it.',
          symbol: 'readUnsignedVarint',
        },
        {
          id: 'varints-zigzag',
          says: 'maps 0, -1, 1, -2, 2 to one byte each, and both ends of int32 to five',
          points: 13,
          hint: 'A zigzagged number has its sign in the lowest bit; one kind of shift keeps a sign, the other does not.',
          symbol: 'writeVarint',
        },
        {
          id: 'varints-varlong',
          says: 'carries every safe integer through a varlong, past 32 and past 53 bits of zigzag',
          points: 20,
          hint: 'Bit operations see 32 bits, and a zigzagged safe integer takes up to 54. Divide and multiply instead.',
          symbol: 'readVarlong',
        },
        {
          id: 'varints-sizes',
          says: 'says beforehand how many bytes a number will take',
          points: 7,
          hint: 'Seven bits a byte: at 2^7, 2^14, 2^21 and 2^28 one more is needed.',
          symbol: 'unsignedVarintSize',
        },
        {
          id: 'varints-hostile-bytes',
          says: 'refuses bytes that end too early, go on too long or say too much, by a DecodeError',
          points: 14,
          hint: 'Bytes come from anyone. What is bytes[position] past the end, and who stops your loop?',
          symbol: 'readUnsignedVarint',
        },
        {
          id: 'varints-bad-values',
          says: 'refuses to write a number that has no encoding, or no room, and writes nothing then',
          points: 13,
          hint: 'Check before the first byte is written: half a number on the wire is worse than none.',
          symbol: 'writeUnsignedVarint',
        },
      ],
    },
  ],
});
