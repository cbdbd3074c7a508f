/**
 * Zstandard in a page. Reading is a few kilobytes of JavaScript; writing is the reference implementation
 * as WebAssembly, so that is loaded only for who writes.
 */
/// <reference path="./packages.d.ts" />
import { Decompress } from 'fzstd';
import type { LoadedCodec } from './browser-codecs.ts';
import { collectPieces } from './collect-pieces.ts';

let write: ((data: Uint8Array, level?: number) => Uint8Array) | undefined;

export const codec: LoadedCodec = {
  async loadWriting() {
    if (write !== undefined) return;
    const library = await import('@bokuweb/zstd-wasm');
    await library.init();
    write = library.compress;
  },

  compress(data, level) {
    if (write === undefined) throw new Error('zstd was loaded for reading alone.');
    return write(data, level);
  },

  decompress(data, maxBytes) {
    return collectPieces('zstd', maxBytes, (take) => {
      new Decompress((piece) => take(piece)).push(data, true);
    });
  },
};
