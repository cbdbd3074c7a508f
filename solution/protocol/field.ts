/**
 * A declared field, as data: what the makers in schema.ts produce and codec.ts compiles.
 *
 * The type parameters carry the declaration into TypeScript's type system, where message-types.ts
 * turns them into the type of a decoded message. At run time they are gone; `type`, `versions` and
 * `options` say the same in values.
 */

/** The primitive types of Kafka's protocol. */
export type PrimitiveKind =
  | 'bool'
  | 'int8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'bits64'
  | 'float64'
  | 'string'
  | 'uuid'
  | 'bytes'
  | 'records';

export type FieldType =
  | { readonly kind: PrimitiveKind }
  | { readonly kind: 'array'; readonly element: FieldType }
  | { readonly kind: 'struct'; readonly fields: Fields };

/** What a field may say beside its type and versions; the names are those of Kafka's specs. */
export interface FieldOptions {
  /** The versions in which the value may be null. */
  readonly nullable?: string;
  /** The value where the sender left it out; without it 0, '', false, [] or a default struct. */
  readonly default?: number | bigint | string | boolean | null;
  /** A value that the version written has no place for is dropped; without it, that is an error. */
  readonly ignorable?: true;
  /** Number of a tagged field (KIP-482): written only when it differs from the default. */
  readonly tag?: number;
  /** The versions in which the field is tagged. */
  readonly tagged?: string;
  /** The versions in which the field is compact, where that differs from its message's. */
  readonly flexible?: string;
  /** The field identifies its element within the array (in Kafka, the key of a hash collection). */
  readonly mapKey?: true;
}

/** What a field's values look like: `Read` when decoded, `Write` when encoded. */
export interface Plain<Read, Write> {
  readonly read: Read;
  readonly write: Write;
}
export interface StructOf<F extends Fields> {
  readonly struct: F;
}
export interface ArrayOf<F extends Fields> {
  readonly elements: F;
}
export type Shape = Plain<unknown, unknown> | StructOf<Fields> | ArrayOf<Fields>;

export interface Field<
  S extends Shape = Shape,
  V extends string = string,
  O extends FieldOptions = FieldOptions,
> {
  readonly type: FieldType;
  readonly versions: V;
  readonly options: O;
  /** One sentence on what the field means. */
  readonly about: string;
  /** Only for the type system; absent at run time. */
  readonly shape?: S;
}

/** The fields of a message or struct in the order in which they are written. */
export interface Fields {
  readonly [name: string]: Field;
}
