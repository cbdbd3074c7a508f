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

const varint = 'protocol/varint.ts';
const writer = 'protocol/writer.ts';

/** A quick way for what is short or ASCII; the long way, which follows, writes the same bytes. */
function quickWay(symbol: string, original: string, replacement: string): ExplainedMutant {
  const reason = 'The quick way is left out: the long one writes the same bytes.';
  return { file: writer, symbol, original, replacement, reason };
}

function metadata(
  symbol: string,
  original: string,
  replacement: string,
  reason: string,
): ExplainedMutant {
  return { file: 'broker/handlers/03-metadata.ts', symbol, original, replacement, reason };
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
  {
    file: varint,
    symbol: 'readUnsignedVarint',
    original: 'byte === undefined',
    replacement: 'false',
    reason:
      'A byte that is not there is not below 0x80, so the loop ends as "too long": an error, too.',
  },
  {
    file: varint,
    symbol: 'readUnsignedVarint',
    original: "throw new DecodeError('truncated varint', start);",
    replacement: ';',
    reason: 'As above: the same class of error, at the same position, in other words.',
  },
  {
    file: varint,
    symbol: 'varlongSize',
    original: 'value < 0',
    replacement: 'value <= 0',
    reason: 'For 0 it sizes -1, which takes one byte as well.',
  },
  quickWay('Writer.unsignedVarint', 'value >= 0', 'value > 0'),
  quickWay('Writer.unsignedVarint', 'value >= 0 && value < 0x80 && (value | 0) === value', 'false'),
  quickWay('Writer.unsignedVarint', '{ this.#byte(value); return; }', '{}'),
  quickWay('Writer.string', 'writeAscii(value, this.buffer, at + 2)', 'false'),
  quickWay(
    'Writer.string',
    '{ this.buffer[at] = value.length >> 8; this.buffer[at + 1] = value.length; return; }',
    '{}',
  ),
  quickWay(
    'Writer.compactString',
    '{ const at = this.reserve(1 + length); this.buffer[at] = length + 1; if (writeAscii(value, this.buffer, at + 1)) return; this.release(at); }',
    '{}',
  ),
  quickWay('Writer.compactString', 'writeAscii(value, this.buffer, at + 1)', 'false'),
  quickWay('Writer.compactString', 'length < 0x7f', 'false'),
  {
    file: 'protocol/codec-tagged.ts',
    symbol: 'writeTagged',
    original: 'count === 0',
    replacement: 'false',
    reason: 'Where no field is to be written, going through the fields writes none.',
  },
  {
    file: 'protocol/codec-tagged.ts',
    symbol: 'readSized',
    original: 'end - size',
    replacement: 'end + size',
    reason: 'Where in the bytes an error is stands in its words; it still has its class and path.',
  },
  {
    file: 'protocol/codec-array.ts',
    symbol: 'arrayWriter',
    original: '[]',
    replacement: '["Stryker was here"]',
    reason: 'The count of null is -1, so no element is written, whichever there are.',
  },
  metadata(
    'refuse',
    '[]',
    '["Stryker was here"]',
    'Who asks for all topics asks for none by id, and is not refused.',
  ),
  metadata(
    'wantedTopics',
    'topics?.length',
    'topics.length',
    'It is asked in version 0, which has no null.',
  ),
  metadata(
    'namesToCreate',
    'topics.length === 0',
    'false',
    'Of no topics there are no names to create.',
  ),
  ...(['request', 'response'] as const).map((kind) => ({
    file: `protocol/${kind}-header.ts`,
    symbol: kind === 'request' ? 'readRequestHeader' : 'readResponseHeader',
    original: '[]',
    replacement: '["Stryker was here"]',
    reason: 'A text has no tag, so no tag is known by it.',
  })),
];
