/**
 * XXH3, 64 bits, seed 0: the hash of topics that groups are compared by. It has to be Kafka's to the
 * bit, or each group would rebalance once whenever another broker loads it.
 *
 *     0 | 1-3 | 4-8 | 9-16 | 17-128 | 129-240      a formula for each range of lengths
 *     241 ...     eight accumulators take 64 bytes a stripe, 16 stripes a block of 1024 bytes;
 *                 after each block they are scrambled, and at the end merged
 *
 * Everything is 64-bit arithmetic with overflow. A hash is computed when a topic has changed, so
 * plain BigInt is quick enough. Source: XXH3 specification, github.com/Cyan4973/xxHash.
 */
const PRIME32_1 = 0x9e3779b1n;
const PRIME32_2 = 0x85ebca77n;
const PRIME32_3 = 0xc2b2ae3dn;
const PRIME64_1 = 0x9e3779b185ebca87n;
const PRIME64_2 = 0xc2b2ae3d27d4eb4fn;
const PRIME64_3 = 0x165667b19e3779f9n;
const PRIME64_4 = 0x85ebca77c2b2ae63n;
const PRIME64_5 = 0x27d4eb2f165667c5n;
const PRIME_MX1 = 0x165667919e3779f9n;
const PRIME_MX2 = 0x9fb21c651e98df25n;

const MASK = (1n << 64n) - 1n;
const LOW_32 = 0xffffffffn;
const STRIPE = 64;
const SECRET_STEP = 8;
/** The secret has room for so many stripes, then the block is over. */
const STRIPES_PER_BLOCK = 16;
const BLOCK = STRIPE * STRIPES_PER_BLOCK;

/** The default secret: bytes without a meaning, which the specification gives. */
const SECRET = view(
  Uint8Array.from(
    [
      'b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f',
      'cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c',
      '3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8',
      'a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364',
      'eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e',
      '2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e',
    ]
      .join('')
      .match(/../g)
      ?.map((byte) => Number.parseInt(byte, 16)) ?? [],
  ),
);

/** The hash of the bytes, as an unsigned 64-bit number. */
export function xxh3(bytes: Uint8Array): bigint {
  const input = view(bytes);
  const { length } = bytes;
  if (length === 0) return avalanche64(u64(SECRET, 56) ^ u64(SECRET, 64));
  if (length <= 3) return hash1to3(input, length);
  if (length <= 8) return hash4to8(input, length);
  if (length <= 16) return hash9to16(input, length);
  if (length <= 128) return hash17to128(input, length);
  if (length <= 240) return hash129to240(input, length);
  return hashLong(input, length);
}

function hash1to3(input: DataView, length: number): bigint {
  const [first, middle, last] = [0, length >> 1, length - 1].map((at) =>
    BigInt(input.getUint8(at)),
  );
  const combined =
    ((first as bigint) << 16n) |
    ((middle as bigint) << 24n) |
    (last as bigint) |
    (BigInt(length) << 8n);
  return avalanche64(combined ^ (u32(SECRET, 0) ^ u32(SECRET, 4)));
}

function hash4to8(input: DataView, length: number): bigint {
  const combined = u32(input, length - 4) + (u32(input, 0) << 32n);
  let hash = combined ^ (u64(SECRET, 8) ^ u64(SECRET, 16));
  hash = wrap((rotate(hash, 49n) ^ rotate(hash, 24n) ^ hash) * PRIME_MX2);
  hash ^= wrap((hash >> 35n) + BigInt(length));
  hash = wrap(hash * PRIME_MX2);
  return hash ^ (hash >> 28n);
}

function hash9to16(input: DataView, length: number): bigint {
  const low = u64(input, 0) ^ (u64(SECRET, 24) ^ u64(SECRET, 32));
  const high = u64(input, length - 8) ^ (u64(SECRET, 40) ^ u64(SECRET, 48));
  return avalanche(BigInt(length) + swapBytes(low) + high + fold(low, high));
}

/** Pairs of 16 bytes from both ends, until they meet. */
function hash17to128(input: DataView, length: number): bigint {
  let sum = BigInt(length) * PRIME64_1;
  for (let pair = (length - 1) >> 5; pair >= 0; pair--) {
    sum += mix16(input, pair * 16, pair * 32);
    sum += mix16(input, length - (pair + 1) * 16, pair * 32 + 16);
  }
  return avalanche(sum);
}

function hash129to240(input: DataView, length: number): bigint {
  const rounds = length >> 4;
  let sum = BigInt(length) * PRIME64_1;
  for (let round = 0; round < 8; round++) sum += mix16(input, round * 16, round * 16);
  sum = avalanche(sum);
  for (let round = 8; round < rounds; round++) {
    sum += mix16(input, round * 16, (round - 8) * 16 + 3);
  }
  return avalanche(sum + mix16(input, length - 16, 136 - 17));
}

function hashLong(input: DataView, length: number): bigint {
  const sums = [
    PRIME32_3,
    PRIME64_1,
    PRIME64_2,
    PRIME64_3,
    PRIME64_4,
    PRIME32_2,
    PRIME64_5,
    PRIME32_1,
  ];
  const blocks = Math.floor((length - 1) / BLOCK);
  for (let block = 0; block < blocks; block++) {
    for (let stripe = 0; stripe < STRIPES_PER_BLOCK; stripe++) {
      accumulate(sums, input, block * BLOCK + stripe * STRIPE, stripe * SECRET_STEP);
    }
    scramble(sums);
  }
  const begun = blocks * BLOCK;
  const stripes = Math.floor((length - 1 - begun) / STRIPE);
  for (let stripe = 0; stripe < stripes; stripe++) {
    accumulate(sums, input, begun + stripe * STRIPE, stripe * SECRET_STEP);
  }
  // The last stripe is the last 64 bytes, whatever of them was taken before.
  accumulate(sums, input, length - STRIPE, SECRET.byteLength - STRIPE - 7);
  return merge(sums, BigInt(length) * PRIME64_1);
}

function accumulate(sums: bigint[], input: DataView, at: number, secretAt: number): void {
  for (let lane = 0; lane < 8; lane++) {
    const value = u64(input, at + lane * 8);
    const keyed = value ^ u64(SECRET, secretAt + lane * 8);
    add(sums, lane ^ 1, value);
    add(sums, lane, (keyed & LOW_32) * (keyed >> 32n));
  }
}

function scramble(sums: bigint[]): void {
  sums.forEach((sum, lane) => {
    const keyed = sum ^ (sum >> 47n) ^ u64(SECRET, SECRET.byteLength - STRIPE + lane * 8);
    sums[lane] = wrap(keyed * PRIME32_1);
  });
}

function merge(sums: readonly bigint[], start: bigint): bigint {
  let result = start;
  for (let lane = 0; lane < 8; lane += 2) {
    const low = (sums[lane] as bigint) ^ u64(SECRET, 11 + lane * 8);
    const high = (sums[lane + 1] as bigint) ^ u64(SECRET, 19 + lane * 8);
    result += fold(low, high);
  }
  return avalanche(result);
}

function mix16(input: DataView, at: number, secretAt: number): bigint {
  return fold(
    u64(input, at) ^ u64(SECRET, secretAt),
    u64(input, at + 8) ^ u64(SECRET, secretAt + 8),
  );
}

/** Both halves of a 128-bit product, one over the other. */
function fold(one: bigint, other: bigint): bigint {
  const product = one * other;
  return wrap(product) ^ (product >> 64n);
}

function avalanche(sum: bigint): bigint {
  let hash = wrap(sum);
  hash = wrap((hash ^ (hash >> 37n)) * PRIME_MX1);
  return hash ^ (hash >> 32n);
}

/** The final mix of XXH64, which XXH3 has kept for its shortest inputs. */
function avalanche64(start: bigint): bigint {
  let hash = wrap((start ^ (start >> 33n)) * PRIME64_2);
  hash = wrap((hash ^ (hash >> 29n)) * PRIME64_3);
  return hash ^ (hash >> 32n);
}

function add(sums: bigint[], lane: number, value: bigint): void {
  sums[lane] = wrap((sums[lane] as bigint) + value);
}

function rotate(value: bigint, bits: bigint): bigint {
  return wrap(value << bits) | (value >> (64n - bits));
}

function swapBytes(value: bigint): bigint {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setBigUint64(0, value, true);
  return bytes.getBigUint64(0, false);
}

function wrap(value: bigint): bigint {
  return value & MASK;
}

function u32(from: DataView, at: number): bigint {
  return BigInt(from.getUint32(at, true));
}

function u64(from: DataView, at: number): bigint {
  return from.getBigUint64(at, true);
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
