/**
 * Zstandard in a page. Reading is a few kilobytes of JavaScript; writing is the reference
 * implementation as WebAssembly, so it is loaded only for a run that writes zstd.
 */
/// <reference path="./packages.d.ts" />
import { Decompress } from 'fzstd';

type Compress = (data: Uint8Array, level?: number) => Uint8Array;

let compress: Compress | undefined;

export async function loadZstd(): Promise<void> {
  if (compress !== undefined) return;
  const library = await import('@bokuweb/zstd-wasm');
  await library.init();
  compress = library.compress;
}

export function compressZstd(data: Uint8Array, level?: number): Uint8Array {
  if (compress === undefined) {
    throw new Error('zstd is written before it was loaded: `await loadCodecs(…)` comes first.');
  }
  return compress(data, level);
}

/** Hands each piece of the content to `take`, which may throw. */
export function decompressZstd(data: Uint8Array, take: (piece: Uint8Array) => void): void {
  const stream = new Decompress((piece) => take(piece));
  stream.push(data, true);
}
