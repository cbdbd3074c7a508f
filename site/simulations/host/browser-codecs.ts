/**
 * The four compressions in a page, by packages of JavaScript, with the framings that a broker on Node
 * uses too (`#env/framing/`).
 *
 * What one host writes the other reads. The bytes differ: two compressors rarely choose the same
 * matches, so a size on the screen may be some bytes off what Node writes.
 *
 * Invariant: no more than `maxBytes` and one piece are in memory, whatever the data claims.
 */
/// <reference path="./packages.d.ts" />
import { Gunzip, gzipSync } from 'fflate';
import { compress as compressSnappyBlock, uncompress } from 'snappyjs';
import { type Codec, CodecError, type Codecs } from '#env/codecs.ts';
import { type BlockCodec, compressLz4Frame, decompressLz4Frame } from '#env/framing/lz4-frame.ts';
import { compressXerial, decompressSnappy } from '#env/framing/snappy-framing.ts';
import { lz4Blocks } from './lz4-block.ts';
import { compressZstd, decompressZstd, loadZstd } from './zstd-frames.ts';

const snappyBlocks: BlockCodec = {
  compress: (block) => compressSnappyBlock(block),
  decompress: (block, maxBytes) => uncompress(block, maxBytes),
};

/** Deflate grows at most a thousandfold: what is pushed at once bounds what comes out at once. */
const GZIP_PIECE = 4096;

type Level = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

export const browserCodecs: Codecs = {
  compress(codec, data, level) {
    switch (codec) {
      case 'gzip':
        // A header without a time, or the same run would give other bytes a second later.
        return gzipSync(data, { mtime: 0, level: (level ?? 6) as Level });
      case 'snappy':
        return compressXerial(data, snappyBlocks);
      case 'lz4':
        return compressLz4Frame(data, lz4Blocks);
      case 'zstd':
        return compressZstd(data, level);
    }
  },

  decompress(codec, data, maxBytes) {
    switch (codec) {
      case 'gzip':
        return collect(codec, maxBytes, (take) => gunzip(data, take));
      case 'snappy':
        return decompressSnappy(data, maxBytes, snappyBlocks);
      case 'lz4':
        return decompressLz4Frame(data, maxBytes, lz4Blocks);
      case 'zstd':
        return collect(codec, maxBytes, (take) => decompressZstd(data, take));
    }
  },
};

/** Loads what `compress` will need: it can't wait, so this comes before the run. */
export async function loadCodecs(codecs: readonly Codec[]): Promise<void> {
  if (codecs.includes('zstd')) await loadZstd();
}

type Take = (piece: Uint8Array) => void;

function gunzip(data: Uint8Array, take: Take): void {
  const stream = new Gunzip((piece) => take(piece));
  for (let at = 0; at < data.length || at === 0; at += GZIP_PIECE) {
    stream.push(data.subarray(at, at + GZIP_PIECE), at + GZIP_PIECE >= data.length);
  }
}

/** All that `run` hands out, as one; what it throws means that the data is broken. */
function collect(codec: Codec, maxBytes: number, run: (take: Take) => void): Uint8Array {
  const pieces: Uint8Array[] = [];
  let total = 0;
  try {
    run((piece) => {
      total += piece.length;
      if (total > maxBytes) throw CodecError.tooLarge(codec, maxBytes);
      pieces.push(piece);
    });
  } catch (cause) {
    if (cause instanceof CodecError) throw cause;
    throw CodecError.corrupt(codec, (cause as Error).message, cause);
  }
  return joined(pieces, total);
}

function joined(pieces: readonly Uint8Array[], total: number): Uint8Array {
  const all = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
