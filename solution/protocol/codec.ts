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
import { arrayCodec } from '#protocol/codec-array.ts';
import { type FieldCodec, primitiveCodec } from '#protocol/codec-primitive.ts';
import { readTagged, type TaggedField, writeTagged } from '#protocol/codec-tagged.ts';
import type { Field, Fields, FieldType } from '#protocol/field.ts';
import { defaultCheck, defaultOf } from '#protocol/field-default.ts';
import type { Reader } from '#protocol/reader.ts';
import { includes, OPEN_END, parseVersions } from '#protocol/version-range.ts';
import { EncodeError, located } from '#protocol/wire-error.ts';
import type { Writer } from '#protocol/writer.ts';

/** Reads and writes one message in one version. */
export interface Codec<T, Input> {
  /** @throws DecodeError */
  read(reader: Reader): T;
  /** @throws EncodeError */
  write(writer: Writer, value: Input): void;
}

type Struct = Record<string, unknown>;

/** The version that is being compiled, and where. */
interface Scope {
  readonly version: number;
  readonly flexible: boolean;
  /** First version in which the enclosing struct exists: what is as old as that is required. */
  readonly since: number;
}

/** What to do for one field in the version that was compiled for. */
interface Step {
  readonly name: string;
  readonly minSize: number;
  readonly read: FieldCodec['read'];
  /** Undefined where nothing is to be written or checked in the field's place. */
  readonly write: FieldCodec['write'] | undefined;
  /** What to write where the value is left out; without it, `write` refuses undefined. */
  readonly ifAbsent: (() => unknown) | undefined;
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
  return compileStruct(fields, { version, ...options });
}

function compileStruct(fields: Fields, scope: Scope): FieldCodec {
  const entries = Object.entries(fields);
  const steps = entries.map(([name, field]) => compileField(name, field, scope));
  const tagged = entries
    .filter(([, field]) => isTagged(field, scope.version))
    .map(([name, field]) => compileTagged(name, field, scope))
    .sort((a, b) => a.tag - b.tag);
  const minSize = steps.reduce((sum, step) => sum + step.minSize, scope.flexible ? 1 : 0);
  return {
    minSize,
    read: structReader(steps, scope.flexible ? tagged : undefined),
    write: structWriter(steps, scope.flexible ? tagged : undefined),
  };
}

function structReader(steps: readonly Step[], tagged?: readonly TaggedField[]) {
  return (reader: Reader): Struct => {
    const struct: Struct = {};
    let name = '';
    try {
      for (const step of steps) {
        name = step.name;
        struct[name] = step.read(reader);
      }
    } catch (error) {
      throw located(error, name);
    }
    if (tagged !== undefined) readTagged(reader, struct, tagged);
    return struct;
  };
}

function structWriter(steps: readonly Step[], tagged?: readonly TaggedField[]) {
  const written = steps.filter(isWritten);
  return (writer: Writer, input: unknown): void => {
    if (typeof input !== 'object' || input === null) throw new EncodeError(`${input} is no struct`);
    const struct = input as Struct;
    let name = '';
    try {
      for (const step of written) {
        name = step.name;
        const value = struct[name];
        step.write(writer, value === undefined ? step.ifAbsent?.() : value);
      }
    } catch (error) {
      throw located(error, name);
    }
    if (tagged !== undefined) writeTagged(writer, struct, tagged);
  };
}

type WrittenStep = Step & { readonly write: FieldCodec['write'] };

function isWritten(step: Step): step is WrittenStep {
  return step.write !== undefined;
}

function compileField(name: string, field: Field, scope: Scope): Step {
  const { version } = scope;
  const byDefault = defaultOf(field);
  const unsent = { name, minSize: 0, read: byDefault, write: undefined, ifAbsent: undefined };
  if (isTagged(field, version)) return unsent;
  if (!includes(parseVersions(field.versions), version)) {
    return field.options.ignorable === true
      ? unsent
      : { ...unsent, write: refusal(field, version) };
  }
  const { minSize, read, write } = compileType(field, scope);
  const ifAbsent = isRequired(field, scope) ? undefined : byDefault;
  return { name, minSize, read, write, ifAbsent };
}

/** Writes nothing for a field that this version lacks, and throws where that would lose a value. */
function refusal(field: Field, version: number): FieldCodec['write'] {
  const isDefault = defaultCheck(field);
  return (_, value) => {
    if (isDefault(value)) return;
    throw new EncodeError(`version ${version} has no such field, so it can't be set`);
  };
}

function isRequired({ options, versions }: Field, scope: Scope): boolean {
  if ('default' in options || 'tag' in options || 'nullable' in options) return false;
  const range = parseVersions(versions);
  return range.min <= scope.since && range.max === OPEN_END;
}

function isTagged({ options }: Field, version: number): boolean {
  return options.tagged !== undefined && includes(parseVersions(options.tagged), version);
}

function compileTagged(name: string, field: Field, scope: Scope): TaggedField {
  const { read, write } = compileType(field, scope, 0);
  return { name, tag: field.options.tag as number, read, write, isDefault: defaultCheck(field) };
}

/** The byte that stands for a struct that is null: -1, but 0 in the tagged section. */
type NullMark = -1 | 0;

function compileType(field: Field, scope: Scope, nullMark: NullMark = -1): FieldCodec {
  const { nullable, flexible } = field.options;
  const isNullable = nullable !== undefined && includes(parseVersions(nullable), scope.version);
  const isFlexible =
    flexible === undefined
      ? scope.flexible
      : scope.flexible && includes(parseVersions(flexible), scope.version);
  const since = Math.max(scope.since, parseVersions(field.versions).min);
  const within = { version: scope.version, flexible: isFlexible, since };
  return typeCodec(field.type, within, isNullable, nullMark);
}

function typeCodec(
  type: FieldType,
  scope: Scope,
  nullable: boolean,
  nullMark: NullMark = -1,
): FieldCodec {
  if (type.kind === 'array') {
    return arrayCodec(typeCodec(type.element, scope, false), scope.flexible, nullable);
  }
  if (type.kind !== 'struct') return primitiveCodec(type.kind, scope.flexible, nullable);
  const struct = compileStruct(type.fields, scope);
  return nullable ? nullableStruct(struct, nullMark) : struct;
}

/** A byte says whether the struct is there: 1, or for null the mark or less. */
function nullableStruct(struct: FieldCodec, nullMark: NullMark): FieldCodec {
  return {
    minSize: 1,
    read: (reader) => (reader.int8() <= nullMark ? null : struct.read(reader)),
    write: (writer, value) => {
      writer.int8(value === null ? nullMark : 1);
      if (value !== null) struct.write(writer, value);
    },
  };
}
