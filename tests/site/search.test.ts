/**
 * What the search puts first: what is called just as somebody types it.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { type NamedPlace, namedPlaces } from '../../site/build/named-places.ts';
import { calledSo, type Named, nameKey } from '../../site/src/search/called.ts';

describe('the search', () => {
  let places: readonly Named[];
  beforeAll(async () => {
    places = (await namedPlaces()).map(rowOf);
  }, 60_000);

  test.each([
    ['1.4', 'chapters/01-storage/offset-index'],
    ['task 2.3', 'chapters/02-offsets/commit-fetch-expire'],
    ['offset index', 'chapters/01-storage/offset-index'],
    ['High watermarks', 'chapters/02-offsets/where-a-log-ends'],
    ['__consumer_offsets', 'chapters/02-offsets/the-offset-record'],
    ['committed offset', 'chapters/02-offsets#two-things-called-committed'],
    ['ISR', 'chapters/04-isr'],
    ['chapter 01', 'chapters/01-storage'],
    ['api key 18', 'reference/protocol/api-versions'],
    ['join group', 'reference/protocol/join-group'],
    ['offset out of range', 'reference/errors#OFFSET_OUT_OF_RANGE'],
    ['error 35', 'reference/errors#UNSUPPORTED_VERSION'],
    ['log.segment.bytes', 'reference/configuration/log#log.segment.bytes'],
  ])('puts first what %j names', (words, place) => {
    expect(calledSo(words, places)[0]?.url).toBe(place);
  });

  test('shows one place once, and nothing for what is no name', () => {
    const urls = calledSo('min.insync.replicas', places).map(({ url }) => url);
    expect(urls).toHaveLength(2);
    expect(new Set(urls).size).toBe(urls.length);
    expect(calledSo('which offset', places)).toEqual([]);
    expect(calledSo('', places)).toEqual([]);
  });
});

function rowOf({ names, title, says, page, anchor }: NamedPlace): Named {
  return [names.map(nameKey), title, says, anchor === undefined ? page : `${page}#${anchor}`];
}
