/**
 * The notation in which every message is declared, once, for all its versions.
 *
 *     export const Heartbeat = request({
 *       name: 'HeartbeatRequest', apiKey: 12, versions: '0-4', flexible: '4+',
 *       fields: {
 *         groupId: string('0+', 'The group.'),
 *         groupInstanceId: string('3+', { nullable: '3+', default: null }, 'The static member.'),
 *       },
 *     });
 *     export type Heartbeat = MessageOf<typeof Heartbeat>;
 *
 * A maker takes the versions in which the field exists, options where there are any, and a sentence
 * on its meaning. Ranges, options and defaults mean what they mean in Kafka's own message specs
 * (clients/src/main/resources/common/message/README.md), and a check compares the two.
 *
 * A declaration that contradicts itself throws when its file is loaded (schema-check.ts).
 */
import type {
  ArrayOf,
  Field,
  FieldOptions,
  Fields,
  FieldType,
  Plain,
  PrimitiveKind,
  StructOf,
} from '#protocol/field.ts';
import { ApiMessage, Message, RecordMessage } from '#protocol/message.ts';

export type { InputOf, MessageOf } from '#protocol/message-types.ts';

/** Makes fields of one primitive type; by itself, it names that type as an array's element. */
export interface Maker<Read, Write = Read> {
  <const V extends string>(versions: V, about: string): Field<Plain<Read, Write>, V, NoOptions>;
  <const V extends string, const O extends FieldOptions>(
    versions: V,
    options: O,
    about: string,
  ): Field<Plain<Read, Write>, V, O>;
  readonly type: FieldType;
}

type NoOptions = Record<never, never>;

export const bool = primitive<boolean>('bool');
export const int8 = primitive<number>('int8');
export const int16 = primitive<number>('int16');
export const uint16 = primitive<number>('uint16');
export const int32 = primitive<number>('int32');
export const uint32 = primitive<number>('uint32');
/** A safe integer (or an end of the range: see int64.ts). */
export const int64 = primitive<number>('int64');
/** An int64 that is no number but 64 bits, such as a digest: all of them count, so a bigint. */
export const bits64 = primitive<bigint>('bits64');
export const float64 = primitive<number>('float64');
export const string = primitive<string>('string');
/** 16 bytes, as Kafka's 22 base64url characters. */
export const uuid = primitive<string>('uuid');
/** Decoded as a view of the frame. */
export const bytes = primitive<Uint8Array>('bytes');
/** Record batches: a view when decoded, written by reference, in pieces if they come so. */
export const records = primitive<Uint8Array, Uint8Array | readonly Uint8Array[]>('records');

function primitive<Read, Write = Read>(kind: PrimitiveKind): Maker<Read, Write> {
  const type: FieldType = { kind };
  const make = (versions: string, ...rest: [...FieldOptions[], string]): Field =>
    field(type, versions, rest);
  return Object.assign(make, { type }) as unknown as Maker<Read, Write>;
}

/** An array of structs, or of a primitive type that is named by its maker. */
export function array<const V extends string, const F extends Fields>(
  versions: V,
  element: F,
  about: string,
): Field<ArrayOf<F>, V, NoOptions>;
export function array<const V extends string, const F extends Fields, const O extends FieldOptions>(
  versions: V,
  element: F,
  options: O,
  about: string,
): Field<ArrayOf<F>, V, O>;
export function array<const V extends string, Read, Write>(
  versions: V,
  element: Maker<Read, Write>,
  about: string,
): Field<Plain<Read[], readonly Write[]>, V, NoOptions>;
export function array<const V extends string, Read, Write, const O extends FieldOptions>(
  versions: V,
  element: Maker<Read, Write>,
  options: O,
  about: string,
): Field<Plain<Read[], readonly Write[]>, V, O>;
export function array(
  versions: string,
  element: Fields | Maker<unknown>,
  ...rest: [...FieldOptions[], string]
): Field {
  const type: FieldType =
    typeof element === 'function' ? element.type : { kind: 'struct', fields: element as Fields };
  return field({ kind: 'array', element: type }, versions, rest);
}

/** A struct within a message. */
export function struct<const V extends string, const F extends Fields>(
  versions: V,
  fields: F,
  about: string,
): Field<StructOf<F>, V, NoOptions>;
export function struct<
  const V extends string,
  const F extends Fields,
  const O extends FieldOptions,
>(versions: V, fields: F, options: O, about: string): Field<StructOf<F>, V, O>;
export function struct(
  versions: string,
  fields: Fields,
  ...rest: [...FieldOptions[], string]
): Field {
  return field({ kind: 'struct', fields }, versions, rest);
}

function field(
  type: FieldType,
  versions: string,
  rest: readonly (FieldOptions | string | undefined)[],
): Field {
  const [first, second] = rest;
  const options = typeof first === 'object' ? first : {};
  const about = typeof first === 'string' ? first : second;
  return { type, versions, options, about: typeof about === 'string' ? about : '' };
}

/** What every declaration says. */
export interface Declaration<F extends Fields, V extends string> {
  /** Kafka's name of the message. */
  readonly name: string;
  /** All versions that exist here. */
  readonly versions: V;
  /** The versions with compact forms and tagged fields (KIP-482), or 'none'. */
  readonly flexible: string;
  readonly fields: F;
}

export interface ApiDeclaration<F extends Fields, V extends string> extends Declaration<F, V> {
  readonly apiKey: number;
}

/** Declares a request. */
export function request<const F extends Fields, const V extends string>(
  declaration: ApiDeclaration<F, V>,
): ApiMessage<F, V> {
  return new ApiMessage('request', declaration);
}

/** Declares a response. */
export function response<const F extends Fields, const V extends string>(
  declaration: ApiDeclaration<F, V>,
): ApiMessage<F, V> {
  return new ApiMessage('response', declaration);
}

/** Declares a metadata record: its `apiKey` is the record type that is written before it. */
export function record<const F extends Fields, const V extends string>(
  declaration: ApiDeclaration<F, V>,
): RecordMessage<F, V> {
  return new RecordMessage(declaration);
}

/** Declares a message that is neither: headers, keys and values of internal topics, files. */
export function data<const F extends Fields, const V extends string>(
  declaration: Declaration<F, V>,
): Message<F, V> {
  return new Message('data', declaration);
}
