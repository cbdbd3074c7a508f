/**
 * The four compressions on Node: zlib and zstd come with it, snappy and lz4 are native packages.
 * Each is loaded when a batch first needs it.
 *
 * Bounds: zlib and zstd stop by themselves at `maxOutputLength`. The snappy and lz4 packages
 * don't, but both formats cut data into blocks that say how large they become, so the framings
 * (`env/framing/`) check each block's size before the package sees it. Beside that limit, a zstd
 * frame may reserve a window of up to 128 MiB, of which only what is really filled takes memory.
 *
 * Levels: gzip 1 to 9, zstd -131072 to 22, as in Kafka's compression.gzip.level and
 * compression.zstd.level. The lz4 package has one level, so compression.lz4.level changes nothing:
 * what it writes is a little larger than what Kafka writes at its default level, and as readable.
 */
import { createRequire } from 'node:module';
import { type Codec, CodecError, type Codecs } from '#env/codecs.ts';
import { type BlockCodec, compressLz4Frame, decompressLz4Frame } from '#env/framing/lz4-frame.ts';
import { compressXerial, decompressSnappy } from '#env/framing/snappy-framing.ts';
import { plainBytes } from '#env/node/plain-bytes.ts';

const require = createRequire(import.meta.url);

let zlibModule: typeof import('node:zlib') | undefined;
let snappyBlocks: BlockCodec | undefined;
let lz4Blocks: BlockCodec | undefined;

export const nodeCodecs: Codecs = {
  compress(codec, data, level) {
    switch (codec) {
      case 'gzip':
        return plainBytes(zlib().gzipSync(data, level === undefined ? {} : { level }));
      case 'zstd':
        return plainBytes(zlib().zstdCompressSync(data, zstdOptions(level)));
      case 'snappy':
        return compressXerial(data, snappy());
      case 'lz4':
        return compressLz4Frame(data, lz4());
    }
  },

  decompress(codec, data, maxBytes) {
    switch (codec) {
      case 'gzip':
        return inflate(codec, maxBytes, (limits) => zlib().gunzipSync(data, limits));
      case 'zstd':
        return inflate(codec, maxBytes, (limits) => zlib().zstdDecompressSync(data, limits));
      case 'snappy':
        return decompressSnappy(data, maxBytes, snappy());
      case 'lz4':
        return decompressLz4Frame(data, maxBytes, lz4());
    }
  },
};

function zlib(): typeof import('node:zlib') {
  zlibModule ??= process.getBuiltinModule('node:zlib');
  return zlibModule;
}

function zstdOptions(level: number | undefined): import('node:zlib').ZstdOptions {
  if (level === undefined) return {};
  return { params: { [zlib().constants.ZSTD_c_compressionLevel]: level } };
}

function inflate(
  codec: Codec,
  maxBytes: number,
  run: (limits: { maxOutputLength: number }) => Uint8Array,
): Uint8Array {
  let data: Uint8Array;
  try {
    // zlib wants a limit of at least 1.
    data = plainBytes(run({ maxOutputLength: Math.max(1, maxBytes) }));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw CodecError.tooLarge(codec, maxBytes);
    }
    throw CodecError.corrupt(codec, (cause as Error).message, cause);
  }
  if (data.length > maxBytes) throw CodecError.tooLarge(codec, maxBytes);
  return data;
}

function snappy(): BlockCodec {
  snappyBlocks ??= loadSnappy();
  return snappyBlocks;
}

function loadSnappy(): BlockCodec {
  const library = require('snappy') as typeof import('snappy');
  return {
    compress: (block) => library.compressSync(block),
    decompress: (block) => library.uncompressSync(block, { asBuffer: true }) as Uint8Array,
  };
}

function lz4(): BlockCodec {
  lz4Blocks ??= loadLz4();
  return lz4Blocks;
}

/** The package puts the block's original size, 4 bytes little-endian, before each block. */
const SIZE_PREFIX = 4;

function loadLz4(): BlockCodec {
  const library = require('lz4-napi') as typeof import('lz4-napi');
  return {
    compress: (block) => library.compressSync(asBuffer(block)).subarray(SIZE_PREFIX),
    decompress(block, maxBytes) {
      const prefixed = Buffer.allocUnsafe(SIZE_PREFIX + block.length);
      prefixed.writeUInt32LE(maxBytes, 0);
      prefixed.set(block, SIZE_PREFIX);
      return library.uncompressSync(prefixed);
    },
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
