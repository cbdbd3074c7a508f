/** Task 0.4 as people get it wrong. */
import type { Variant } from '../../../course/grading/variant.ts';

const FILE = 'protocol/frame-reader.ts';

/** The plain way that is right, with what a variant has instead of some of its text. */
function plain(...edits: readonly (readonly [replace: string, by: string])[]): Variant['change'] {
  let declaration = `
    export class FrameReader {
      readonly #limit: number;
      #held = new Uint8Array(0);

      constructor(maxFrameBytes: number) {
        this.#limit = maxFrameBytes;
      }

      get heldBytes(): number {
        return this.#held.length;
      }

      push(chunk: Uint8Array, frames: Uint8Array[]): void {
        let bytes = new Uint8Array(this.#held.length + chunk.length);
        bytes.set(this.#held);
        bytes.set(chunk, this.#held.length);
        while (bytes.length >= 4) {
          const size = new DataView(bytes.buffer, bytes.byteOffset).getInt32(0);
          if (size < 0 || size > this.#limit) throw new FrameError('a frame of ' + size);
          if (bytes.length < 4 + size) break;
          frames.push(bytes.subarray(4, 4 + size));
          bytes = bytes.subarray(4 + size);
        }
        this.#held = bytes;
      }
    }`;
  for (const [replace, by] of edits) {
    if (declaration.split(replace).length !== 2) throw new Error(`'${replace}' is not there once`);
    declaration = declaration.replace(replace, by);
  }
  return { [FILE]: { FrameReader: { declaration } } };
}

export const variants: readonly Variant[] = [
  {
    name: 'looks for one frame a chunk',
    breaks: [
      'frames-whole',
      'frames-split',
      'frames-empty',
      'frames-before-bad',
      'first-pipelined',
    ],
    change: plain([
      'bytes = bytes.subarray(4 + size);',
      'bytes = bytes.subarray(4 + size);\nbreak;',
    ]),
  },
  {
    name: 'takes every chunk for the beginning of a frame',
    breaks: [
      'frames-split',
      'frames-empty',
      'frames-held',
      'frames-limit',
      'frames-before-bad',
      'first-pipelined',
      'first-byte-by-byte',
      'first-garbage',
    ],
    change: plain(['this.#held = bytes;', 'this.#held = bytes.subarray(bytes.length);']),
  },
  {
    name: 'takes a chunk for as many whole frames, and counts on four bytes of size',
    breaks: [
      'frames-split',
      'frames-empty',
      'frames-held',
      'frames-limit',
      'frames-before-bad',
      'frames-no-advance',
      'first-byte-by-byte',
    ],
    change: plain(['while (bytes.length >= 4)', 'while (bytes.length > 0)']),
  },
  {
    name: 'gives frames with their size',
    breaks: [
      'frames-whole',
      'frames-split',
      'frames-empty',
      'frames-held',
      'frames-limit',
      'frames-before-bad',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-byte-by-byte',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: plain(['bytes.subarray(4, 4 + size)', 'bytes.subarray(0, 4 + size)']),
  },
  {
    name: 'takes the size for one that counts itself',
    breaks: [
      'frames-whole',
      'frames-split',
      'frames-empty',
      'frames-held',
      'frames-limit',
      'frames-before-bad',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-byte-by-byte',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: plain(['.getInt32(0);', '.getInt32(0) - 4;']),
  },
  {
    name: 'reads the size in the order of its own machine',
    breaks: [
      'frames-whole',
      'frames-split',
      'frames-empty',
      'frames-held',
      'frames-limit',
      'frames-before-bad',
      'first-handshake',
      'first-unknown-version',
      'first-metadata',
      'first-unknown-topics',
      'first-pipelined',
      'first-byte-by-byte',
      'first-unknown-tags',
      'first-garbage',
    ],
    change: plain(['.getInt32(0);', '.getInt32(0, true);']),
  },
  {
    name: 'thinks that a frame without bytes has not come yet',
    breaks: ['frames-split', 'frames-empty', 'frames-held'],
    change: plain([
      'if (bytes.length < 4 + size) break;',
      'if (size === 0 || bytes.length < 4 + size) break;',
    ]),
  },
  {
    name: 'waits for a byte behind an empty frame',
    breaks: ['frames-empty', 'frames-held', 'frames-limit', 'frames-before-bad', 'first-garbage'],
    change: plain(['while (bytes.length >= 4)', 'while (bytes.length > 4)']),
  },
  {
    name: 'refuses a frame as long as the limit',
    breaks: ['frames-limit'],
    change: plain(['size > this.#limit', 'size >= this.#limit']),
  },
  {
    name: 'does not think of negative sizes',
    breaks: ['frames-limit', 'frames-before-bad'],
    change: plain(['if (size < 0 || size > this.#limit) throw', 'if (size > this.#limit) throw']),
  },
  {
    name: 'reads the size without its sign and believes it',
    breaks: ['frames-limit', 'frames-before-bad', 'first-garbage'],
    change: plain(
      ['.getInt32(0);', '.getUint32(0);'],
      ["if (size < 0 || size > this.#limit) throw new FrameError('a frame of ' + size);", ''],
    ),
  },
  {
    name: 'looks at the size only when the whole frame is there',
    breaks: ['frames-limit', 'first-garbage'],
    change: plain(
      ["if (size < 0 || size > this.#limit) throw new FrameError('a frame of ' + size);", ''],
      [
        'frames.push(',
        "if (size < 0 || size > this.#limit) throw new FrameError('a frame of ' + size);\nframes.push(",
      ],
    ),
  },
  {
    name: 'gives frames out together at the end of a chunk',
    breaks: ['frames-before-bad'],
    change: plain(
      ['while (bytes.length >= 4)', 'const found: Uint8Array[] = [];\nwhile (bytes.length >= 4)'],
      ['frames.push(', 'found.push('],
      ['this.#held = bytes;', 'frames.push(...found);\nthis.#held = bytes;'],
    ),
  },
  {
    name: 'empties the list it is given first',
    breaks: ['frames-whole', 'frames-split', 'frames-held'],
    change: plain(['let bytes =', 'if (this.#held.length === 0) frames.length = 0;\nlet bytes =']),
  },
  {
    name: 'counts the bytes that it holds without those of the size',
    breaks: ['frames-held'],
    change: plain(['return this.#held.length;', 'return Math.max(0, this.#held.length - 4);']),
  },
  {
    name: 'makes room for a frame as soon as it is announced',
    breaks: ['frames-no-advance'],
    change: plain(
      ['#held = new Uint8Array(0);', '#held = new Uint8Array(0);\n#room: Uint8Array | undefined;'],
      [
        'if (bytes.length < 4 + size) break;',
        `if (bytes.length < 4 + size) {
          this.#room ??= new Uint8Array(size);
          break;
        }
        this.#room = undefined;`,
      ],
    ),
  },
  {
    name: 'keeps what it holds in one buffer, which frames are views of',
    breaks: ['frames-whole', 'frames-split', 'frames-held', 'frames-before-bad'],
    change: plain(
      ['#held = new Uint8Array(0);', '#held = new Uint8Array(0);\n#buffer = new Uint8Array(4096);'],
      [
        'let bytes = new Uint8Array(this.#held.length + chunk.length);',
        `const length = this.#held.length + chunk.length;
        if (length > this.#buffer.length) this.#buffer = new Uint8Array(2 * length);
        let bytes = this.#buffer.subarray(0, length);`,
      ],
      ['bytes.set(this.#held);', 'bytes.set(this.#held.slice());'],
    ),
  },
];
