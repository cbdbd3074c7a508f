/**
 * Arrays for the many small things that are written once and soon forgotten: a request, an answer, a
 * chunk of a stream.
 *
 * An array of more than 64 bytes has memory outside of the engine's heap, which takes it up to a
 * microsecond to get and to give back. So small ones are views, cut one after the other from a larger
 * array, as Node cuts its own small buffers:
 *
 *     slab   [ request | answer | chunk | ... free ... ]      16 KiB, then the next one
 *
 * Invariant: every byte is handed out once. So an array is as good as a new one: zeroed, and nobody
 * else's. One that is kept for long keeps its slab: what stays for good is copied anyway.
 */
const SLAB_BYTES = 16 * 1024;
/** Larger ones would waste too much of a slab's end. */
const LARGEST_CUT = SLAB_BYTES / 16;

let slab = new Uint8Array(0);
let used = 0;

/** An array of `length` zeros; it may be a view of something larger. */
export function newBytes(length: number): Uint8Array {
  if (length > LARGEST_CUT) return new Uint8Array(length);
  if (used + length > slab.length) {
    slab = new Uint8Array(SLAB_BYTES);
    used = 0;
  }
  const start = used;
  used += length;
  return slab.subarray(start, used);
}
