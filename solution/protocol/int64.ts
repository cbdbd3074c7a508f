/**
 * 64-bit integers as plain numbers.
 *
 * A bigint costs twenty times what a number costs, on every offset and timestamp of every batch.
 * Kafka's int64 values are offsets, milliseconds, ids and epochs: none comes near 2^53, where a
 * number stops being exact. So an int64 is a number that is checked to be a safe integer, and a
 * frame that holds another value is refused.
 *
 * Two values beyond are in use, as "no limit": the ends of the range. They have an exact place
 * among the numbers, or one so near that nothing else can mean it:
 *
 *     7f ff ff ff ff ff ff ff   <->    2^63   (rounded up by one: 2^63 - 1 is not a number)
 *     80 00 00 00 00 00 00 00   <->   -2^63
 *
 * Invariant: every number that `isInt64` accepts is written and read back as itself.
 */

/** Java's Long.MAX_VALUE: Kafka's "unbounded". */
export const INT64_MAX = 2 ** 63;

/** Java's Long.MIN_VALUE. */
export const INT64_MIN = -(2 ** 63);

/** Whether a number can be an int64 field's value: a safe integer or an end of the range. */
export function isInt64(value: number): boolean {
  return Number.isSafeInteger(value) || value === INT64_MAX || value === INT64_MIN;
}
