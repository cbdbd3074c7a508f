/**
 * The LZ4 frame format (version 1.6), as far as Kafka reads and writes it.
 *
 *     magic        04 22 4d 18
 *     FLG          version 01 | B.Indep | B.Checksum | C.Size | C.Checksum | 0 | DictID
 *     BD           block maximum size in bits 4-6: 4 = 64 KiB ... 7 = 4 MiB
 *     [C.Size]     8 bytes
 *     HC           second byte of xxHash32 of FLG..C.Size
 *     blocks       size (4, little-endian; top bit: stored as it is), data, [checksum]
 *     end          00 00 00 00, [content checksum]
 *
 * Kafka writes blocks of 64 KiB that stand alone, without checksums. It reads any block size, and
 * skips a content size and a content checksum; it refuses dictionaries and blocks that depend on
 * one another. We do the same (and check the content checksum where there is one: a
 * batch's CRC covers the compressed bytes, not the producer's compressor).
 *
 * Invariant: no more than `maxBytes` and one block are in memory, whatever the frame claims.
 */
import { CodecError } from '#env/codecs.ts';
import { xxHash32 } from '#env/framing/xx-hash32.ts';

/** One block without any framing. */
export interface BlockCodec {
  compress(block: Uint8Array): Uint8Array;

  /** Decompresses to at most `maxBytes`; throws when the block is broken or becomes larger. */
  decompress(block: Uint8Array, maxBytes: number): Uint8Array;
}

const MAGIC = 0x184d2204;
const VERSION = 0b0100_0000;
const VERSION_MASK = 0b1100_0000;
const INDEPENDENT_BLOCKS = 0b0010_0000;
const BLOCK_CHECKSUM = 0b0001_0000;
const CONTENT_SIZE = 0b0000_1000;
const CONTENT_CHECKSUM = 0b0000_0100;
const UNREADABLE_FLAGS = 0b0000_0011;

const STORED = 0x8000_0000;
const END_MARK = 0;

const SMALLEST_BLOCK_CODE = 4;
const BLOCK_SIZE = 64 * 1024;
/** No LZ4 block grows more than this: a byte of length means 255 bytes at most. */
const HIGHEST_RATIO = 255;

/** Compresses into one frame, as Kafka's Lz4BlockOutputStream writes it. */
export function compressLz4Frame(data: Uint8Array, lz4: BlockCodec): Uint8Array {
  const blocks: { data: Uint8Array; stored: boolean }[] = [];
  let size = 4 + 3 + 4;
  for (let at = 0; at < data.length; at += BLOCK_SIZE) {
    const block = data.subarray(at, at + BLOCK_SIZE);
    const smaller = lz4.compress(block);
    const stored = smaller.length >= block.length;
    blocks.push({ data: stored ? block : smaller, stored });
    size += 4 + (stored ? block : smaller).length;
  }
  const frame = new Uint8Array(size);
  const view = new DataView(frame.buffer);
  view.setUint32(0, MAGIC, true);
  frame[4] = VERSION | INDEPENDENT_BLOCKS;
  frame[5] = SMALLEST_BLOCK_CODE << 4;
  frame[6] = headerChecksum(frame.subarray(4, 6));
  let at = 7;
  for (const block of blocks) {
    view.setUint32(at, block.data.length | (block.stored ? STORED : 0), true);
    frame.set(block.data, at + 4);
    at += 4 + block.data.length;
  }
  view.setUint32(at, END_MARK, true);
  return frame;
}

/** Decompresses one frame; throws `CodecError`. What follows the frame is left alone. */
export function decompressLz4Frame(
  data: Uint8Array,
  maxBytes: number,
  lz4: BlockCodec,
): Uint8Array {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const { flags, blockSize, headerSize } = readHeader(data, view);
  const pieces: Uint8Array[] = [];
  let total = 0;
  let at = headerSize;
  for (;;) {
    const word = readWord(view, at);
    at += 4;
    if (word === END_MARK) break;
    const block = blockAt(data, at, word, blockSize);
    at += block.length;
    if (flags & BLOCK_CHECKSUM) {
      checkHash(block, readWord(view, at), 'block');
      at += 4;
    }
    const room = maxBytes - total;
    const piece = word & STORED ? takeStored(block, room) : unpack(block, blockSize, room, lz4);
    if (piece === undefined) throw CodecError.tooLarge('lz4', maxBytes);
    pieces.push(piece);
    total += piece.length;
  }
  const content = join(pieces, total);
  if (flags & CONTENT_CHECKSUM) checkHash(content, readWord(view, at), 'content');
  return content;
}

/** The block itself, or undefined when it has no room. */
function takeStored(block: Uint8Array, room: number): Uint8Array | undefined {
  return block.length > room ? undefined : block;
}

/** The block's content, or undefined when it has no room. */
function unpack(
  block: Uint8Array,
  blockSize: number,
  room: number,
  lz4: BlockCodec,
): Uint8Array | undefined {
  const bound = Math.min(blockSize, block.length * HIGHEST_RATIO);
  try {
    return lz4.decompress(block, Math.min(bound, room));
  } catch (cause) {
    const { message } = cause as Error;
    if (room < bound && message.includes('too small')) return undefined;
    throw CodecError.corrupt('lz4', message, cause);
  }
}

interface Header {
  readonly flags: number;
  readonly blockSize: number;
  readonly headerSize: number;
}

function readHeader(data: Uint8Array, view: DataView): Header {
  if (data.length < 7 || view.getUint32(0, true) !== MAGIC) {
    throw CodecError.corrupt('lz4', 'it does not begin with the magic number of a frame');
  }
  const flags = data[4] as number;
  const blockCode = (data[5] as number) >> 4;
  if ((flags & VERSION_MASK) !== VERSION || flags & UNREADABLE_FLAGS) {
    throw CodecError.corrupt('lz4', `frame flags 0x${flags.toString(16)} are not supported`);
  }
  if (!(flags & INDEPENDENT_BLOCKS)) {
    throw CodecError.corrupt('lz4', 'blocks that depend on one another are not supported');
  }
  if ((data[5] as number) & 0b1000_1111 || blockCode < SMALLEST_BLOCK_CODE) {
    throw CodecError.corrupt('lz4', `block descriptor ${data[5]} is not supported`);
  }
  const checksumAt = flags & CONTENT_SIZE ? 14 : 6;
  if (data[checksumAt] !== headerChecksum(data.subarray(4, checksumAt))) {
    throw CodecError.corrupt('lz4', 'the header checksum is wrong');
  }
  const blockSize = BLOCK_SIZE << (2 * (blockCode - SMALLEST_BLOCK_CODE));
  return { flags, blockSize, headerSize: checksumAt + 1 };
}

function headerChecksum(descriptor: Uint8Array): number {
  return (xxHash32(descriptor) >>> 8) & 0xff;
}

function readWord(view: DataView, at: number): number {
  if (at + 4 > view.byteLength) throw CodecError.corrupt('lz4', 'the frame ends too early');
  return view.getUint32(at, true);
}

function blockAt(data: Uint8Array, at: number, word: number, blockSize: number): Uint8Array {
  const length = word & ~STORED;
  if (length > blockSize) {
    throw CodecError.corrupt('lz4', `a block of ${length} bytes is above the frame's ${blockSize}`);
  }
  if (at + length > data.length) throw CodecError.corrupt('lz4', 'the frame ends too early');
  return data.subarray(at, at + length);
}

function checkHash(bytes: Uint8Array, expected: number, what: string): void {
  if (xxHash32(bytes) !== expected) {
    throw CodecError.corrupt('lz4', `the ${what} checksum is wrong`);
  }
}

function join(pieces: readonly Uint8Array[], total: number): Uint8Array {
  const joined = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
