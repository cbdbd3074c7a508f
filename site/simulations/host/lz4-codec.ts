/**
 * lz4 in a page, by lz4js, which believes what it reads: a block is walked first, so that a broken
 * one is refused and none becomes larger than it may.
 */
/// <reference path="./packages.d.ts" />
import { compressBlock, compressBound, decompressBlock } from 'lz4js';
import { type BlockCodec, compressLz4Frame, decompressLz4Frame } from '#env/framing/lz4-frame.ts';
import type { LoadedCodec } from './browser-codecs.ts';

const HASH_ENTRIES = 1 << 16;
const SHORTEST_MATCH = 4;
/** A length of this many in the token goes on in the bytes that follow. */
const LONG = 15;

const blocks: BlockCodec = {
  compress(block) {
    const target = new Uint8Array(compressBound(block.length));
    const size = compressBlock(block, target, 0, block.length, new Uint32Array(HASH_ENTRIES));
    // lz4js says 0 where nothing became smaller; the frame then stores the block as it is.
    return size === 0 ? block : target.subarray(0, size);
  },

  decompress(block, maxBytes) {
    const content = new Uint8Array(sizeOf(block, maxBytes));
    decompressBlock(block, content, 0, block.length, 0);
    return content;
  },
};

export const codec: LoadedCodec = {
  compress: (data) => compressLz4Frame(data, blocks),
  decompress: (data, maxBytes) => decompressLz4Frame(data, maxBytes, blocks),
};

/** What the block becomes; throws where it is none, or becomes more than `maxBytes`. */
function sizeOf(block: Uint8Array, maxBytes: number): number {
  let at = 0;
  let size = 0;
  const grow = (length: number): void => {
    size += length;
    if (size > maxBytes) throw new Error('the room for a block is too small');
  };
  const lengthFrom = (start: number): number => {
    let length = start;
    if (start !== LONG) return length;
    for (;;) {
      const byte = byteAt(block, at);
      at += 1;
      length += byte;
      if (byte !== 255) return length;
    }
  };
  for (;;) {
    const token = byteAt(block, at);
    at += 1;
    const literals = lengthFrom(token >> 4);
    at += literals;
    grow(literals);
    if (at === block.length) return size;
    const distance = byteAt(block, at) + byteAt(block, at + 1) * 256;
    if (distance === 0 || distance > size) throw new Error('a match begins before the block');
    at += 2;
    grow(lengthFrom(token & LONG) + SHORTEST_MATCH);
  }
}

function byteAt(block: Uint8Array, at: number): number {
  const byte = block[at];
  if (byte === undefined) throw new Error('a block ends too early');
  return byte;
}
