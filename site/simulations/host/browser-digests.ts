/**
 * The digests of `Crypto` for a page: WebCrypto has them, but only behind promises.
 *
 * A broker uses MD5 by itself, when it compacts. The others are for passwords and certificates: they are
 * loaded for a run that says so, as codecs are, and three kilobytes stay away from all that don't.
 */
import { md5 } from '@noble/hashes/legacy.js';
import type { Digests } from '#env/sim/sim-crypto.ts';

let all: Digests | undefined;

export const browserDigests: Digests = {
  hash: (algorithm, data) =>
    algorithm === 'md5' ? md5(data) : present(algorithm).hash(algorithm, data),
  hmac: (algorithm, key, data) => present(algorithm).hmac(algorithm, key, data),
};

/** Loads the digests that are not there from the beginning. */
export async function loadDigests(): Promise<void> {
  all = (await import('./all-digests.ts')).allDigests;
}

function present(algorithm: string): Digests {
  if (all !== undefined) return all;
  throw new Error(
    `${algorithm} is asked for before it was loaded: \`await loadDigests()\` comes first.`,
  );
}
