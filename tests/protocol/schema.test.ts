import { describe, expect, test } from 'vitest';
import type { Fields } from '#protocol/field.ts';
import { array, bool, data, int8, int32, int64, string, struct } from '#protocol/schema.ts';

function declare(fields: Fields, versions = '0-4', flexible = '2+') {
  return () => data({ name: 'Sample', versions, flexible, fields });
}

describe('a declaration that contradicts itself is refused, with the place', () => {
  test.each<[string, () => unknown, string]>([
    ['no such notation', declare({ a: int8('0..3', 'A.') }), 'Sample.a: versions: "0..3" is not'],
    ['a range that ends first', declare({ a: int8('3-1', 'A.') }), 'ends before it starts'],
    ['an unreadable message range', declare({}, 'all'), 'Sample: versions: "all"'],
    ['no version at all', declare({}, 'none'), 'Sample: has no versions'],
    [
      'a field in none of the versions',
      declare({ a: int8('5+', 'A.') }),
      'Sample.a: versions 5+ are not among 0-4',
    ],
    [
      'a field in none of the versions of its struct',
      declare({ s: array('0-1', { a: int8('2+', 'A.') }, 'S.') }),
      'Sample.s.a: versions 2+ are not among 0-1',
    ],
    [
      'the same tag twice',
      declare({
        a: int8('2+', { tag: 0, tagged: '2+' }, 'A.'),
        b: int8('2+', { tag: 0, tagged: '2+' }, 'B.'),
      }),
      'Sample.b: tag 0 is taken',
    ],
    [
      'tagged in a version that is not flexible',
      declare({ a: int8('0+', { tag: 0, tagged: '1+' }, 'A.') }),
      'Sample.a: tagged versions 1+ are not all flexible',
    ],
    ['a tag without its versions', declare({ a: int8('2+', { tag: 0 }, 'A.') }), 'go together'],
    [
      'a number that may be null',
      declare({ a: int8('0+', { nullable: '0+' }, 'A.') }),
      'never null',
    ],
    [
      'null as default where null is not allowed',
      declare({ a: string('0+', { nullable: '1+', default: null }, 'A.') }),
      'not all of its versions are nullable',
    ],
    ['a default that does not fit', declare({ a: int8('0+', { default: 128 }, 'A.') }), '128'],
    ['a default of another type', declare({ a: bool('0+', { default: 0 }, 'A.') }), '0 is not'],
    [
      'a default that is no int64',
      declare({ a: int64('0+', { default: 2 ** 60 }, 'A.') }),
      'not a default for int64',
    ],
    [
      'an option that does not exist',
      declare({ a: int8('0+', { ignoreable: true } as object, 'A.') }),
      'no option "ignoreable"',
    ],
    ['a field without a sentence', declare({ a: int8('0+', '') }), 'needs a sentence'],
    ['a name in the wrong case', declare({ Name: int8('0+', 'A.') }), 'lower-case'],
    [
      'a slip deep inside',
      declare({ s: struct('0+', { t: array('0+', { a: int32('x', 'A.') }, 'T.') }, 'S.') }),
      'Sample.s.t.a: versions: "x"',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
