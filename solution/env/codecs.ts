/**
 * The four compressions of record batches (attributes bits 0-2 name them), in Kafka's framings:
 * gzip (RFC 1952); snappy written in the xerial framing Java clients use and read in that or raw;
 * lz4 in the LZ4 frame format; zstd frames (KIP-110).
 */
export interface Codecs {
  /** Compresses; `level` is the codec's own scale, its default when left out. */
  compress(codec: Codec, data: Uint8Array, level?: number): Uint8Array;

  /**
   * Decompresses. Throws a `CodecError` when the data is broken or would grow past `maxBytes`,
   * and allocates no more than about that: a few bytes can claim to be gigabytes.
   */
  decompress(codec: Codec, data: Uint8Array, maxBytes: number): Uint8Array;
}

export type Codec = 'gzip' | 'snappy' | 'lz4' | 'zstd';

/** Compressed data that can't be read. */
export class CodecError extends Error {
  override readonly name = 'CodecError';
  readonly kind: 'corrupt' | 'too-large';

  constructor(kind: 'corrupt' | 'too-large', message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
  static corrupt(codec: Codec, why: string, cause?: unknown): CodecError {
    return new CodecError('corrupt', `This ${codec} data can't be decompressed: ${why}.`, cause);
  }

  static tooLarge(codec: Codec, maxBytes: number): CodecError {
    const message = `This ${codec} data would become larger than the ${maxBytes} bytes allowed.`;
    return new CodecError('too-large', message);
  }
}
