/** Task 0.4, right in another way than the reference. */
import type { Variant } from '../../../course/grading/variant.ts';

const FILE = 'protocol/frame-reader.ts';

export const variants: readonly Variant[] = [
  {
    name: 'joins what it holds with every chunk, and copies every frame',
    change: {
      [FILE]: {
        FrameReader: {
          declaration: `
            export class FrameReader {
              readonly #limit: number;
              #held: number[] = [];

              constructor(maxFrameBytes: number) {
                this.#limit = maxFrameBytes;
              }

              get heldBytes(): number {
                return this.#held.length;
              }

              push(chunk: Uint8Array, frames: Uint8Array[]): void {
                for (const byte of chunk) this.#held.push(byte);
                for (;;) {
                  const [a, b, c, d] = this.#held;
                  if (a === undefined || b === undefined || c === undefined) return;
                  if (d === undefined) return;
                  const size = (a << 24) | (b << 16) | (c << 8) | d;
                  if (size < 0) throw new FrameError('negative: ' + size);
                  if (size > this.#limit) throw new FrameError('too large: ' + size);
                  if (this.#held.length < 4 + size) return;
                  frames.push(Uint8Array.from(this.#held.slice(4, 4 + size)));
                  this.#held = this.#held.slice(4 + size);
                }
              }
            }`,
        },
      },
    },
  },
  {
    name: 'is a machine of two states that goes byte by byte',
    change: {
      [FILE]: {
        FrameReader: {
          declaration: `
            export class FrameReader {
              readonly #limit: number;
              #size: number[] = [];
              #wanted: number | undefined;
              #body: number[] = [];

              constructor(maxFrameBytes: number) {
                this.#limit = maxFrameBytes;
              }

              get heldBytes(): number {
                return this.#size.length + this.#body.length;
              }

              push(chunk: Uint8Array, frames: Uint8Array[]): void {
                for (const byte of chunk) {
                  if (this.#wanted === undefined) this.#takeSize(byte);
                  else this.#body.push(byte);
                  if (this.#body.length !== this.#wanted) continue;
                  frames.push(Uint8Array.from(this.#body));
                  this.#size = [];
                  this.#body = [];
                  this.#wanted = undefined;
                }
              }

              #takeSize(byte: number): void {
                this.#size.push(byte);
                if (this.#size.length < 4) return;
                const size = this.#size.reduce((sum, one) => sum * 256 + one, 0);
                if (size > this.#limit) throw new FrameError('a frame of ' + size + ' bytes');
                this.#wanted = size;
              }
            }`,
        },
      },
    },
  },
];
