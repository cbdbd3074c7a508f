/**
 * The TypeScript types of messages, computed from their declarations.
 *
 * `MessageOf` is what decoding gives: every field is there, and one that the version lacks has its
 * default. `InputOf` is what encoding takes: the same, but a field may be left out when it has an
 * explicit default, is tagged, is nullable, or is missing in some of the versions. Left out, it
 * counts as its default. So a handler that serves versions 1 to 11 states what every version needs,
 * and the compiler reports what it forgot.
 */
import type {
  ArrayOf,
  Field,
  FieldOptions,
  Fields,
  Plain,
  Shape,
  StructOf,
} from '#protocol/field.ts';

/** The type of a decoded message: `MessageOf<typeof FetchRequest>`. */
export type MessageOf<M extends Declared> = Decoded<M['fields']>;

/** The type of what can be encoded: `InputOf<typeof FetchRequest>`. */
export type InputOf<M extends Declared> = Input<M['fields'], M['range']>;

export type Input<F extends Fields, V extends string> = Encodable<F, First<V>>;

/** What the two need to know of a message. */
export interface Declared {
  readonly fields: Fields;
  readonly range: string;
}

export type Decoded<F extends Fields> = {
  -readonly [K in keyof F]: F[K] extends Field<infer S, string, infer O>
    ? ReadOf<S> | NullOf<O>
    : never;
};

type ReadOf<S extends Shape> =
  S extends Plain<infer Read, unknown>
    ? Read
    : S extends ArrayOf<infer F>
      ? Decoded<F>[]
      : S extends StructOf<infer F>
        ? Decoded<F>
        : never;

/** `Min` is the first version in which the whole struct exists, as a literal: '3'. */
export type Encodable<F extends Fields, Min extends string> = {
  readonly [K in keyof F as IsRequired<F[K], Min> extends true ? K : never]: WriteOf<F[K], Min>;
} & {
  readonly [K in keyof F as IsRequired<F[K], Min> extends true ? never : K]?:
    | WriteOf<F[K], Min>
    | undefined;
};

type WriteOf<T extends Field, Min extends string> =
  T extends Field<infer S, infer V, infer O>
    ?
        | NullOf<O>
        | (S extends Plain<unknown, infer Write>
            ? Write
            : S extends ArrayOf<infer F>
              ? readonly Encodable<F, Later<Min, First<V>>>[]
              : S extends StructOf<infer F>
                ? Encodable<F, Later<Min, First<V>>>
                : never)
    : never;

type NullOf<O extends FieldOptions> = O extends { readonly nullable: string }
  ? null
  : O extends { readonly default: null }
    ? null
    : never;

type IsRequired<T extends Field, Min extends string> =
  T extends Field<Shape, infer V, infer O>
    ? O extends { readonly default: unknown } | { readonly tag: number } | { nullable: string }
      ? false
      : V extends `${UpTo<Min>}+`
        ? true
        : false
    : never;

/** The first version of a range: '2' of '2-7', '2+' and '2'. */
type First<V extends string> = V extends `${infer N}-${string}`
  ? N
  : V extends `${infer N}+`
    ? N
    : V;

type Later<A extends string, B extends string> = B extends UpTo<A> ? A : B;

/** '0' | '1' | ... | N, by counting; message versions stay well below TypeScript's depth. */
type UpTo<N extends string, Counted extends 0[] = []> = string extends N
  ? never
  : `${Counted['length']}` extends N
    ? N
    : Counted['length'] extends 64
      ? never
      : `${Counted['length']}` | UpTo<N, [...Counted, 0]>;
