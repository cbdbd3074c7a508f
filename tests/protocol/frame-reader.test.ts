import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FrameError, FrameReader } from '#protocol/frame-reader.ts';

const frameOf = (body: Uint8Array): Uint8Array => {
  const framed = new Uint8Array(4 + body.length);
  new DataView(framed.buffer).setInt32(0, body.length);
  framed.set(body, 4);
  return framed;
};

const sizePrefix = (size: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, size);
  return bytes;
};

const joined = (pieces: readonly Uint8Array[]): Uint8Array => {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
};

describe('FrameReader', () => {
  test('gives the same frames however the stream is cut', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 });
    const cuts = fc.array(fc.nat(400), { maxLength: 20 });
    fc.assert(
      fc.property(bodies, cuts, (frames, at) => {
        const stream = joined(frames.map(frameOf));
        const ends = [...at.map((cut) => Math.min(cut, stream.length)), stream.length];
        const reader = new FrameReader(1000);
        const read: Uint8Array[] = [];
        let start = 0;
        for (const end of ends.sort((a, b) => a - b)) {
          reader.push(stream.slice(start, end), read);
          start = end;
        }
        expect(read.map((frame) => [...frame])).toEqual(frames.map((frame) => [...frame]));
        expect(reader.heldBytes).toBe(0);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  test('lets an empty frame through', () => {
    const read: Uint8Array[] = [];
    new FrameReader(10).push(sizePrefix(0), read);
    expect(read).toEqual([new Uint8Array(0)]);
  });

  test('does not copy a frame that came in one chunk', () => {
    const chunk = frameOf(new Uint8Array([1, 2, 3]));
    const read: Uint8Array[] = [];
    new FrameReader(10).push(chunk, read);
    expect(read[0]?.buffer).toBe(chunk.buffer);
  });

  test('holds no more than what has come of a large frame', () => {
    const reader = new FrameReader(100_000_000);
    reader.push(sizePrefix(100_000_000), []);
    expect(reader.heldBytes).toBe(4);
  });

  test.each([-1, -2147483648, 1001, 2147483647])('refuses a frame of %i bytes', (size) => {
    const reader = new FrameReader(1000);
    expect(() => reader.push(sizePrefix(size), [])).toThrow(FrameError);
  });

  test('refuses a size that comes byte by byte as soon as it is whole', () => {
    const reader = new FrameReader(1000);
    const bytes = sizePrefix(1001);
    for (const byte of bytes.subarray(0, 3)) reader.push(Uint8Array.of(byte), []);
    expect(() => reader.push(bytes.subarray(3), [])).toThrow('frame of 1001 bytes');
  });

  test('gives the frames before a bad size', () => {
    const read: Uint8Array[] = [];
    const stream = joined([frameOf(Uint8Array.of(5)), sizePrefix(-1)]);
    expect(() => new FrameReader(1000).push(stream, read)).toThrow(FrameError);
    expect(read).toEqual([Uint8Array.of(5)]);
  });
});
