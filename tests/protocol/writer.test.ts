import { describe, expect, test } from 'vitest';
import { Writer } from '#protocol/writer.ts';
import { hex } from './hex.ts';

describe('Writer', () => {
  test('copies small payloads into the piece that it is filling', () => {
    const writer = new Writer();
    writer.byteArray([Uint8Array.of(1), Uint8Array.of(2, 3)]);
    expect(writer.chunks().map(hex)).toEqual(['00000003010203']);
  });

  test.each([
    ['uuid', 16, (writer: Writer) => writer.uuid('AAECAwQFBgcICQoLDA0ODw')],
    ['int64', 8, (writer: Writer) => writer.int64(-2)],
    ['float64', 8, (writer: Writer) => writer.float64(1.5)],
    ['string', 7, (writer: Writer) => writer.string('topic')],
    ['compact string', 6, (writer: Writer) => writer.compactString('topic')],
    ['long text', 202, (writer: Writer) => writer.string('é'.repeat(100))],
    ['varint', 5, (writer: Writer) => writer.unsignedVarint(2 ** 32 - 1)],
  ])('a %s is whole wherever a buffer ends', (_, length, write) => {
    const alone = new Writer();
    write(alone);
    expect(alone.size).toBe(length);
    for (let before = 0; before < 32; before++) {
      const writer = new Writer(16);
      writer.raw(new Uint8Array(before));
      write(writer);
      expect(hex(writer.bytes())).toBe('00'.repeat(before) + hex(alone.bytes()));
    }
  });
});
