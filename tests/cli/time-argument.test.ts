import { describe, expect, test } from 'vitest';
import { dateTimeArgument, durationArgument } from '#cli/time-argument.ts';

describe('a moment', () => {
  test.each([
    ['1970-01-01T00:00:00.000', 0],
    ['1969-12-31T23:59:59.999Z', -1],
    ['2000-02-29T12:30:15.250', Date.UTC(2000, 1, 29, 12, 30, 15, 250)],
    ['2026-11-26T06:30:00.000+02:00', Date.UTC(2026, 10, 26, 4, 30)],
    ['2026-11-26T06:30:00.000-0230', Date.UTC(2026, 10, 26, 9, 0)],
    ['2026-11-26T06:30:00.000+05', Date.UTC(2026, 10, 26, 1, 30)],
    // As Java reads a fraction: a number of milliseconds.
    ['2026-1-2T3:4:5.6', Date.UTC(2026, 0, 2, 3, 4, 5, 6)],
  ])('%s is %i', (text, time) => {
    expect(dateTimeArgument(text)).toBe(time);
  });

  test('is what Date says it is, throughout four centuries', () => {
    for (let day = Date.UTC(1900, 0, 1); day < Date.UTC(2300, 0, 1); day += 11 * 86_400_000) {
      const text = new Date(day).toISOString();
      if (dateTimeArgument(text) !== day) expect.fail(text);
    }
  });

  test.each([
    '2026-13-01T00:00:00.000',
    '2026-00-01T00:00:00.000',
    '2026-02-30T00:00:00.000',
    '2100-02-29T00:00:00.000',
    '2026-01-01T24:00:00.000',
    '2026-01-01T00:60:00.000',
    '2026-01-01T00:00:60.000',
    '2026-01-01T00:00:00',
    '2026-01-01T00:00:00.1234',
    '2026-01-01T00:00:00.000Zulu',
  ])('%s is none', (text) => {
    expect(() => dateTimeArgument(text)).toThrow(/^java.text.ParseException: Unparseable date: "/);
  });

  test.each(['', 'now', '2026-01-01', '2026-01-01T'])(
    '%j has no T with a time behind it',
    (text) => {
      expect(() => dateTimeArgument(text)).toThrow("It does not contain a 'T'");
    },
  );
});

describe('a duration', () => {
  test.each([
    ['P1D', 86_400_000],
    ['PT1H', 3_600_000],
    ['P1DT2H3M4.5S', 93_784_500],
    ['-PT1M', -60_000],
    ['PT-1.5S', -1_500],
    ['pt1h', 3_600_000],
    ['P-1DT1H', -82_800_000],
  ])('%s is %i ms', (text, length) => {
    expect(durationArgument(text)).toBe(length);
  });

  test.each(['', 'P', 'PT', 'P1DT', '1D', 'P1W', 'PT1D', 'P1H', 'week'])('%j is none', (text) => {
    expect(() => durationArgument(text)).toThrow('Text cannot be parsed to a Duration');
  });
});
