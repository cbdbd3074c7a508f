/**
 * A number of milliseconds or bytes as a person says it: `604800000` is 7 days.
 */

const TIMES = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

const SIZES = [
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
] as const;

/** Undefined where the value is no such number, or would need a fraction. */
export function inWords(name: string, text: string | null): string | undefined {
  const value = Number(text ?? Number.NaN);
  if (!Number.isSafeInteger(value) || value <= 0) return undefined;
  if (name.endsWith('.ms')) return timeInWords(value);
  return /\bbytes\b/.test(name) ? sizeInWords(value) : undefined;
}

function timeInWords(ms: number): string | undefined {
  const unit = TIMES.find(([, size]) => ms % size === 0);
  if (unit === undefined) return undefined;
  const count = ms / unit[1];
  return `${count} ${unit[0]}${count === 1 ? '' : 's'}`;
}

function sizeInWords(bytes: number): string | undefined {
  const unit = SIZES.find(([, size]) => bytes % size === 0);
  return unit && `${bytes / unit[1]} ${unit[0]}`;
}
