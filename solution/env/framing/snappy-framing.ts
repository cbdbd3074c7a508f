/**
 * Snappy as Kafka's Java clients frame it, and as others do not.
 *
 * Snappy itself knows only a block: a varint with the original length, then the compressed bytes.
 * Java's SnappyOutputStream (the xerial library) cuts its input into blocks of 32 KiB:
 *
 *     0        8             12            16        20
 *     +--------+-------------+-------------+---------+-----------------+---------+----
 *     | magic  | version = 1 | compat. = 1 | length  | a snappy block  | length  | ...
 *     +--------+-------------+-------------+---------+-----------------+---------+----
 *      82 'SNAPPY' 00         all numbers 4 bytes, big-endian
 *
 * Kafka reads that, and, when the magic is missing, one bare block. Several streams, each with its
 * header, may follow one another.
 *
 * Invariant: what the blocks claim to become is added up and checked before any is decompressed.
 */
import { CodecError } from '#env/codecs.ts';
import type { BlockCodec } from '#env/framing/lz4-frame.ts';

const MAGIC = Uint8Array.of(0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00);
const HEADER_SIZE = MAGIC.length + 8;
const LENGTH_SIZE = 4;
const BLOCK_SIZE = 32 * 1024;

/** Compresses into the xerial framing. */
export function compressXerial(data: Uint8Array, snappy: BlockCodec): Uint8Array {
  const blocks: Uint8Array[] = [];
  let size = HEADER_SIZE;
  for (let at = 0; at < data.length; at += BLOCK_SIZE) {
    const block = snappy.compress(data.subarray(at, at + BLOCK_SIZE));
    blocks.push(block);
    size += LENGTH_SIZE + block.length;
  }
  const framed = new Uint8Array(size);
  const view = new DataView(framed.buffer);
  framed.set(MAGIC);
  view.setInt32(8, 1);
  view.setInt32(12, 1);
  let at = HEADER_SIZE;
  for (const block of blocks) {
    view.setInt32(at, block.length);
    framed.set(block, at + LENGTH_SIZE);
    at += LENGTH_SIZE + block.length;
  }
  return framed;
}

/** Decompresses either framing; throws `CodecError`. */
export function decompressSnappy(
  data: Uint8Array,
  maxBytes: number,
  snappy: BlockCodec,
): Uint8Array {
  const blocks = hasHeaderAt(data, 0) ? xerialBlocks(data) : [data];
  const sizes = blocks.map(claimedSize);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total > maxBytes) throw CodecError.tooLarge('snappy', maxBytes);
  const result = new Uint8Array(total);
  let at = 0;
  for (const [index, block] of blocks.entries()) {
    const size = sizes[index] as number;
    result.set(decompressBlock(block, size, snappy), at);
    at += size;
  }
  return result;
}

function hasHeaderAt(data: Uint8Array, at: number): boolean {
  return at + HEADER_SIZE <= data.length && MAGIC.every((byte, index) => data[at + index] === byte);
}

function xerialBlocks(data: Uint8Array): Uint8Array[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const blocks: Uint8Array[] = [];
  let at = 0;
  while (at < data.length) {
    if (hasHeaderAt(data, at)) {
      at += HEADER_SIZE;
      continue;
    }
    const start = at + LENGTH_SIZE;
    const length = start <= data.length ? view.getInt32(at) : -1;
    if (length < 0 || length > data.length - start) {
      throw CodecError.corrupt('snappy', `the block at byte ${at} reaches past the end`);
    }
    blocks.push(data.subarray(start, start + length));
    at = start + length;
  }
  return blocks;
}

/** The varint with which a block begins: the size of its content, below 2^32. */
function claimedSize(block: Uint8Array): number {
  let size = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = block[index];
    if (byte === undefined) break;
    size += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return size;
  }
  throw CodecError.corrupt('snappy', 'a block does not begin with its size');
}

function decompressBlock(block: Uint8Array, size: number, snappy: BlockCodec): Uint8Array {
  try {
    return snappy.decompress(block, size);
  } catch (cause) {
    throw CodecError.corrupt('snappy', (cause as Error).message, cause);
  }
}
