/** Patterns of topics: RE2's syntax, whole names, Kafka's words for what is wrong. */
import { describe, expect, test } from 'vitest';
import { matchTopics, patternProblem } from '#groups/consumer-group/topic-patterns.ts';

const TOPICS = ['orders', 'orders.eu', 'orders-2026', 'Orders', 'payments', '__consumer_offsets'];

const topicsOf = (pattern: string) => [...(matchTopics([pattern], TOPICS).get(pattern) ?? [])];

describe('a pattern', () => {
  test.each([
    ['orders', ['orders']],
    ['orders.*', ['orders', 'orders.eu', 'orders-2026']],
    ['orders\\..*', ['orders.eu']],
    ['orders|payments', ['orders', 'payments']],
    ['^orders$', ['orders']],
    ['(?i)orders', ['orders', 'Orders']],
    ['[a-z]+', ['orders', 'payments']],
    ['\\w+', ['orders', 'Orders', 'payments', '__consumer_offsets']],
    ['\\p{Lu}.*', ['Orders']],
    ['.*', TOPICS],
    ['order', []],
    ['', []],
  ])('%s stands for whole names', (pattern, expected) => {
    expect(patternProblem(pattern)).toBeUndefined();
    expect(topicsOf(pattern)).toEqual(expected);
  });

  test.each([
    ['[', 'missing closing ]'],
    ['(orders', 'missing closing )'],
    ['orders)', 'unexpected )'],
    ['*', 'missing argument to repetition operator'],
    ['a**', 'invalid nested repetition operator'],
    ['a{2,1}', 'invalid repeat count'],
    ['\\', 'trailing backslash at end of expression'],
    ['[z-a]', 'invalid character class range'],
    ['(a)\\1', 'invalid escape sequence'],
    ['(?=a)', 'invalid or unsupported Perl syntax'],
    ['\\p{Klingon}', 'invalid character class range'],
  ])('%s is refused: %s', (pattern, why) => {
    expect(patternProblem(pattern)).toBe(
      `SubscribedTopicRegex \`${pattern}\` is not a valid regular expression: ${why}.`,
    );
  });

  test('that makes a backtracking engine run for years takes no time', () => {
    const pattern = '(a+)+(a+)+(a+)+b';
    expect(matchTopics([pattern], [`${'a'.repeat(200)}c`]).get(pattern)?.size).toBe(0);
  });

  test('that would become a huge program is refused', () => {
    expect(patternProblem('((a{1000}){1000}){1000}')).toMatch(/invalid repeat count/);
    expect(patternProblem('(.{0,1000})'.repeat(100))).toMatch(/expression too large/);
    expect(patternProblem('a'.repeat(10_001))).toMatch(/expression too large/);
    expect(patternProblem('('.repeat(2_000) + ')'.repeat(2_000))).toMatch(/nests too deeply/);
  });
});

test('a pattern may well be a long list of topics', () => {
  const names = Array.from({ length: 400 }, (_, index) => `topic-number-${index}`);
  const pattern = names.join('|');
  expect(patternProblem(pattern)).toBeUndefined();
  expect(matchTopics([pattern], [...names, ...TOPICS]).get(pattern)).toEqual(new Set(names));
});

test('several patterns are matched side by side, one that is none with nothing', () => {
  expect(matchTopics(['orders', 'pay.*', '['], TOPICS)).toEqual(
    new Map([
      ['orders', new Set(['orders'])],
      ['pay.*', new Set(['payments'])],
      ['[', new Set()],
    ]),
  );
});
