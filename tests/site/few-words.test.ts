/**
 * What a page's worker leaves behind of the broker, and what it must not.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../course/view.ts';
import { withoutSentences } from '../../site/build/few-words.ts';

const shorten = (code: string) => withoutSentences('declared.ts', code).toString();

describe('a declaration in a worker', () => {
  it('loses its sentence, also one in several pieces', () => {
    expect(shorten(`int32('0+', 'The group.')`)).toBe(`int32('0+', '-')`);
    expect(shorten(`bool('1+', { default: false }, 'Whether it ' + 'is one.')`)).toBe(
      `bool('1+', { default: false }, '-')`,
    );
    expect(shorten(`array('0+', { a: int8('0+', 'An a.') }, 'All of them.')`)).toBe(
      `array('0+', { a: int8('0+', '-') }, '-')`,
    );
  });

  it('keeps versions, names, defaults and what is allowed', () => {
    const kept = `string('a b.c', { oneOf: ['x y.'] }); f('1073741824'); g({ name: 'Two words.' })`;
    expect(shorten(kept)).toBe(kept);
  });

  it('is shorter by a third in the messages of the broker', () => {
    const folder = join(root, 'solution/protocol/messages');
    const declared = readdirSync(folder)
      .filter((name) => name !== 'all.ts')
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .map((text) => text.replaceAll(/\/\*\*[\s\S]*?\*\//g, ''));
    const lengthOf = (texts: readonly string[]) => texts.join('').length;
    expect(lengthOf(declared.map(shorten))).toBeLessThan(0.75 * lengthOf(declared));
  });
});
