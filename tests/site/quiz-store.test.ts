/**
 * What a reader has answered, kept where anything may stand.
 */
import { describe, expect, test } from 'vitest';
import {
  countRight,
  readAnswers,
  recordAnswer,
  type Shelf,
} from '../../site/src/progress/quiz-store.ts';

const KEY = 'gregor.quiz.1';

/** localStorage, as far as this needs it, with something in it. */
function shelfWith(text?: string): Shelf & { text: () => string | undefined } {
  let kept = text;
  return {
    getItem: (key) => (key === KEY ? (kept ?? null) : null),
    setItem: (_, value) => {
      kept = value;
    },
    text: () => kept,
  };
}

describe('a reader’s answers', () => {
  test('are remembered in the order of choosing, each once, and right once the right one is found', () => {
    const shelf = shelfWith();
    expect(recordAnswer(shelf, '01-storage/a', 'x', false)).toEqual({
      chosen: ['x'],
      right: false,
    });
    expect(countRight(shelf, ['01-storage/a'])).toBe(0);
    recordAnswer(shelf, '01-storage/a', 'y', true);
    recordAnswer(shelf, '01-storage/a', 'x', false);
    expect(readAnswers(shelf).get('01-storage/a')).toEqual({ chosen: ['x', 'y'], right: true });
    expect(countRight(shelf, ['01-storage/a', '01-storage/b'])).toBe(1);
  });

  test.each([
    ['no JSON', '{"01-'],
    ['a list', '[1, 2]'],
    ['a number', '7'],
    ['null', 'null'],
    [
      'answers of another form',
      '{"a": 3, "b": null, "c": {"chosen": "x", "right": true}, "d": {"chosen": []}}',
    ],
  ])('are none where %s stands, and go on from there', (_, text) => {
    const shelf = shelfWith(text);
    expect([...readAnswers(shelf)]).toEqual([]);
    recordAnswer(shelf, 'q', 'x', true);
    expect(JSON.parse(shelf.text()!)).toEqual({ q: { chosen: ['x'], right: true } });
  });

  test('leave out what is no option’s key', () => {
    const shelf = shelfWith('{"q": {"chosen": ["x", 3, null], "right": false}}');
    expect(readAnswers(shelf).get('q')).toEqual({ chosen: ['x'], right: false });
  });

  test('are not kept in a browser that keeps nothing, or is full', () => {
    expect(recordAnswer(undefined, 'q', 'x', true)).toEqual({ chosen: ['x'], right: true });
    const full: Shelf = {
      getItem: () => null,
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
    };
    expect(recordAnswer(full, 'q', 'x', true)).toEqual({ chosen: ['x'], right: true });
    expect(countRight(undefined, ['q'])).toBe(0);
  });
});
