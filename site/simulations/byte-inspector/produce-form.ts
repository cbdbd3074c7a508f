/**
 * What a reader fills in: records, and how they are sent.
 *
 * Invariant: a form that `formFrom` has let through can be sent; what it does not let through it
 * replaces, and says so.
 */
import type { Codec } from '#env/codecs.ts';

export interface FormHeader {
  readonly key: string;
  readonly value: string | null;
}

export interface FormRecord {
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly FormHeader[];
  /** Milliseconds after the first record's, which is midnight of 2026-01-01, UTC. */
  readonly afterMs: number;
}

export interface ProduceForm {
  readonly topic: string;
  /** Of the Produce request. */
  readonly version: number;
  readonly acks: -1 | 0 | 1;
  readonly codec: Codec | 'none';
  /** How often the batch is sent, a request each; the next one's records are a second later. */
  readonly times: number;
  readonly records: readonly FormRecord[];
}

export const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
export const ACKS = [-1, 1, 0] as const;
export const VERSIONS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13] as const;
export const MOST_TIMES = 20;
export const MOST_RECORDS = 20;
const MOST_HEADERS = 8;
const MOST_CHARACTERS = 2_000;
const LATEST_MS = 3_600_000;

/** Of the topic. Kafka's default is 4096: a log of a few bytes would have no entry in its index. */
export const INDEX_INTERVAL_BYTES = 64;

export const FIRST_TIMESTAMP_MS = 1_767_225_600_000;

export const emptyRecord: FormRecord = { key: null, value: '', headers: [], afterMs: 0 };

export const usualForm: ProduceForm = {
  topic: 'orders',
  version: 9,
  acks: -1,
  codec: 'none',
  times: 1,
  records: [
    { key: 'mug', value: '2 mugs', headers: [{ key: 'trace', value: '7f' }], afterMs: 0 },
    { key: 'tea', value: null, headers: [], afterMs: 300 },
  ],
};

/** A form out of anything; where a part makes no sense the usual one stands in. */
export function formFrom(anything: unknown): { readonly form: ProduceForm; readonly ok: boolean } {
  let ok = true;
  const or = <T>(value: T | undefined, usual: T): T => {
    if (value === undefined) ok = false;
    return value ?? usual;
  };
  const from = objectOf(anything) ?? {};
  const form: ProduceForm = {
    topic: or(isTopic(from.topic) ? from.topic : undefined, usualForm.topic),
    version: or(oneOf(VERSIONS, from.version), usualForm.version),
    acks: or(oneOf(ACKS, from.acks), usualForm.acks),
    codec: or(oneOf(CODECS, from.codec), usualForm.codec),
    times: or(wholeWithin(from.times, 1, MOST_TIMES), usualForm.times),
    records: or(recordsFrom(from.records), usualForm.records),
  };
  return { form, ok };
}

/** Kafka's own rule for the names of topics. */
export function isTopic(name: unknown): name is string {
  return typeof name === 'string' && /^[\w.-]{1,249}$/.test(name) && !/^\.{1,2}$|^__/.test(name);
}

function recordsFrom(anything: unknown): FormRecord[] | undefined {
  const list = listOf(anything, MOST_RECORDS);
  if (list === undefined || list.length === 0) return undefined;
  const records = list.map(recordFrom);
  return records.every((one) => one !== undefined) ? records : undefined;
}

function recordFrom(anything: unknown): FormRecord | undefined {
  const from = objectOf(anything);
  const headers = listOf(from?.headers, MOST_HEADERS)?.map(headerFrom);
  const afterMs = wholeWithin(from?.afterMs, 0, LATEST_MS);
  if (from === undefined || headers === undefined || afterMs === undefined) return undefined;
  if (!isText(from.key) || !isText(from.value)) return undefined;
  if (!headers.every((one) => one !== undefined)) return undefined;
  return { key: from.key, value: from.value, headers, afterMs };
}

function headerFrom(anything: unknown): FormHeader | undefined {
  const { key, value } = objectOf(anything) ?? {};
  return isText(key) && key !== null && isText(value) ? { key, value } : undefined;
}

function isText(value: unknown): value is string | null {
  return value === null || (typeof value === 'string' && value.length <= MOST_CHARACTERS);
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : undefined;
}

function listOf(value: unknown, most: number): unknown[] | undefined {
  return Array.isArray(value) && value.length <= most ? value : undefined;
}

function oneOf<T>(values: readonly T[], value: unknown): T | undefined {
  return values.find((one) => one === value);
}

export function wholeWithin(value: unknown, least: number, most: number): number | undefined {
  const isWhole = typeof value === 'number' && Number.isSafeInteger(value);
  return isWhole && value >= least && value <= most ? value : undefined;
}
