/**
 * CRC32C (Castagnoli), the checksum of every record batch, snapshot and raft record.
 *
 * A CRC treats the message as one long polynomial over bits and keeps the remainder of dividing it
 * by a fixed polynomial. Castagnoli's was chosen because it detects more error patterns than the
 * older CRC-32 of zip and Ethernet, and because processors have an instruction for it.
 *
 * **One byte at a time.** Dividing bit by bit takes eight steps a byte. But what eight steps do
 * depends only on the 8 bits that leave the register, so a table of 256 remainders does them at once:
 *
 *     crc = table[(crc ^ byte) & 0xff] ^ (crc >>> 8)
 *
 * All bytes are reflected (lowest bit first), the register starts as all ones and is inverted at
 * the end, as RFC 3720 (iSCSI), appendix B.4, defines it; its vectors are the tests.
 */
import { NotImplemented } from '#env/not-implemented.ts';

/**
 * The CRC32C of `bytes` from `start` to before `end`: polynomial 0x1EDC6F41 (bits reversed:
 * 0x82F63B78), bytes entering lowest bit first, register all ones at the start and inverted at the
 * end. `bytes` is not changed, and one call leaves nothing behind for the next.
 *
 * @param start index in `bytes`, which may itself be a view of a larger buffer.
 * @param end index behind the last byte, from `start` to `bytes.length`.
 * @returns 0 to 4,294,967,295; 0 of no bytes. The text `123456789` has 0xe3069283.
 */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length): number {
  throw new NotImplemented('1.1', 'crc32c');
}

/**
 * The checksum of what `crc` is the checksum of, followed by these bytes: so several pieces are
 * summed without being copied together.
 *
 * @param crc what `crc32c` or this function returned for all that comes before; 0 where that is
 *   nothing.
 * @param start index in `bytes`; `end` the one behind the last byte, from `start` on.
 * @returns 0 to 4,294,967,295; `crc` itself when there are no bytes.
 */
export function extendCrc32c(
  crc: number,
  bytes: Uint8Array,
  start = 0,
  end = bytes.length,
): number {
  throw new NotImplemented('1.1', 'extendCrc32c');
}
