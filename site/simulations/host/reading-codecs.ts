/**
 * Codecs that come when bytes need them: who looks at bytes without compression loads none.
 *
 *     decompress  ──► not there yet: a CodecError, and the codec is noted
 *     coming()    ──► resolves when all that are noted are there: now the same bytes can be opened
 */
import { type Codec, CodecError, type Codecs } from '#env/codecs.ts';
import { browserCodecs, loadReader } from './browser-codecs.ts';

export class ReadingCodecs implements Codecs {
  readonly #missing = new Set<Codec>();
  /** Why a codec is not there: it is being loaded, or that failed. */
  readonly #absent = new Map<Codec, string>();
  readonly #present = new Set<Codec>();

  compress(): never {
    throw new Error('Nothing is written here.');
  }

  decompress(codec: Codec, data: Uint8Array, maxBytes: number): Uint8Array {
    if (this.#present.has(codec)) return browserCodecs.decompress(codec, data, maxBytes);
    if (!this.#absent.has(codec)) this.#missing.add(codec);
    throw CodecError.corrupt(codec, this.#absent.get(codec) ?? 'its codec is being loaded');
  }

  /** Undefined where nothing was asked for in vain. Never rejects: the bytes then stay closed. */
  coming(): Promise<unknown> | undefined {
    if (this.#missing.size === 0) return undefined;
    const missing = [...this.#missing];
    this.#missing.clear();
    return Promise.all(missing.map((codec) => this.#load(codec)));
  }

  async #load(codec: Codec): Promise<void> {
    try {
      await loadReader(codec);
      this.#present.add(codec);
    } catch (error) {
      this.#absent.set(codec, `its codec could not be loaded (${(error as Error).message})`);
    }
  }
}
