/**
 * The checksum of a record batch, and what it vouches for.
 *
 *      | base offset | length | leader epoch | magic | crc | attributes ... records |
 *                                                          |<-- the CRC32C of these -->|
 *
 * What lies before the checksum is not covered: the base offset and the leader epoch are the
 * leader's to assign, and it does so in the bytes that a producer sent, without summing them
 * again. What the producer said, from the attributes on, is what a consumer checks years later.
 *
 * Everything is covered as it is stored: of a compressed batch the compressed records.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { BatchHeader } from '#storage/batch-header.ts';

/**
 * The CRC32C that belongs into the header of the batch at `position`: that of its bytes from the
 * attributes (byte 21 of the batch) to its end. Neither reads nor changes the checksum that the
 * header holds.
 *
 * @param position where in `bytes` the batch begins.
 * @param sizeInBytes of the whole batch, from its base offset to the end of its records.
 * @returns 0 to 4,294,967,295.
 */
export function computeBatchCrc(bytes: Uint8Array, position: number, sizeInBytes: number): number {
  throw new NotImplemented('1.2', 'computeBatchCrc');
}

/**
 * True when the checksum in the batch's header is that of its bytes.
 *
 * @param bytes those that `batch` was read from: `batch.position` is a place in them.
 */
export function isCrcValid(bytes: Uint8Array, batch: BatchHeader): boolean {
  throw new NotImplemented('1.3', 'isCrcValid');
}
