/**
 * What a number stands for, where its field's name tells: the API behind a key, the name of an error,
 * the moment that is so many milliseconds after 1970.
 */
import { apiName } from '#protocol/api-keys.ts';
import { errorName } from '#protocol/errors.ts';

/** Undefined where a value says all by itself. */
export function meaningOf(field: string, value: unknown): string | undefined {
  if (typeof value !== 'number') return undefined;
  if (field === 'requestApiKey' || field === 'apiKey') return apiName(value);
  if (/errorCode$/i.test(field)) return errorName(value);
  if (field === 'acks') return ACKS.get(value);
  if (/timestamp|TimeMs$/i.test(field)) return momentOf(value);
  return undefined;
}

const ACKS: ReadonlyMap<number, string> = new Map([
  [-1, 'all in-sync replicas'],
  [0, 'nobody: there is no answer'],
  [1, 'the leader'],
]);

/** A time stamp that may be one; -1 is none, and small numbers are durations. */
export function momentOf(ms: number): string | undefined {
  if (ms < 86_400_000 || ms > 8.64e15) return undefined;
  return new Date(ms).toISOString();
}
