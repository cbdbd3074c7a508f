/** The parts we use of packages that bring no types, and what our own build makes. */
declare module 'lz4js' {
  export function compressBound(size: number): number;
  export function compressBlock(
    source: Uint8Array,
    target: Uint8Array,
    start: number,
    length: number,
    hashTable: Uint32Array,
  ): number;
  export function decompressBlock(
    source: Uint8Array,
    target: Uint8Array,
    start: number,
    length: number,
    targetStart: number,
  ): number;
}

declare module 'snappyjs' {
  export function compress(block: Uint8Array): Uint8Array;
  export function uncompress(block: Uint8Array, maxLength: number): Uint8Array;
}

declare module '@bokuweb/zstd-wasm' {
  export function init(): Promise<void>;
  export function compress(data: Uint8Array, level?: number): Uint8Array;
}

/** The address of a worker that shares its files with the page (site/build/shared-worker-code.ts). */
declare module 'worker-url:*' {
  const url: string;
  export default url;
}
