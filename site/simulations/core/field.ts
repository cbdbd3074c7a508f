/**
 * What may be chosen about a run: its options, and the arguments of what a reader does in it.
 *
 *     const options = { codec: choice('Compression', ['none', 'gzip']), records: whole('Records', 1, 99) };
 *     type Options = Values<typeof options>;     // { codec: 'none' | 'gzip'; records: number }
 *
 * One declaration gives the type, the control in the page, and what a link may say.
 */

export interface ChoiceField<Value extends string = string> {
  readonly kind: 'choice';
  readonly label: string;
  readonly values: readonly Value[];
}

/** A whole number; both bounds belong to it. */
export interface WholeField {
  readonly kind: 'whole';
  readonly label: string;
  readonly min: number;
  readonly max: number;
}

export interface FlagField {
  readonly kind: 'flag';
  readonly label: string;
}

/** A name that the run gives meaning to: a member's, a key. */
export interface TextField {
  readonly kind: 'text';
  readonly label: string;
  readonly maxLength: number;
}

export type Field = ChoiceField | WholeField | FlagField | TextField;
export type Fields = Readonly<Record<string, Field>>;
export type Value = string | number | boolean;

type ValueOf<F> =
  F extends ChoiceField<infer V>
    ? V
    : F extends WholeField
      ? number
      : F extends FlagField
        ? boolean
        : string;

export type Values<F extends Fields> = { readonly [Name in keyof F]: ValueOf<F[Name]> };

export function choice<const V extends string>(
  label: string,
  values: readonly V[],
): ChoiceField<V> {
  return { kind: 'choice', label, values };
}

export function whole(label: string, min: number, max: number): WholeField {
  return { kind: 'whole', label, min, max };
}

export function flag(label: string): FlagField {
  return { kind: 'flag', label };
}

export function text(label: string, maxLength = 40): TextField {
  return { kind: 'text', label, maxLength };
}

/** The value that `written` stands for, or undefined where the field takes no such value. */
export function valueFrom(field: Field, written: string): Value | undefined {
  switch (field.kind) {
    case 'choice':
      return field.values.includes(written) ? written : undefined;
    case 'whole': {
      const number = /^-?\d{1,15}$/.test(written) ? Number(written) : Number.NaN;
      return number >= field.min && number <= field.max ? number : undefined;
    }
    case 'flag':
      return written === '1' ? true : written === '0' ? false : undefined;
    case 'text':
      return written.length <= field.maxLength ? written : undefined;
  }
}

export function writtenValue(value: Value): string {
  return typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
}
