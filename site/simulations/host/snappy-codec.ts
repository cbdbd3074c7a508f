/**
 * snappy in a page, by snappyjs.
 */
/// <reference path="./packages.d.ts" />
import { compress, uncompress } from 'snappyjs';
import type { BlockCodec } from '#env/framing/lz4-frame.ts';
import { compressXerial, decompressSnappy } from '#env/framing/snappy-framing.ts';
import type { LoadedCodec } from './browser-codecs.ts';

const blocks: BlockCodec = {
  compress: (block) => compress(block),
  decompress: (block, maxBytes) => uncompress(block, maxBytes),
};

export const codec: LoadedCodec = {
  compress: (data) => compressXerial(data, blocks),
  decompress: (data, maxBytes) => decompressSnappy(data, maxBytes, blocks),
};
