/**
 * xxHash32 with seed 0: the checksum of LZ4 frames.
 *
 * Four lanes take 4 bytes each of every 16; the rest is mixed in one by one. All arithmetic is
 * modulo 2^32, hence `Math.imul` and `| 0`. Specified in xxhash_spec.md of Cyan4973/xxHash.
 */
const PRIME_1 = 0x9e3779b1 | 0;
const PRIME_2 = 0x85ebca77 | 0;
const PRIME_3 = 0xc2b2ae3d | 0;
const PRIME_4 = 0x27d4eb2f | 0;
const PRIME_5 = 0x165667b1 | 0;

/** The hash as an unsigned 32-bit number. */
export function xxHash32(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const striped = bytes.length & ~15;
  let hash = (bytes.length >= 16 ? hashStripes(view, striped) : PRIME_5) + bytes.length;
  let at = striped;
  for (; at + 4 <= bytes.length; at += 4) {
    hash = rotate(hash + Math.imul(view.getUint32(at, true), PRIME_3), 17);
    hash = Math.imul(hash, PRIME_4);
  }
  for (; at < bytes.length; at += 1) {
    hash = Math.imul(rotate(hash + Math.imul(view.getUint8(at), PRIME_5), 11), PRIME_1);
  }
  return avalanche(hash);
}

function hashStripes(view: DataView, end: number): number {
  let lane1 = (PRIME_1 + PRIME_2) | 0;
  let lane2 = PRIME_2;
  let lane3 = 0;
  let lane4 = -PRIME_1 | 0;
  for (let at = 0; at < end; at += 16) {
    lane1 = round(lane1, view.getUint32(at, true));
    lane2 = round(lane2, view.getUint32(at + 4, true));
    lane3 = round(lane3, view.getUint32(at + 8, true));
    lane4 = round(lane4, view.getUint32(at + 12, true));
  }
  return rotate(lane1, 1) + rotate(lane2, 7) + rotate(lane3, 12) + rotate(lane4, 18);
}

function round(lane: number, input: number): number {
  return Math.imul(rotate(lane + Math.imul(input, PRIME_2), 13), PRIME_1);
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function avalanche(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 15), PRIME_2);
  hash = Math.imul(hash ^ (hash >>> 13), PRIME_3);
  return (hash ^ (hash >>> 16)) >>> 0;
}
