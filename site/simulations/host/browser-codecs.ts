/**
 * The four compressions in a page, by packages of JavaScript, with the framings that a broker on Node
 * uses too (`#env/framing/`). Each is loaded when somebody says that it will be needed; to compress and
 * to decompress nobody waits.
 *
 *     await loadCodecs(['zstd']);      a run that writes zstd
 *     await loadReaders();             bytes of any codec are only read
 *
 * What one host writes the other reads. The bytes differ: two compressors rarely choose the same
 * matches, so a size on the screen may be some bytes off what Node writes.
 *
 * Invariant: no more than `maxBytes` and one piece are in memory, whatever the data claims.
 */
import type { Codec, Codecs } from '#env/codecs.ts';

/** One compression, in Kafka's framing. */
export interface LoadedCodec {
  compress(data: Uint8Array, level?: number): Uint8Array;
  decompress(data: Uint8Array, maxBytes: number): Uint8Array;
  /** What only writing needs, where that is large. */
  loadWriting?(): Promise<void>;
}

const sources: Readonly<Record<Codec, () => Promise<{ readonly codec: LoadedCodec }>>> = {
  gzip: () => import('./gzip-codec.ts'),
  snappy: () => import('./snappy-codec.ts'),
  lz4: () => import('./lz4-codec.ts'),
  zstd: () => import('./zstd-codec.ts'),
};
const loaded = new Map<Codec, LoadedCodec>();

export const browserCodecs: Codecs = {
  compress: (codec, data, level) => codecOf(codec).compress(data, level),
  decompress: (codec, data, maxBytes) => codecOf(codec).decompress(data, maxBytes),
};

/** Loads codecs for reading and writing. */
export async function loadCodecs(codecs: readonly Codec[]): Promise<void> {
  await Promise.all(codecs.map(async (codec) => (await load(codec)).loadWriting?.()));
}

/** Loads all codecs for reading alone. */
export async function loadReaders(): Promise<void> {
  await Promise.all((Object.keys(sources) as Codec[]).map(load));
}

/** Loads one codec for reading alone. */
export async function loadReader(codec: Codec): Promise<void> {
  await load(codec);
}

async function load(codec: Codec): Promise<LoadedCodec> {
  const { codec: found } = await sources[codec]();
  loaded.set(codec, found);
  return found;
}

function codecOf(codec: Codec): LoadedCodec {
  const found = loaded.get(codec);
  if (found === undefined) throw new Error(`${codec} is used before it was loaded.`);
  return found;
}
