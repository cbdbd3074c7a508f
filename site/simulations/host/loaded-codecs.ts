/**
 * The compressions of a run, loaded where it writes any: most runs compress nothing, and a page is 10 kB
 * smaller without.
 *
 *     await loadCodecs(['zstd']);            // before the run: compressing can't wait
 *     loadedCodecs.compress('zstd', …)
 */
import type { Codec, Codecs } from '#env/codecs.ts';

let loaded: Codecs | undefined;

export const loadedCodecs: Codecs = {
  compress: (codec, data, level) => present(codec).compress(codec, data, level),
  decompress: (codec, data, maxBytes) => present(codec).decompress(codec, data, maxBytes),
};

export async function loadCodecs(codecs: readonly Codec[]): Promise<void> {
  if (codecs.length === 0) return;
  const browser = await import('./browser-codecs.ts');
  await browser.loadCodecs(codecs);
  loaded = browser.browserCodecs;
}

/** For bytes that somebody else has written: whatever they say of themselves can be opened. */
export async function loadReaders(): Promise<void> {
  const browser = await import('./browser-codecs.ts');
  await browser.loadReaders();
  loaded = browser.browserCodecs;
}

function present(codec: Codec): Codecs {
  if (loaded !== undefined) return loaded;
  throw new Error(
    `${codec} is asked for before it was loaded: \`await loadCodecs(…)\` comes first.`,
  );
}
