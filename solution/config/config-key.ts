/**
 * How one configuration key is declared.
 *
 * A key is declared once, with its type, its default, what values it allows, when it may change
 * and a sentence; parsing server.properties, validating an alteration, answering DescribeConfigs
 * and the reference page all read that one declaration. Names, defaults and limits are Kafka's.
 *
 *   'log.segment.bytes': int('1073741824', { min: 1048576, update: 'cluster-wide' }, 'When ...')
 *            name        type   default          limits        may change              sentence
 *
 * Values travel as text, as they do in a properties file and on the wire; `schema` turns text into
 * the typed value. A long at the end of int64's range means "never" in Kafka, and a JavaScript
 * number can't hold it: it is read as `Number.MAX_SAFE_INTEGER`, its text stays as it was.
 */
import * as z from 'zod/mini';

export type ConfigType =
  | 'boolean'
  | 'string'
  | 'int'
  | 'short'
  | 'long'
  | 'double'
  | 'list'
  | 'class'
  | 'password';

/**
 * When a broker key may change: only by restart, for one broker while it runs, or for the whole
 * cluster (and for one broker) while it runs (KIP-226).
 */
export type UpdateMode = 'read-only' | 'per-broker' | 'cluster-wide';

export interface ConfigKey<T> {
  readonly type: ConfigType;
  /** The default as a properties file would hold it; null where the key has none. */
  readonly defaultText: string | null;
  /** Text to value; its issue message says what is allowed. Built at first use. */
  readonly schema: z.ZodMiniType<T, string>;
  /** What is allowed, in words. */
  readonly allowed: string;
  readonly update: UpdateMode;
  /** Accepted for compatibility, but nothing in this broker acts on it. */
  readonly inert: boolean;
  /** For tests and tuning: DescribeConfigs leaves it out. */
  readonly internal: boolean;
  readonly sentence: string;
}

/** The typed value of a key: null only where the default is null. */
export type ConfigValue<K> = K extends ConfigKey<infer T> ? T : never;

export interface KeyOptions {
  readonly update?: UpdateMode;
  readonly inert?: boolean;
  readonly internal?: boolean;
}

export interface NumberOptions extends KeyOptions {
  readonly min?: number;
  readonly max?: number;
  /** One value allowed beside the range, like the -1 of "the codec's own default level". */
  readonly or?: number;
}

export interface TextOptions extends KeyOptions {
  readonly oneOf?: readonly string[];
  readonly ignoreCase?: boolean;
  /** For a list: at least one item, and none of them empty. */
  readonly nonEmpty?: boolean;
  /** A form that the text, or each item of a list, must have, and that form in words. */
  readonly form?: { readonly pattern: RegExp; readonly words: string };
}

const LONG_MAX = 2n ** 63n - 1n;
const LONG_MIN = -(2n ** 63n);

type Default<D extends string | null, T> = D extends null ? T | null : T;

export function boolean<D extends string | null>(
  defaultText: D,
  options: KeyOptions,
  sentence: string,
): ConfigKey<Default<D, boolean>> {
  return key('boolean', defaultText, options, sentence, 'true or false', (text) => {
    const lower = text.trim().toLowerCase();
    return lower === 'true' ? true : lower === 'false' ? false : undefined;
  });
}

export function int<D extends string | null>(
  defaultText: D,
  options: NumberOptions,
  sentence: string,
): ConfigKey<Default<D, number>> {
  return whole('int', -2147483648, 2147483647, defaultText, options, sentence);
}

export function short<D extends string | null>(
  defaultText: D,
  options: NumberOptions,
  sentence: string,
): ConfigKey<Default<D, number>> {
  return whole('short', -32768, 32767, defaultText, options, sentence);
}

export function long<D extends string | null>(
  defaultText: D,
  options: NumberOptions,
  sentence: string,
): ConfigKey<Default<D, number>> {
  return whole(
    'long',
    Number.MIN_SAFE_INTEGER,
    Number.MAX_SAFE_INTEGER,
    defaultText,
    options,
    sentence,
  );
}

export function double<D extends string | null>(
  defaultText: D,
  options: NumberOptions,
  sentence: string,
): ConfigKey<Default<D, number>> {
  const allowed = `a number${rangeText(options)}`;
  return key('double', defaultText, options, sentence, allowed, (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    return Number.isFinite(value) && inRange(value, options) ? value : undefined;
  });
}

export function string<D extends string | null>(
  defaultText: D,
  options: TextOptions,
  sentence: string,
): ConfigKey<Default<D, string>> {
  return key('string', defaultText, options, sentence, textAllowed(options), (text) =>
    matches(text, options) ? text : undefined,
  );
}

/** A comma-separated list. */
export function list<D extends string | null>(
  defaultText: D,
  options: TextOptions,
  sentence: string,
): ConfigKey<Default<D, readonly string[]>> {
  return key('list', defaultText, options, sentence, listAllowed(options), (text) => {
    const items = splitList(text);
    if (options.nonEmpty && items.length === 0) return undefined;
    return items.every((item) => matches(item, options)) ? items : undefined;
  });
}

/** The name of a Java class: accepted so that Kafka's files parse, never loaded. */
export function javaClass<D extends string | null>(
  defaultText: D,
  options: KeyOptions,
  sentence: string,
): ConfigKey<Default<D, string>> {
  return key('class', defaultText, { inert: true, ...options }, sentence, 'a class name', (t) => t);
}

/** A secret: DescribeConfigs never tells it. */
export function password<D extends string | null>(
  defaultText: D,
  options: KeyOptions,
  sentence: string,
): ConfigKey<Default<D, string>> {
  return key('password', defaultText, options, sentence, 'a text', (text) => text);
}

/** The items of a comma-separated value, trimmed; the empty text has none. */
export function splitList(text: string): string[] {
  const trimmed = text.trim();
  return trimmed === '' ? [] : trimmed.split(',').map((item) => item.trim());
}

function whole<D extends string | null>(
  type: 'int' | 'short' | 'long',
  lowest: number,
  highest: number,
  defaultText: D,
  options: NumberOptions,
  sentence: string,
): ConfigKey<Default<D, number>> {
  const allowed = `a whole number${rangeText(options)}`;
  return key(type, defaultText, options, sentence, allowed, (text) => {
    if (!/^\s*[+-]?\d+\s*$/.test(text)) return undefined;
    const exact = BigInt(text.trim().replace(/^\+/, ''));
    if (type === 'long' && (exact > LONG_MAX || exact < LONG_MIN)) return undefined;
    if (type !== 'long' && (exact > BigInt(highest) || exact < BigInt(lowest))) return undefined;
    const value = Math.min(Math.max(Number(exact), lowest), highest);
    return inRange(value, options) ? value : undefined;
  });
}

/** Of hundreds of keys a start reads some dozens, so each schema is built when it is first asked for. */
function key<D extends string | null, T>(
  type: ConfigType,
  defaultText: D,
  options: KeyOptions,
  sentence: string,
  allowed: string,
  parse: (text: string) => T | undefined,
): ConfigKey<Default<D, T>> {
  const { update = 'read-only', inert = false, internal = false } = options;
  let schema: z.ZodMiniType<Default<D, T>, string> | undefined;
  return {
    type,
    defaultText,
    get schema() {
      schema ??= schemaOf<Default<D, T>>(allowed, parse as (text: string) => Default<D, T>);
      return schema;
    },
    allowed,
    update,
    inert,
    internal,
    sentence,
  };
}

function schemaOf<T>(
  allowed: string,
  parse: (text: string) => T | undefined,
): z.ZodMiniType<T, string> {
  const typed = z.transform((text: string, context) => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.issues.push({ code: 'custom', message: `must be ${allowed}`, input: text });
    return z.NEVER;
  });
  return z.pipe(z.string(), typed);
}

function inRange(value: number, { min, max, or }: NumberOptions): boolean {
  if (value === or) return true;
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

function rangeText({ min, max, or }: NumberOptions): string {
  const range =
    min !== undefined && max !== undefined
      ? ` from ${min} to ${max}`
      : min !== undefined
        ? ` of at least ${min}`
        : max !== undefined
          ? ` of at most ${max}`
          : '';
  return or === undefined ? range : `${range}, or ${or}`;
}

function matches(text: string, { oneOf, ignoreCase, nonEmpty, form }: TextOptions): boolean {
  if (nonEmpty && text === '') return false;
  if (form && !form.pattern.test(text)) return false;
  if (oneOf === undefined) return true;
  if (!ignoreCase) return oneOf.includes(text);
  return oneOf.some((one) => one.toLowerCase() === text.toLowerCase());
}

function listAllowed({ oneOf, nonEmpty, form }: TextOptions): string {
  const items = oneOf ? oneOf.join(', ') : form?.words;
  const list = items ? `a comma-separated list of ${items}` : 'a comma-separated list';
  return nonEmpty ? `${list} with at least one entry and no empty one` : list;
}

function textAllowed({ oneOf, nonEmpty, form }: TextOptions): string {
  if (form) return form.words;
  if (oneOf) return `one of ${oneOf.join(', ')}`;
  return nonEmpty ? 'a text that is not empty' : 'a text';
}
