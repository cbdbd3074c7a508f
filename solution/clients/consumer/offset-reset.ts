/**
 * Where to begin when there is no position, or one that the log does not have: auto.offset.reset.
 *
 *     earliest              the first record that there is
 *     latest                what comes from now on
 *     by_duration:PT1H30M   the first record of the last hour and a half (KIP-1106)
 *     none                  nowhere: the application has to decide, and is told by an exception
 */
export type OffsetReset =
  | { readonly kind: 'earliest' }
  | { readonly kind: 'latest' }
  | { readonly kind: 'by-duration'; readonly durationMs: number };

export const EARLIEST: OffsetReset = { kind: 'earliest' };
export const LATEST: OffsetReset = { kind: 'latest' };

const BY_DURATION = 'by_duration:';

/**
 * Reads auto.offset.reset; undefined stands for `none`.
 *
 * @throws RangeError with Kafka's words when it is none of the four.
 */
export function parseOffsetReset(text: string): OffsetReset | undefined {
  if (text === 'earliest') return EARLIEST;
  if (text === 'latest') return LATEST;
  if (text === 'none') return undefined;
  const durationMs = text.startsWith(BY_DURATION)
    ? parseDuration(text.slice(BY_DURATION.length))
    : undefined;
  if (durationMs !== undefined && durationMs >= 0) return { kind: 'by-duration', durationMs };
  throw new RangeError(
    `Invalid value \`${text}\` for configuration auto.offset.reset. The value must be either ` +
      "'earliest', 'latest', 'none' or of the format 'by_duration:<PnDTnHnMn.nS.>'.",
  );
}

const DURATION =
  /^([-+])?P(?:([-+]?\d+)D)?(T(?:([-+]?\d+)H)?(?:([-+]?\d+)M)?(?:([-+]?\d+(?:\.\d{0,9})?)S)?)?$/i;

/** Milliseconds of an ISO 8601 duration as java.time.Duration reads it; undefined if it is none. */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (match === null || match[3]?.toUpperCase() === 'T') return undefined;
  const [, sign, days, , hours, minutes, seconds] = match;
  if ([days, hours, minutes, seconds].every((part) => part === undefined)) return undefined;
  const part = (value: string | undefined, unitMs: number) => Number(value ?? 0) * unitMs;
  const ms =
    part(days, 86_400_000) + part(hours, 3_600_000) + part(minutes, 60_000) + part(seconds, 1000);
  return (sign === '-' ? -1 : 1) * Math.floor(ms);
}
