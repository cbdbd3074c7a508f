import { describe, expect, test } from 'vitest';
import { Writer } from '#protocol/writer.ts';
import { hex } from './hex.ts';
import { randomBytes, seeded } from './random-message.ts';

describe('Writer', () => {
  test('passes large payloads on by reference, in their place', () => {
    const payload = randomBytes(5000, seeded(1));
    const writer = new Writer();
    writer.int32(1);
    writer.raw(payload);
    writer.int32(2);
    const [head, middle, tail] = writer.chunks();
    expect(middle).toBe(payload);
    expect(hex(head as Uint8Array)).toBe('00000001');
    expect(hex(tail as Uint8Array)).toBe('00000002');
    expect(writer.size).toBe(5008);
  });

  test('copies small payloads into the piece that it is filling', () => {
    const writer = new Writer();
    writer.byteArray([Uint8Array.of(1), Uint8Array.of(2, 3)]);
    expect(writer.chunks().map(hex)).toEqual(['00000003010203']);
  });

  test('keeps every byte in order across many buffers', () => {
    const chance = seeded(7);
    const writer = new Writer(16);
    const parts: Uint8Array[] = [];
    for (let index = 0; index < 500; index++) {
      const part = randomBytes(Math.floor(chance() * (index % 50 === 0 ? 3000 : 40)), chance);
      parts.push(part);
      writer.raw(part);
      expect(writer.size).toBe(parts.reduce((sum, { length }) => sum + length, 0));
    }
    const expected = parts.map(hex).join('');
    expect(writer.chunks().map(hex).join('')).toBe(expected);
    expect(hex(writer.bytes())).toBe(expected);
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

  test('puts a reserved int32 where it was reserved, however much follows', () => {
    const writer = new Writer(16);
    const size = writer.reserveInt32();
    writer.raw(new Uint8Array(400).fill(0xaa));
    writer.raw(new Uint8Array(4000).fill(0xbb));
    size.set(writer.size - 4);
    expect(hex(writer.bytes()).slice(0, 10)).toBe('00001130aa');
  });

  test('an empty writer has no bytes', () => {
    expect(new Writer().bytes()).toEqual(new Uint8Array(0));
    expect(new Writer().chunks()).toEqual([]);
  });
});
