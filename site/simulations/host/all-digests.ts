/**
 * All digests that a broker may ask for, by JavaScript; `browser-digests.ts` loads them.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import type { Digests } from '#env/sim/sim-crypto.ts';

const algorithms = { md5, sha1, sha256, sha512 };

export const allDigests: Digests = {
  hash: (algorithm, data) => algorithms[algorithm](data),
  hmac: (algorithm, key, data) => hmac(algorithms[algorithm], key, data),
};
