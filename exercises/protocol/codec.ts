/**
 * Compiles a declaration for one version into a pair of functions that read and write it.
 *
 * All questions that a declaration can answer - is the field there, is it compact, nullable,
 * tagged - are asked once, here. What is left for each message is a flat list of functions to call
 * in order, one for every field.
 *
 *     fields of the struct, in declared order
 *       in this version        read it             write it
 *       tagged here            default, then the   collect it into the tagged section
 *                              tagged section
 *       not in this version    default             refuse, unless default or ignorable
 *
 * Invariant: a decoded struct has all declared fields, in declared order, in every version.
 */
import { NotImplemented } from '#env/not-implemented.ts';
import type { FieldCodec } from '#protocol/codec-primitive.ts';
import type { Fields } from '#protocol/field.ts';
import type { Reader } from '#protocol/reader.ts';
import type { Writer } from '#protocol/writer.ts';

/** Reads and writes one message in one version. */
export interface Codec<T, Input> {
  /** @throws DecodeError */
  read(reader: Reader): T;
  /** @throws EncodeError */
  write(writer: Writer, value: Input): void;
}

/**
 * Compiles the fields of a message for one version of it.
 *
 * A field exists in the versions of its `versions`, is tagged in those of `options.tagged`, may be
 * null in those of `options.nullable`; `#protocol/version-range.ts` reads that notation. In the version
 * at hand, each declared field is one of three things:
 *
 *     here                read and written in its place, in declared order
 *     tagged here         in the tagged section behind all others (`readTagged`, `writeTagged`);
 *                         where that lacks it, its default
 *     not here            read as its default. Written as nothing; but a value that is not the
 *                         default throws an EncodeError, since it would be lost, unless the field is
 *                         `ignorable`
 *
 * What the default is, `defaultOf` and `defaultCheck` say (`#protocol/field-default.ts`): an array is
 * a new one for each message.
 *
 * The types: primitive ones are those of `primitiveCodec` (`#protocol/codec-primitive.ts`), arrays
 * those of `arrayCodec`, and an array's elements are never null. A struct is its fields, compiled
 * alike; where its field is nullable, one byte stands before it, an int8: negative for null and then
 * nothing more, else (written as 1) the struct. Where the nullable field is tagged, 0 stands for null,
 * too, and is what is written for it.
 *
 * In a flexible version strings, bytes and arrays are compact, unless the field's `options.flexible`
 * names versions and this is none of them; and every struct ends with a tagged section, also a
 * struct in a struct.
 *
 * Reading gives an object that has every declared field, in declared order, in every version.
 * Writing takes an object; a field that is undefined in it counts as its default where the field has a
 * `default`, a `tag` or a `nullable` (in whatever versions), or is not in all versions of the struct
 * around it: where its first version is after that struct's first (`since`), or its range has an end
 * (`'1-4'`). Any other field must be there: undefined then throws an EncodeError, as does every value
 * that is not of the field's type, or no object where a struct should be. Errors say where: their
 * path is that of the field, `topics[3].partitions[0].leaderId` (`located` in
 * `#protocol/wire-error.ts` adds a step).
 *
 * @param version a declared version of the message.
 * @param options `flexible`: whether this version is; `since`: the message's first version. A struct
 *   in it exists since its own field's first version, if that is later.
 * @returns what reads and writes it. `minSize` is the fewest bytes it can take: those of its fields
 *   in this version, and one for the tagged section.
 */
export function compileMessage(
  fields: Fields,
  version: number,
  options: { readonly flexible: boolean; readonly since: number },
): FieldCodec {
  throw new NotImplemented('0.6', 'compileMessage');
}
