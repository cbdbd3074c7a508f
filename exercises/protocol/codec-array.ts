/**
 * Arrays: a count, then as many elements, one after the other.
 *
 *     classic    int32 count, -1 null           | element | element | ...
 *     compact    unsigned varint count + 1, 0 null
 *
 * The count is a claim. It is held against the bytes that are left before the first element is read, by
 * the fewest bytes that an element can take.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { FieldCodec } from '#protocol/codec-primitive.ts';

/**
 * Makes the codec of an array out of the codec of its elements.
 *
 * Reading gives a new array, or null where that is allowed. Writing takes an array, or null where
 * that is allowed. A DecodeError or EncodeError of an element has its index in its path: `[3]`, or
 * `[3].name` where the element names a field (`located` in `#protocol/wire-error.ts` adds a step).
 *
 * The codec's `read` throws a DecodeError for a null array that is not `nullable`, and for a count that
 * `arrayCount` refuses; its `write` throws an EncodeError for what is not an array (null included,
 * unless `nullable`). `minSize` is that of an array without elements.
 *
 * @param flexible whether the count is compact
 */
export function arrayCodec(element: FieldCodec, flexible: boolean, nullable: boolean): FieldCodec {
  throw new NotImplemented('0.6', 'arrayCodec');
}
