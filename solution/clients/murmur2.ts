/**
 * MurmurHash2, 32 bits: how every Kafka client finds the partition of a key.
 *
 * It must be this hash with this seed, bit for bit: records of one key then land on one partition
 * whoever wrote them, which is what ordering and compaction stand on. Arithmetic is on 32-bit
 * integers that wrap, so products go through `Math.imul`.
 *
 * Source: Austin Appleby's MurmurHash2; Kafka's seed is 0x9747b28c.
 */
const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;
const SHIFT = 24;

/** The hash as a signed 32-bit integer. */
export function murmur2(bytes: Uint8Array): number {
  let hash = SEED ^ bytes.length;
  const wordsEnd = bytes.length & ~3;
  for (let at = 0; at < wordsEnd; at += 4) {
    let word = Math.imul(littleEndian(bytes, at, 4), MULTIPLIER);
    word ^= word >>> SHIFT;
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(word, MULTIPLIER);
  }
  if (wordsEnd < bytes.length) {
    hash ^= littleEndian(bytes, wordsEnd, bytes.length - wordsEnd);
    hash = Math.imul(hash, MULTIPLIER);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, MULTIPLIER);
  return hash ^ (hash >>> 15);
}

/** The partition of a key. The sign bit is dropped, not negated: Kafka's `toPositive`. */
export function partitionOfKey(key: Uint8Array, partitionCount: number): number {
  return (murmur2(key) & 0x7fff_ffff) % partitionCount;
}

function littleEndian(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let n = 0; n < length; n++) value |= (bytes[at + n] as number) << (8 * n);
  return value;
}
