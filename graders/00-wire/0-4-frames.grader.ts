/**
 * Task 0.4, frames: a stream of bytes in, whole messages out.
 */
import { FrameReader } from '#protocol/frame-reader.ts';
import { joined } from '../../course/bytes/joined.ts';
import { behaviour } from '../../course/grading/behaviour.ts';
import {
  expectBytes,
  expectEqual,
  expectError,
  expectTrue,
  hexBytes,
  withTrace,
} from '../../course/grading/expect.ts';
import { largestAllocation } from './allocations.ts';
import { goldenFrame, withSize } from './golden-frames.ts';

const LIMIT = 1000;

behaviour('frames-whole', () => {
  expectFrames(framesOf(['00 00 00 03 0a 0b 0c']), ['0a 0b 0c'], 'a frame of three bytes');
  expectFrames(
    framesOf(['00 00 00 01 0a 00 00 00 02 0b 0c 00 00 00 01 0d']),
    ['0a', '0b 0c', '0d'],
    'three frames in one chunk',
  );
  expectFrames(
    framesOf(['00 00 00 01 0a', '00 00 00 02 0b 0c']),
    ['0a', '0b 0c'],
    'two frames in a chunk each',
  );
  const request = goldenFrame('18-ApiVersions-v3-1.request');
  const frames: Uint8Array[] = [];
  new FrameReader(LIMIT).push(joined([withSize(request), withSize(request)]), frames);
  expectEqual(frames.length, 2, 'the number of frames when librdkafka asks twice');
  for (const frame of frames) {
    expectBytes(frame, request, 'its request', 'request:ApiVersionsRequest:3');
  }
});

behaviour('frames-split', () => {
  const bodies = [hexBytes('0a 0b 0c'), new Uint8Array(0), new Uint8Array(200).fill(7)];
  const stream = joined([...bodies, ...bodies].map(withSize));
  for (const length of [1, 2, 3, 4, 5, 6, 7, 9, 50, 211, 300]) expectAllOf(cut(length), length);
  function cut(length: number): Uint8Array[] {
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < stream.length; at += length) chunks.push(stream.slice(at, at + length));
    return chunks;
  }
  function expectAllOf(chunks: Uint8Array[], length: number): void {
    const reader = new FrameReader(LIMIT);
    const frames: Uint8Array[] = [];
    const pushed: string[] = [];
    withTrace(
      () => pushed,
      () => {
        for (const chunk of chunks) {
          reader.push(chunk, frames);
          pushed.push(`pushed ${chunk.length} bytes: ${frames.length} frames so far`);
        }
        expectEqual(frames.length, 6, `the number of frames from chunks of ${length} bytes`);
        [...bodies, ...bodies].forEach((body, index) => {
          const what = `frame ${index} from chunks of ${length} bytes, after the last chunk`;
          expectBytes(frames[index] as Uint8Array, body, what);
        });
      },
    );
  }
});

behaviour('frames-empty', () => {
  expectFrames(framesOf(['00 00 00 00']), [''], 'a size of 0');
  expectFrames(framesOf(['00 00 00 00 00 00 00 01 0a 00 00 00 00']), ['', '0a', ''], 'three');
  expectFrames(framesOf(['00 00', '00 00']), [''], 'a size of 0 in two chunks');
  expectFrames(framesOf(['00 00 00 01 0a 00 00', '00 00']), ['0a', ''], 'an empty one at the end');
});

behaviour('frames-held', () => {
  const reader = new FrameReader(LIMIT);
  const frames = [hexBytes('99')];
  const steps: readonly [chunk: string, frames: number, held: number][] = [
    ['', 1, 0],
    ['00 00', 1, 2],
    ['00', 1, 3],
    ['02 0a', 1, 5],
    ['0b', 2, 0],
    ['00 00 00 01 0c 00 00 00 03 0d', 3, 5],
    ['0e 0f 00', 4, 1],
    ['00 00 00', 5, 0],
  ];
  for (const [chunk, count, held] of steps) {
    reader.push(hexBytes(chunk), frames);
    expectEqual(frames.length, count, `the frames in the list after '${chunk}'`);
    expectEqual(reader.heldBytes, held, `heldBytes after '${chunk}'`);
  }
  expectFrames(frames, ['99', '0a 0b', '0c', '0d 0e 0f', ''], 'the list, with what was in it');
});

behaviour('frames-limit', () => {
  const reader = new FrameReader(LIMIT);
  const frames: Uint8Array[] = [];
  reader.push(withSize(new Uint8Array(LIMIT)), frames);
  expectEqual(frames[0]?.length, LIMIT, 'the length of a frame as long as the limit');
  for (const size of ['00 00 03 e9', '7f ff ff ff', 'ff ff ff ff', '80 00 00 00']) {
    expectError(() => framesOf([size]), 'FrameError', `the size ${size}`);
    expectError(() => framesOf([`${size} 00 00`]), 'FrameError', `the size ${size}, with more`);
    const halves = [size.slice(0, 8), size.slice(9)];
    expectError(() => framesOf(halves), 'FrameError', `the size ${size} in two chunks`);
    expectError(() => framesOf(size.split(' ')), 'FrameError', `the size ${size} byte by byte`);
  }
  for (const start of ['00 00 03', 'ff ff ff', '00 00 00 01 0a ff ff ff']) {
    const count = start.length > 8 ? 1 : 0;
    expectEqual(framesOf([start]).length, count, `the frames in '${start}', where a size begins`);
  }
});

behaviour('frames-before-bad', () => {
  for (const chunks of [
    ['00 00 00 01 0a 00 00 00 01 0b ff ff ff ff'],
    ['00 00 00 01 0a 00 00', '00 01 0b ff ff ff ff'],
  ]) {
    const frames: Uint8Array[] = [];
    const reader = new FrameReader(LIMIT);
    const push = () => {
      for (const chunk of chunks) reader.push(hexBytes(chunk), frames);
    };
    expectError(push, 'FrameError', 'two frames and a size of -1');
    expectFrames(frames, ['0a', '0b'], 'the frames that stand before it');
  }
});

behaviour('frames-no-advance', () => {
  const reader = new FrameReader(200_000_000);
  const largest = largestAllocation(() => {
    for (const chunk of ['05 f5', 'e1 00', '01 02 03', '04']) reader.push(hexBytes(chunk), []);
  });
  const what = 'little memory is asked for after a size of 100,000,000 and four bytes';
  expectTrue(largest < 1_000_000, what, `${largest} bytes at once`);
});

function framesOf(chunks: readonly string[]): Uint8Array[] {
  const frames: Uint8Array[] = [];
  const reader = new FrameReader(LIMIT);
  for (const chunk of chunks) reader.push(hexBytes(chunk), frames);
  return frames;
}

function expectFrames(frames: readonly Uint8Array[], bodies: readonly string[], what: string) {
  expectEqual(frames.length, bodies.length, `the number of frames: ${what}`);
  bodies.forEach((body, index) => {
    expectBytes(frames[index] as Uint8Array, hexBytes(body), `frame ${index}: ${what}`);
  });
}
