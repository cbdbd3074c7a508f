/**
 * gzip in a page, by fflate.
 */
import { Gunzip, gzipSync } from 'fflate';
import type { LoadedCodec } from './browser-codecs.ts';
import { collectPieces, type Take } from './collect-pieces.ts';

/** Deflate grows at most a thousandfold: what is pushed at once bounds what comes out at once. */
const PIECE = 4096;

type Level = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

export const codec: LoadedCodec = {
  // A header without a time, or the same run would give other bytes a second later.
  compress: (data, level) => gzipSync(data, { mtime: 0, level: (level ?? 6) as Level }),
  decompress: (data, maxBytes) => collectPieces('gzip', maxBytes, (take) => gunzip(data, take)),
};

function gunzip(data: Uint8Array, take: Take): void {
  const stream = new Gunzip((piece) => take(piece));
  for (let at = 0; at < data.length || at === 0; at += PIECE) {
    stream.push(data.subarray(at, at + PIECE), at + PIECE >= data.length);
  }
}
