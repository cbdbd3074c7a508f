/**
 * Changes of chapter 00's reference that nobody outside can notice, and why.
 */
import type { ExplainedMutant } from '../../course/mutation/explained-mutants.ts';

const JOINS =
  'It joins what is held earlier than it must: the frames are the same, copied more often.';

function frames(original: string, replacement: string, reason = JOINS): ExplainedMutant {
  const file = 'protocol/frame-reader.ts';
  return { file, symbol: 'FrameReader', original, replacement, reason };
}

export const explained: readonly ExplainedMutant[] = [
  frames('this.#heldBytes === 0', 'false'),
  frames('{ this.#split(chunk, frames); return; }', '{}'),
  frames('this.#heldBytes < this.#wanted()', 'false'),
  frames(
    '{ const first = this.#held[0] as Uint8Array; if (first.length >= SIZE_BYTES) return SIZE_BYTES + this.#checked(int32(first, 0)); if (this.#heldBytes < SIZE_BYTES) return SIZE_BYTES; this.#held = [this.#joined()]; return this.#wanted(); }',
    '{}',
  ),
  frames(
    'SIZE_BYTES + this.#checked(int32(first, 0))',
    'SIZE_BYTES - this.#checked(int32(first, 0))',
  ),
  frames('this.#heldBytes < SIZE_BYTES', 'true'),
  frames('this.#heldBytes < SIZE_BYTES', 'this.#heldBytes <= SIZE_BYTES'),
  frames('at < bytes.length', 'true', 'It holds a piece of no bytes, which counts for nothing.'),
  frames(
    'at < bytes.length',
    'at <= bytes.length',
    'It holds a piece of no bytes, which counts for nothing.',
  ),
];
