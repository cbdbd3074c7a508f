import { expect, test } from 'vitest';
import { errorTable } from '#protocol/error-table.ts';
import { ErrorCode, errorMessage, errorName, isRetriable } from '#protocol/errors.ts';

test('error codes run from -1 to 133 without a gap, in order', () => {
  const codes = Object.values(errorTable).map((error) => error.code as number);
  expect(codes).toEqual(Array.from({ length: 135 }, (_, index) => index - 1));
});

test('a code has a name, a text and a verdict on trying again', () => {
  expect(ErrorCode.NOT_LEADER_OR_FOLLOWER).toBe(6);
  expect(errorName(6)).toBe('NOT_LEADER_OR_FOLLOWER');
  expect(errorMessage(3)).toBe('This server does not host this topic-partition.');
  expect(isRetriable(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)).toBe(true);
  expect(isRetriable(ErrorCode.INVALID_TOPIC_EXCEPTION)).toBe(false);
});

test('a code from a newer peer counts as UNKNOWN_SERVER_ERROR', () => {
  expect(errorName(9999)).toBe('UNKNOWN_SERVER_ERROR');
  expect(isRetriable(9999)).toBe(false);
});
