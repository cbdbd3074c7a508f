/**
 * Why a build of the site failed, told in a sentence: out of outputs as Astro writes them.
 */
import { expect, test } from 'vitest';
import { whyNotBuilt } from '../../site/build/why-not-built.ts';

test('the first fault is the reason, without its stack, wherever in a line it stands', () => {
  const output = `13:17:11   ├─ /chapters/index.html (+18ms)
13:17:11   ├─ /chapters/01-storage/quiz/index.html\u001b[31m13:17:11 [ERROR]\u001b[39m Error: chapters/01-storage/lesson.mdx: <Source>: there is no symbol x
    at complaint (file:///clone/site/build/lesson-around.ts:46:10)
13:17:11 [ERROR] [build] Caught error rendering /chapters/01-storage/quiz/: Error: chapters/…
  Hint:
    This issue often occurs when your MDX component encounters runtime errors.
`;
  expect(whyNotBuilt(output)).toBe(
    'chapters/01-storage/lesson.mdx: <Source>: there is no symbol x',
  );
});

test('a reason of several lines is told whole, up to a dozen', () => {
  const links = Array.from({ length: 20 }, (_, at) => `  /page-${at}/ leads nowhere`);
  const output = ['[ERROR] [gregor] 20 links lead nowhere:', ...links, '    at x.js'].join('\n');
  expect(whyNotBuilt(output).split('\n')).toEqual([
    '20 links lead nowhere:',
    ...links.slice(0, 11),
  ]);
});

test('of a build that names no fault the last words are told', () => {
  expect(whyNotBuilt('building\n\u001b[1mKilled\u001b[22m\n')).toBe('building\nKilled');
});
