/**
 * The fields of a message by its declaration: the same way as a compiled codec goes, which does not
 * tell where it has been. Every value is read by the codec of its type, so what a broker refuses is
 * refused here.
 *
 * A nullable struct has a byte before it, a flexible one a tagged section behind it (KIP-482).
 */
import { compileMessage } from '#protocol/codec.ts';
import { primitiveCodec } from '#protocol/codec-primitive.ts';
import type { Field, Fields, FieldType } from '#protocol/field.ts';
import { Reader } from '#protocol/reader.ts';
import { includes, parseVersions, type VersionRange } from '#protocol/version-range.ts';
import { describeBatches, type Unpacking } from './describe-batches.ts';
import { meaningOf } from './meaning.ts';
import type { OpenNode, TreeWalk } from './tree-walk.ts';

/** The version in which a message is walked. */
export interface Spoken extends Unpacking {
  readonly version: number;
  readonly flexible: boolean;
}

/** A value to walk: what it is called, and what decides how it is written. */
interface Place extends Spoken {
  readonly name: string;
  readonly about: string;
  /** Of strings, bytes and arrays: whether their length is a varint, and one more. */
  readonly compact: boolean;
  readonly nullable: boolean;
  /** What stands for a null struct: 0 does in the tagged section. */
  readonly nullMark: -1 | 0;
}

/** Walks a struct's fields from where the walk stands, and its tagged section. */
export function describeStruct(walk: TreeWalk, fields: Fields, spoken: Spoken): void {
  const tagged = new Map<number, readonly [string, Field]>();
  for (const [name, field] of Object.entries(fields)) {
    const { tag } = field.options;
    const isTagged = isIn(field.options.tagged, spoken.version);
    if (tag !== undefined && isTagged) tagged.set(tag, [name, field]);
    else if (isIn(field.versions, spoken.version)) {
      describeValue(walk, field.type, placeOf(name, field, spoken));
    }
  }
  if (spoken.flexible) describeTagged(walk, tagged, spoken);
}

function placeOf(name: string, field: Field, spoken: Spoken, nullMark: -1 | 0 = -1): Place {
  const { flexible, nullable } = field.options;
  const compact = spoken.flexible && (flexible === undefined || isIn(flexible, spoken.version));
  const isNullable = isIn(nullable, spoken.version);
  return { ...spoken, name, about: field.about, compact, nullable: isNullable, nullMark };
}

function describeValue(walk: TreeWalk, type: FieldType, place: Place): void {
  const { name, about } = place;
  if (type.kind === 'struct') describeNested(walk, type.fields, place);
  else if (type.kind === 'array') describeArray(walk, type.element, place);
  else if (type.kind === 'string') describeText(walk, place);
  else if (type.kind === 'bytes') describeBytes(walk, place);
  else if (type.kind === 'records') describeRecords(walk, place);
  else {
    const meaning = (value: unknown) => meaningOf(name, value);
    const { read } = primitiveCodec(type.kind, false, false);
    walk.leaf({ name, kind: type.kind, about, meaning }, read);
  }
}

function describeNested(walk: TreeWalk, fields: Fields, place: Place): void {
  const { name, about, nullable, nullMark } = place;
  walk.group({ name, kind: 'struct', about }, (node) => {
    const isNull =
      nullable &&
      walk.leaf(
        { name: 'present', kind: 'int8', about: 'Whether the struct follows, or is null.' },
        (reader) => reader.int8(),
      ) <= nullMark;
    if (isNull) node.meaning = 'null';
    else describeStruct(walk, fields, place);
  });
}

function describeArray(walk: TreeWalk, element: FieldType, place: Place): void {
  const { name, about, compact, nullable } = place;
  const fewest = fewestBytes(element, place);
  walk.group({ name, kind: compact ? 'compact array' : 'array', about }, (node) => {
    const start = walk.position;
    describeLength(walk, compact, 'int32', 'elements');
    const count = walk.peek(start, (reader) =>
      compact ? reader.compactArrayCount(fewest) : reader.arrayCount(fewest),
    );
    if (count < 0 && !nullable) walk.fail('null where an array is required');
    node.meaning = count < 0 ? 'null' : counted(count, 'element');
    const inner = { ...place, about: '', nullable: false, nullMark: -1 as const };
    for (let at = 0; at < count; at++) {
      describeValue(walk, element, { ...inner, name: `[${at}]` });
    }
  });
}

/** A count is held against the fewest bytes that so many elements can take. */
function fewestBytes(type: FieldType, { version, flexible, compact }: Place): number {
  if (type.kind === 'array') return compact ? 1 : 4;
  if (type.kind !== 'struct') return primitiveCodec(type.kind, compact, false).minSize;
  return compileMessage(type.fields, version, { flexible, since: 0 }).minSize;
}

function describeText(walk: TreeWalk, place: Place): void {
  describeSized(walk, place, 'string', (length) => {
    walk.leaf({ name: 'text', kind: 'UTF-8' }, (reader) => utf8.decode(reader.raw(length)));
  });
}

function describeBytes(walk: TreeWalk, place: Place): void {
  describeSized(walk, place, 'bytes', (length) => {
    walk.leaf({ name: 'content', kind: 'bytes' }, (reader) => reader.raw(length));
  });
}

/** Batches are shown as such, but for what is null or empty, which is a value of the field's own. */
function describeRecords(walk: TreeWalk, place: Place): void {
  describeSized(walk, place, 'records', (length, node) => {
    node.value = undefined;
    node.readIn = undefined;
    walk.within(walk.position + length, () => describeBatches(walk, place));
  });
}

/** What has a length before it: a value of its own, with its length and its content as parts. */
function describeSized(
  walk: TreeWalk,
  { name, about, compact, nullable }: Place,
  kind: 'string' | 'bytes' | 'records',
  describeContent: (length: number, node: OpenNode) => void,
): void {
  const { read } = primitiveCodec(kind, compact, nullable);
  const start = walk.position;
  walk.group({ name, kind: compact ? `compact ${kind}` : kind, about }, (node) => {
    const length = describeLength(walk, compact, kind === 'string' ? 'int16' : 'int32', 'bytes');
    node.value = walk.peek(start, read);
    node.readIn = (other) => read(new Reader(other, start));
    if (length > 0) describeContent(length, node);
  });
}

/** Returns the length itself: in compact form one more is written. */
function describeLength(
  walk: TreeWalk,
  compact: boolean,
  classic: 'int16' | 'int32',
  what: string,
): number {
  const kind = compact ? 'unsigned varint' : classic;
  const about = compact
    ? `How many ${what} follow; one more is written, and 0 for null.`
    : `How many ${what} follow; -1 stands for null.`;
  const meaning = (length: number) => {
    if (length < 0) return 'null';
    return compact ? `written as ${length + 1}` : undefined;
  };
  const read = (reader: Reader) => (compact ? reader.unsignedVarint() - 1 : reader[classic]());
  return walk.leaf({ name: 'length', kind, about, meaning }, read);
}

function describeTagged(
  walk: TreeWalk,
  known: ReadonlyMap<number, readonly [string, Field]>,
  spoken: Spoken,
): void {
  const about = 'Fields that may be missing, and that who does not know them skips (KIP-482).';
  walk.group({ name: 'taggedFields', kind: 'tagged section', about }, (node) => {
    const count = walk.leaf(
      { name: 'count', kind: 'unsigned varint', about: 'How many tagged fields follow.' },
      (reader) => reader.unsignedVarint(),
    );
    node.meaning = counted(count, 'field');
    for (let at = 0; at < count; at++) {
      walk.group({ name: `[${at}]`, kind: 'tagged field' }, (field) => {
        field.meaning = describeTaggedField(walk, known, spoken);
      });
    }
  });
}

/** Returns the field's name, where it is known. */
function describeTaggedField(
  walk: TreeWalk,
  known: ReadonlyMap<number, readonly [string, Field]>,
  spoken: Spoken,
): string {
  const number = { kind: 'unsigned varint' };
  const tag = walk.leaf({ name: 'tag', ...number, about: 'Which field it is.' }, (reader) =>
    reader.unsignedVarint(),
  );
  const size = walk.leaf(
    { name: 'size', ...number, about: 'How many bytes to skip, for who does not know it.' },
    (reader) => reader.unsignedVarint(),
  );
  if (size > walk.remaining) walk.fail(`${size} bytes wanted, ${walk.remaining} left`);
  const [name, field] = known.get(tag) ?? [`tag ${tag}`];
  const end = walk.position + size;
  if (field === undefined) {
    walk.leaf({ name: 'content', kind: 'bytes' }, (reader) => reader.raw(size));
  } else {
    const place = placeOf(name, field, spoken, 0);
    const unread = `The field has ended, but its size says that it takes ${size} bytes.`;
    walk.within(end, () => describeValue(walk, field.type, place), unread);
  }
  return name;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

function counted(count: number, one: string): string {
  const word = one.endsWith('s') ? one.slice(0, -1) : one;
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}

const ranges = new Map<string, VersionRange>();

function isIn(versions: string | undefined, version: number): boolean {
  if (versions === undefined) return false;
  let range = ranges.get(versions);
  if (range === undefined) {
    range = parseVersions(versions);
    ranges.set(versions, range);
  }
  return includes(range, version);
}
