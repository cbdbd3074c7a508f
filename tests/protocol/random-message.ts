/**
 * Random values of any declared message in any of its versions, from a seed.
 *
 * What the fuzzer breaks and what the round trip through Kafka's own classes carries. The values
 * lean to the edges: limits of the integers, empty and null, lengths around where a varint grows.
 *
 * Invariant: the value can be encoded in the version, and decoding it gives an equal value.
 */
import type { Field, Fields, FieldType } from '#protocol/field.ts';
import { defaultOf } from '#protocol/field-default.ts';
import { INT64_MAX, INT64_MIN } from '#protocol/int64.ts';
import type { Message } from '#protocol/message.ts';
import { uuidFromBytes } from '#protocol/uuid.ts';
import { includes, parseVersions } from '#protocol/version-range.ts';

/** A number in [0, 1). */
export type Chance = () => number;

/** Mulberry32: small, quick, and the same everywhere. */
export function seeded(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A value of the message with every field, those that the version lacks at their default. */
export function randomMessage(
  message: Message,
  version: number,
  chance: Chance,
): Record<string, unknown> {
  return randomStruct(message.fields, version, chance);
}

function randomStruct(fields: Fields, version: number, chance: Chance): Record<string, unknown> {
  const struct: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    struct[name] = randomField(field, version, chance);
  }
  return struct;
}

function randomField(field: Field, version: number, chance: Chance): unknown {
  const { nullable, tagged, tag } = field.options;
  const exists = includes(parseVersions(field.versions), version);
  const atDefault = tag !== undefined && tagged !== undefined && chance() < 0.5;
  if (!exists || atDefault) return defaultOf(field)();
  const isNullable = nullable !== undefined && includes(parseVersions(nullable), version);
  if (isNullable && chance() < 0.25) return null;
  return randomValue(field.type, version, chance);
}

const INTEGER_BITS: Readonly<Record<string, number>> = { int8: 8, int16: 16, int32: 32 };

function randomValue(type: FieldType, version: number, chance: Chance): unknown {
  switch (type.kind) {
    case 'bool':
      return chance() < 0.5;
    case 'uint16':
      return Math.floor(chance() * 0x1_0000);
    case 'uint32':
      return Math.floor(chance() * 0x1_0000_0000);
    case 'int64':
      return randomInt64(chance);
    case 'bits64':
      return randomBits64(chance);
    case 'float64':
      return pick(chance, [0.5, -1e300, Number.MIN_VALUE, Number.NaN, chance() * 1e6]);
    case 'string':
      return randomString(chance);
    case 'uuid':
      return uuidFromBytes(randomBytes(16, chance));
    case 'bytes':
    case 'records':
      return randomBytes(randomLength(chance), chance);
    case 'struct':
      return randomStruct(type.fields, version, chance);
    case 'array':
      return randomArray(type.element, version, chance);
    default:
      return randomInteger(INTEGER_BITS[type.kind] ?? 8, chance);
  }
}

function randomInteger(bits: number, chance: Chance): number {
  const half = 2 ** (bits - 1);
  return pick(chance, [0, 1, -1, half - 1, -half, Math.floor((chance() * 2 - 1) * half)]);
}

function randomInt64(chance: Chance): number {
  const safe = Math.floor((chance() * 2 - 1) * Number.MAX_SAFE_INTEGER);
  const edges = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, INT64_MAX, INT64_MIN];
  return pick(chance, [0, -1, 2 ** 31, 2 ** 32, -(2 ** 32), safe, safe, pick(chance, edges)]);
}

function randomBits64(chance: Chance): bigint {
  const bytes = new DataView(randomBytes(8, chance).buffer);
  return pick(chance, [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), bytes.getBigInt64(0)]);
}

function randomString(chance: Chance): string {
  const alphabet = pick(chance, ['abcXYZ-._09', 'aé', 'ж水', '\u{1F600}a\uFEFF', '\0\x7f']);
  const letters = [...alphabet];
  return Array.from({ length: randomLength(chance) }, () => pick(chance, letters)).join('');
}

function randomArray(element: FieldType, version: number, chance: Chance): unknown[] {
  const flat = element.kind !== 'struct';
  const length = flat && chance() < 0.05 ? randomLength(chance) : Math.floor(chance() * 3.5);
  return Array.from({ length }, () => randomValue(element, version, chance));
}

/** Mostly short; now and then around where a one-byte length ends, or beyond one buffer. */
function randomLength(chance: Chance): number {
  if (chance() < 0.9) return Math.floor(chance() * 12);
  return pick(chance, [47, 48, 49, 125, 126, 127, 128, 129, 511, 512, 513, 5000]);
}

export function randomBytes(length: number, chance: Chance): Uint8Array {
  return Uint8Array.from({ length }, () => chance() * 256);
}

export function pick<T>(chance: Chance, from: readonly T[]): T {
  return from[Math.floor(chance() * from.length)] as T;
}
