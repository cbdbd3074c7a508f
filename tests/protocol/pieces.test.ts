import { describe, expect, test } from 'vitest';
import { Pieces } from '#protocol/pieces.ts';
import { hex } from './hex.ts';
import { randomBytes, seeded } from './random-message.ts';

describe('Pieces', () => {
  test('passes large payloads on by reference, in their place', () => {
    const payload = randomBytes(5000, seeded(1));
    const pieces = new Pieces();
    pieces.raw(Uint8Array.of(1));
    pieces.raw(payload);
    pieces.raw(Uint8Array.of(2));
    const [head, middle, tail] = pieces.chunks();
    expect(middle).toBe(payload);
    expect(hex(head as Uint8Array)).toBe('01');
    expect(hex(tail as Uint8Array)).toBe('02');
    expect(pieces.size).toBe(5002);
  });

  test('keeps every byte in order across many buffers', () => {
    const chance = seeded(7);
    const pieces = new Pieces(16);
    const parts: Uint8Array[] = [];
    for (let index = 0; index < 500; index++) {
      const part = randomBytes(Math.floor(chance() * (index % 50 === 0 ? 3000 : 40)), chance);
      parts.push(part);
      pieces.raw(part);
      expect(pieces.size).toBe(parts.reduce((sum, { length }) => sum + length, 0));
    }
    const expected = parts.map(hex).join('');
    expect(pieces.chunks().map(hex).join('')).toBe(expected);
    expect(hex(pieces.bytes())).toBe(expected);
  });

  test('puts a reserved int32 where it was reserved, however much follows', () => {
    const pieces = new Pieces(16);
    const size = pieces.reserveInt32();
    pieces.raw(new Uint8Array(400).fill(0xaa));
    pieces.raw(new Uint8Array(4000).fill(0xbb));
    size.set(pieces.size - 4);
    expect(hex(pieces.bytes()).slice(0, 10)).toBe('00001130aa');
  });

  test('empty pieces have no bytes', () => {
    expect(new Pieces().bytes()).toEqual(new Uint8Array(0));
    expect(new Pieces().chunks()).toEqual([]);
  });

  test('gives back what was reserved last', () => {
    const pieces = new Pieces(16);
    pieces.raw(Uint8Array.of(1));
    pieces.release(pieces.reserve(100));
    pieces.raw(Uint8Array.of(2));
    expect(hex(pieces.bytes())).toBe('0102');
  });
});
