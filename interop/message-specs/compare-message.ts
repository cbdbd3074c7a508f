/**
 * Compares a declared message with Kafka's spec of it and words every difference.
 *
 * Ranges are compared by what they mean: `0+` and `1+` are the same in a message that starts at
 * version 1, and a field that exists in none of the valid versions need not be declared. Left out
 * are a spec's sentences (ours are our own) and its entityType, which Kafka's build only lints by.
 */
import type { Field, Fields, FieldType } from '#protocol/field.ts';
import type { Message } from '#protocol/message.ts';
import { ZERO_UUID } from '#protocol/uuid.ts';
import { intersect, isEmpty, parseVersions, type VersionRange } from '#protocol/version-range.ts';
import type { FieldSpec, MessageSpec } from './kafka-specs.ts';

/** What differs, one sentence each, empty when nothing does. */
export function compareMessage(message: Message, spec: MessageSpec): string[] {
  const differences: string[] = [];
  const say = (what: string, ours: unknown, kafkas: unknown): void => {
    const [a, b] = [JSON.stringify(ours), JSON.stringify(kafkas)];
    if (a !== b) differences.push(`${what}: declared ${a}, Kafka has ${b}`);
  };
  const valid = parseVersions(spec.validVersions);
  const stable = { ...valid, max: valid.max - 1 };
  const unstable = spec.latestVersionUnstable === true && message.versions.max === stable.max;
  say(`${message.name} versions`, message.versions, unstable ? stable : valid);
  const { versions } = message;
  const flexible = parseVersions(spec.flexibleVersions);
  say(`${message.name} flexible`, clip(message.flexible, versions), clip(flexible, versions));
  if ('apiKey' in message) say(`${message.name} apiKey`, message.apiKey, spec.apiKey);
  const structs = new Map(spec.commonStructs?.map((one) => [one.name, one.fields]));
  compareFields(message.fields, spec.fields, { path: message.name, versions, structs, say });
  return differences;
}

interface Place {
  readonly path: string;
  /** The versions in which the enclosing struct exists. */
  readonly versions: VersionRange;
  readonly structs: ReadonlyMap<string, readonly FieldSpec[]>;
  readonly say: (what: string, ours: unknown, kafkas: unknown) => void;
}

function compareFields(fields: Fields, specs: readonly FieldSpec[], place: Place): void {
  const existing = specs.filter(
    (spec) => clip(parseVersions(spec.versions ?? '0+'), place.versions) !== null,
  );
  const names = existing.map((spec) => lowerFirst(spec.name));
  place.say(`${place.path} fields in order`, Object.keys(fields), names);
  for (const spec of existing) {
    const field = fields[lowerFirst(spec.name)];
    const path = `${place.path}.${lowerFirst(spec.name)}`;
    if (field !== undefined) compareField(field, spec, { ...place, path });
  }
}

function compareField(field: Field, spec: FieldSpec, place: Place): void {
  const { path, say, structs } = place;
  const { options } = field;
  const specVersions = spec.versions ?? spec.taggedVersions ?? '0+';
  const versions = intersect(parseVersions(specVersions), place.versions);
  const within = (range: string | undefined) => clip(parseVersions(range ?? 'none'), versions);
  say(`${path} type`, typeName(field.type), specType(spec.type));
  say(`${path} versions`, clip(parseVersions(field.versions), place.versions), clip(versions));
  say(`${path} nullable`, within(options.nullable), within(spec.nullableVersions));
  say(`${path} tagged`, within(options.tagged), within(spec.taggedVersions));
  say(`${path} tag`, options.tag, spec.tag);
  say(`${path} default`, ourDefault(field), specDefault(spec));
  say(`${path} ignorable`, options.ignorable === true, spec.ignorable === true);
  say(`${path} flexible`, options.flexible, spec.flexibleVersions);
  say(`${path} mapKey`, options.mapKey === true, spec.mapKey === true);
  const inner = structFields(field.type);
  const innerSpec = spec.fields ?? structs.get(spec.type.replace('[]', ''));
  if (inner !== undefined && innerSpec !== undefined) {
    compareFields(inner, innerSpec, { ...place, versions });
  }
}

function clip(range: VersionRange, to: VersionRange = range): string | null {
  const { min, max } = intersect(range, to);
  return isEmpty({ min, max }) ? null : `${min}-${max}`;
}

/** Structs have no names here: all are 'struct'. What is 64 bits to us is an int64 to a spec. */
function typeName(type: FieldType): string {
  if (type.kind === 'bits64') return 'int64';
  return type.kind === 'array' ? `[]${typeName(type.element)}` : type.kind;
}

/** A type that starts with a capital is a struct's name. */
function specType(type: string): string {
  return type.replace(/[A-Z]\w*/, 'struct');
}

function structFields(type: FieldType): Fields | undefined {
  if (type.kind === 'struct') return type.fields;
  return type.kind === 'array' ? structFields(type.element) : undefined;
}

/** Defaults as text; 'none' where a value has no default other than its type's zero. */
function ourDefault({ options, type }: Field): string {
  return options.default === undefined ? zero(typeName(type)) : String(options.default);
}

/** To Kafka's generator a JSON null is no default; the word "null" in quotes is one. */
function specDefault(spec: FieldSpec): string {
  if (spec.default == null) return zero(specType(spec.type));
  return /^u?int/.test(spec.type) ? String(Number(spec.default)) : String(spec.default);
}

function zero(type: string): string {
  if (/^u?int|^float/.test(type)) return '0';
  if (type === 'bool') return 'false';
  return type === 'uuid' ? ZERO_UUID : '';
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
