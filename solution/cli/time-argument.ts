/**
 * Moments and durations as people type them, in the forms of ISO 8601 that Kafka's tools take:
 *
 *     2026-11-26T06:30:00.000          UTC, where no zone is named
 *     2026-11-26T06:30:00.000+02:00
 *     P1DT2H30M                        a day, two hours and a half
 *
 * What can't be read is refused with the sentences of Java's own parsers, which Kafka's tools show.
 */
import { ToolFailure } from '#cli/run-tool.ts';
import { parseDuration } from '#clients/consumer/offset-reset.ts';

const DATE_TIME =
  /^(\d{1,6})-(\d{1,2})-(\d{1,2})T(\d{1,2}):(\d{1,2}):(\d{1,2})\.(\d{1,3})(?:Z|([+-])(\d{2}):?(\d{2})?)$/;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * Milliseconds since the Unix epoch.
 *
 * @throws ToolFailure
 */
export function dateTimeArgument(text: string): number {
  const [, timeOfDay] = text.split('T');
  if (timeOfDay === undefined || timeOfDay === '') {
    throw new ToolFailure(
      'java.text.ParseException: Error parsing timestamp. ' +
        "It does not contain a 'T' according to ISO8601 format",
    );
  }
  const zoned = /[Z+-]/.test(timeOfDay) ? text : `${text}Z`;
  const time = timeOf(zoned);
  if (time !== undefined) return time;
  throw new ToolFailure(`java.text.ParseException: Unparseable date: "${zoned}"`);
}

function timeOf(text: string): number | undefined {
  const parts = DATE_TIME.exec(text);
  if (parts === null) return undefined;
  const number = (at: number) => Number(parts[at] ?? 0);
  const [year, month, day] = [number(1), number(2), number(3)];
  const [hour, minute, second, millisecond] = [number(4), number(5), number(6), number(7)];
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!isDay || hour > 23 || minute > 59 || second > 59) return undefined;
  const zoneMs = number(9) * HOUR_MS + number(10) * MINUTE_MS;
  const timeMs = hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS + millisecond;
  return dayNumber(year, month, day) * DAY_MS + timeMs - (parts[8] === '-' ? -zoneMs : zoneMs);
}

function daysInMonth(year: number, month: number): number {
  const next = month === 12 ? dayNumber(year + 1, 1, 1) : dayNumber(year, month + 1, 1);
  return next - dayNumber(year, month, 1);
}

/**
 * Days since 1970-01-01. Years are counted from March, so that the leap day is a year's last one, and
 * the days before a month follow one line: 31, 61, 92, 122, 153 … (153 days in five months).
 */
function dayNumber(year: number, month: number, day: number): number {
  const years = month > 2 ? year : year - 1;
  const monthsSinceMarch = (month + 9) % 12;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  const dayOfYear = Math.floor((153 * monthsSinceMarch + 2) / 5) + day - 1;
  const DAYS_BEFORE_1970 = 719_468;
  return years * 365 + leapDays + dayOfYear - DAYS_BEFORE_1970;
}

/**
 * A duration in milliseconds; negative ones are allowed.
 *
 * @throws ToolFailure
 */
export function durationArgument(text: string): number {
  const durationMs = parseDuration(text);
  if (durationMs !== undefined) return durationMs;
  throw new ToolFailure('Text cannot be parsed to a Duration');
}
