/**
 * Checks a declaration when it is made, so that a slip shows when its file is loaded and not when
 * the first client speaks the version that it breaks.
 *
 * Each error names the message and the field, as in `FetchRequest.topics.partitions: ...`.
 */
import type { Field, FieldOptions, Fields, FieldType } from '#protocol/field.ts';
import { isInt64 } from '#protocol/int64.ts';
import {
  formatVersions,
  intersect,
  isEmpty,
  isWithin,
  parseVersions,
  type VersionRange,
} from '#protocol/version-range.ts';

interface Place {
  /** The message and the fields down to here. */
  readonly path: string;
  /** The versions in which the enclosing struct exists. */
  readonly versions: VersionRange;
  readonly flexible: VersionRange;
}

/** Throws an Error that names the place when a declaration contradicts itself. */
export function checkDeclaration(declaration: {
  readonly name: string;
  readonly versions: string;
  readonly flexible: string;
  readonly fields: Fields;
}): void {
  const { name } = declaration;
  const versions = parse(name, 'versions', declaration.versions);
  const flexible = parse(name, 'flexible', declaration.flexible);
  if (isEmpty(versions)) fail(name, 'has no versions');
  checkFields(declaration.fields, { path: name, versions, flexible });
}

function checkFields(fields: Fields, place: Place): void {
  const tags = new Set<number>();
  for (const [name, field] of Object.entries(fields)) {
    const path = `${place.path}.${name}`;
    if (!/^[a-z]\w*$/.test(name)) fail(path, 'a field name starts with a lower-case letter');
    checkField(field, { ...place, path });
    const { tag } = field.options;
    if (tag === undefined) continue;
    if (tags.has(tag)) fail(path, `tag ${tag} is taken by another field`);
    tags.add(tag);
  }
}

function checkField(field: Field, place: Place): void {
  const { path } = place;
  const declared = parse(path, 'versions', field.versions);
  const versions = intersect(declared, place.versions);
  if (isEmpty(versions)) {
    fail(path, `versions ${field.versions} are not among ${formatVersions(place.versions)}`);
  }
  if (field.about === '') fail(path, 'needs a sentence that says what it means');
  const here = { ...place, versions };
  checkOptionNames(field.options, path);
  checkTag(field.options, here);
  checkNullable(field, here);
  checkDefault(field, here);
  const inner = structOf(field.type);
  if (inner !== undefined) checkFields(inner, here);
}

const OPTION_NAMES: ReadonlySet<string> = new Set([
  'nullable',
  'default',
  'ignorable',
  'tag',
  'tagged',
  'flexible',
  'mapKey',
] satisfies (keyof FieldOptions)[]);

function checkOptionNames(options: FieldOptions, path: string): void {
  for (const name of Object.keys(options)) {
    if (!OPTION_NAMES.has(name)) fail(path, `there is no option "${name}"`);
  }
  if (options.flexible !== undefined) parse(path, 'flexible', options.flexible);
}

function checkTag(options: FieldOptions, place: Place): void {
  const { tag, tagged } = options;
  if (tag === undefined && tagged === undefined) return;
  if (tag === undefined || tagged === undefined) fail(place.path, 'tag and tagged go together');
  if (!Number.isInteger(tag) || tag < 0) fail(place.path, `tag ${tag} is not a whole number >= 0`);
  const range = intersect(parse(place.path, 'tagged', tagged), place.versions);
  if (isEmpty(range)) fail(place.path, `tagged versions ${tagged} are not among its versions`);
  if (!isWithin(range, place.flexible)) {
    fail(place.path, `tagged versions ${tagged} are not all flexible`);
  }
}

const NULLABLE_KINDS: ReadonlySet<string> = new Set([
  'string',
  'bytes',
  'records',
  'array',
  'struct',
]);

function checkNullable(field: Field, place: Place): void {
  const { nullable } = field.options;
  if (nullable === undefined) return;
  if (!NULLABLE_KINDS.has(field.type.kind)) fail(place.path, `${field.type.kind} is never null`);
  const range = intersect(parse(place.path, 'nullable', nullable), place.versions);
  if (isEmpty(range)) fail(place.path, `nullable versions ${nullable} are not among its versions`);
}

function checkDefault(field: Field, place: Place): void {
  const { default: value, nullable } = field.options;
  if (value === undefined) return;
  if (value === null) {
    const range = nullable === undefined ? undefined : parse(place.path, 'nullable', nullable);
    if (range === undefined || !isWithin(place.versions, range)) {
      fail(place.path, 'the default is null, but not all of its versions are nullable');
    }
  } else if (!fits(field.type, value)) {
    fail(
      place.path,
      `${typeof value === 'bigint' ? value : JSON.stringify(value)} is not a default for ${field.type.kind}`,
    );
  }
}

const INTEGER_LIMITS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  int8: [-0x80, 0x7f],
  int16: [-0x8000, 0x7fff],
  uint16: [0, 0xffff],
  int32: [-0x8000_0000, 0x7fff_ffff],
  uint32: [0, 0xffff_ffff],
};

function fits(type: FieldType, value: number | bigint | string | boolean): boolean {
  const limits = INTEGER_LIMITS[type.kind];
  if (limits !== undefined) {
    return Number.isInteger(value) && Number(value) >= limits[0] && Number(value) <= limits[1];
  }
  if (type.kind === 'int64') return typeof value === 'number' && isInt64(value);
  if (type.kind === 'bits64')
    return typeof value === 'bigint' && BigInt.asIntN(64, value) === value;
  if (type.kind === 'float64') return typeof value === 'number';
  if (type.kind === 'bool') return typeof value === 'boolean';
  return type.kind === 'string' && typeof value === 'string';
}

function structOf(type: FieldType): Fields | undefined {
  if (type.kind === 'struct') return type.fields;
  return type.kind === 'array' ? structOf(type.element) : undefined;
}

function parse(path: string, what: string, text: string): VersionRange {
  try {
    return parseVersions(text);
  } catch (error) {
    fail(path, `${what}: ${(error as Error).message}`);
  }
}

function fail(path: string, reason: string): never {
  throw new Error(`${path}: ${reason}`);
}
