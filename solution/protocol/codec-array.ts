/**
 * Arrays: a count, then as many elements, one after the other.
 *
 *     classic    int32 count, -1 null           | element | element | ...
 *     compact    unsigned varint count + 1, 0 null
 *
 * The count is a claim. It is held against the bytes that are left before the first element is read, by
 * the fewest bytes that an element can take.
 */
import type { FieldCodec } from '#protocol/codec-primitive.ts';
import type { Reader } from '#protocol/reader.ts';
import { DecodeError, EncodeError, located } from '#protocol/wire-error.ts';
import type { Writer } from '#protocol/writer.ts';

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
  return {
    minSize: flexible ? 1 : 4,
    read: arrayReader(element, flexible, nullable),
    write: arrayWriter(element, flexible, nullable),
  };
}

function arrayReader({ read, minSize }: FieldCodec, flexible: boolean, nullable: boolean) {
  return (reader: Reader): unknown[] | null => {
    const start = reader.position;
    const count = flexible ? reader.compactArrayCount(minSize) : reader.arrayCount(minSize);
    if (count < 0) {
      if (nullable) return null;
      throw new DecodeError('null where an array is required', start);
    }
    const elements: unknown[] = [];
    try {
      while (elements.length < count) elements.push(read(reader));
    } catch (error) {
      throw located(error, `[${elements.length}]`);
    }
    return elements;
  };
}

function arrayWriter({ write }: FieldCodec, flexible: boolean, nullable: boolean) {
  return (writer: Writer, value: unknown): void => {
    const isNull = nullable && value === null;
    if (!isNull && !Array.isArray(value)) throw new EncodeError(`${value} is not an array`);
    const elements = isNull ? [] : (value as unknown[]);
    const count = isNull ? -1 : elements.length;
    if (flexible) writer.compactArrayCount(count);
    else writer.arrayCount(count);
    let index = 0;
    try {
      for (; index < count; index++) write(writer, elements[index]);
    } catch (error) {
      throw located(error, `[${index}]`);
    }
  };
}
