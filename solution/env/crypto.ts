/**
 * Secrets and digests. `randomBytes` is unpredictable in production and seeded in the simulation;
 * the digests are the same pure functions everywhere.
 */
export interface Crypto {
  /** Bytes nobody can guess. */
  randomBytes(length: number): Uint8Array;

  /** The digest of `data`. */
  hash(algorithm: HashAlgorithm, data: Uint8Array): Uint8Array;

  /** HMAC (RFC 2104) of `data` under `key`. */
  hmac(algorithm: HashAlgorithm, key: Uint8Array, data: Uint8Array): Uint8Array;

  /** True when both hold the same bytes, in a time that does not tell where they differ. */
  equal(a: Uint8Array, b: Uint8Array): boolean;
}

export type HashAlgorithm = 'md5' | 'sha1' | 'sha256' | 'sha512';
