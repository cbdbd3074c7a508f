/** Task 0.4: messages out of a stream. */
import { defineTask } from '../../../course/chapter.ts';

export const task = defineTask({
  id: '0.4',
  title: 'Frames',
  outcome:
    'However TCP cuts a connection’s bytes, each request comes out whole, and no claim costs memory.',
  section: 'frames',
  buildsOn: ['0.1'],
  minutes: 35,
  files: [{ file: 'protocol/frame-reader.ts', symbols: ['FrameReader'], given: ['FrameError'] }],
  hints: [
    'Keep the chunks that are not used up. While four bytes are there, look at the size; while size + 4 bytes are there, cut a frame off.',
    'Check the size as soon as it is known, before you wait for the rest. Join what you hold only when a frame is whole: joining at every chunk copies a large frame many times.',
    'Simplest that is right: `held = concat(held, chunk)`, then loop `while (held.length >= 4)`: read the int32, throw if it is negative or above the limit, break if held is shorter than 4 + size, push held.subarray(4, 4 + size), held = held.subarray(4 + size).',
  ],
  behaviours: [
    {
      id: 'frames-whole',
      says: 'gives a frame without its size, and several of one chunk in their order',
      points: 2,
      hint: 'After one frame another may follow in the same chunk: loop, and go on where the last one ended.',
      symbol: 'FrameReader.push',
    },
    {
      id: 'frames-split',
      says: 'gives the same frames however the stream is cut, within a size too, and leaves them alone after',
      points: 3,
      hint: 'A chunk may be one byte long and end inside of the four bytes of a size. What you gave out must not change when the next chunk comes: don’t reuse its memory.',
      symbol: 'FrameReader.push',
    },
    {
      id: 'frames-empty',
      says: 'takes a size of 0 for a frame without bytes',
      points: 1,
      hint: 'A frame of no bytes is whole as soon as its size is. `if (size)` thinks otherwise.',
      symbol: 'FrameReader.push',
    },
    {
      id: 'frames-held',
      says: 'appends to the list it is given, and says how many bytes it holds back',
      points: 1,
      hint: 'heldBytes counts all that is in no frame yet: parts of a size, a size, and what came of its frame.',
      symbol: 'FrameReader.heldBytes',
    },
    {
      id: 'frames-limit',
      says: 'lets a frame of the limit through, and refuses negative or larger sizes as soon as they are whole',
      points: 2,
      hint: 'The size is an int32, so its first bit is a sign. Refuse it at its fourth byte; nobody will send the two gigabytes.',
      symbol: 'FrameReader.push',
    },
    {
      id: 'frames-before-bad',
      says: 'has given the frames before a bad size when it throws',
      points: 1,
      hint: 'Append each frame as you find it, not all at the end.',
      symbol: 'FrameReader.push',
    },
    {
      id: 'frames-no-advance',
      says: 'takes no memory for bytes that were announced and have not come',
      points: 1,
      hint: 'new Uint8Array(size) on a stranger’s word lets 40 connections take 4 GB with 160 bytes.',
      symbol: 'FrameReader.push',
    },
  ],
});
