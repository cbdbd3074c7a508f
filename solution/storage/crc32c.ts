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

/** 0x1EDC6F41 with its bits reversed. */
const CASTAGNOLI = 0x82f63b78;
const SLICES = 16;
/** Below this, setting up the view costs more than it saves. */
const SHORT = 64;

/** Table k is at k * 256: the remainder of a byte that has k zero bytes after it. */
const TABLES = buildTables();
const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

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
  return extendCrc32c(0, bytes, start, end);
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
  if (end - start < SHORT || !LITTLE_ENDIAN) return ~byBytes(~crc, bytes, start, end) >>> 0;
  const aligned = start + (-(bytes.byteOffset + start) & 3);
  const blocks = (end - aligned) >>> 4;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + aligned, blocks * 4);
  const head = byBytes(~crc, bytes, start, aligned);
  return ~byBytes(byBlocks(head, words), bytes, aligned + blocks * SLICES, end) >>> 0;
}

function byBytes(register: number, bytes: Uint8Array, start: number, end: number): number {
  let crc = register;
  for (let at = start; at < end; at++) {
    crc = (TABLES[((bytes[at] as number) ^ crc) & 0xff] as number) ^ (crc >>> 8);
  }
  return crc;
}

/**
 * Blocks of sixteen bytes, as four words with the lowest byte of each first.
 *
 * A byte at a time, each step needs the one before it, so the processor waits for a table load per
 * byte (~0.4 GB/s).
 *
 * **Sixteen at a time ("slicing", Kounavis and Berry 2005).** A CRC is linear: the remainder of a
 * sum is the sum (xor) of the remainders. So the effect of byte k of a block of 16 can be looked up
 * on its own, in a table that already accounts for the 15-k zero bytes shifted in behind it:
 *
 *     block     b0   b1   b2   b3   b4   ...  b15
 *               ^ crc's 4 bytes, xored in
 *     tables    T15  T14  T13  T12  T11  ...  T0      crc' = xor of the sixteen look-ups
 *
 * The sixteen loads are independent, so the processor overlaps them (~0.85 GB/s).
 *
 * **Four loads instead of sixteen.** The block itself is read as four 32-bit words, through an
 * `Int32Array` over the same memory, and taken apart by shifts: more than 1.1 GB/s. Such an array
 * must begin at a multiple of four bytes, so up to three bytes before go one at a time, as do those
 * left over at the end. It reads words in the machine's byte order; on a big-endian machine, which
 * would see b3 b2 b1 b0, all bytes go one at a time.
 */
function byBlocks(register: number, words: Int32Array): number {
  const tables = TABLES;
  let crc = register;
  for (let at = 0; at < words.length; at += 4) {
    const a = (words[at] as number) ^ crc;
    const b = words[at + 1] as number;
    const c = words[at + 2] as number;
    const d = words[at + 3] as number;
    crc =
      (tables[3840 + (a & 0xff)] as number) ^
      (tables[3584 + ((a >>> 8) & 0xff)] as number) ^
      (tables[3328 + ((a >>> 16) & 0xff)] as number) ^
      (tables[3072 + (a >>> 24)] as number) ^
      (tables[2816 + (b & 0xff)] as number) ^
      (tables[2560 + ((b >>> 8) & 0xff)] as number) ^
      (tables[2304 + ((b >>> 16) & 0xff)] as number) ^
      (tables[2048 + (b >>> 24)] as number) ^
      (tables[1792 + (c & 0xff)] as number) ^
      (tables[1536 + ((c >>> 8) & 0xff)] as number) ^
      (tables[1280 + ((c >>> 16) & 0xff)] as number) ^
      (tables[1024 + (c >>> 24)] as number) ^
      (tables[768 + (d & 0xff)] as number) ^
      (tables[512 + ((d >>> 8) & 0xff)] as number) ^
      (tables[256 + ((d >>> 16) & 0xff)] as number) ^
      (tables[d >>> 24] as number);
  }
  return crc;
}

function buildTables(): Int32Array {
  const tables = new Int32Array(SLICES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) {
      remainder = remainder & 1 ? (remainder >>> 1) ^ CASTAGNOLI : remainder >>> 1;
    }
    tables[byte] = remainder;
  }
  for (let entry = 256; entry < tables.length; entry++) {
    const shorter = tables[entry - 256] as number;
    tables[entry] = (tables[shorter & 0xff] as number) ^ (shorter >>> 8);
  }
  return tables;
}
