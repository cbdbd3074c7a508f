/**
 * The colours of the site can be read: words have 4.5:1 or better on every ground they may stand on,
 * shapes and controls 3:1, in light and in dark; and diagrams and page name one palette.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { palette } from '../../course/lesson/check-diagram.ts';
import { root } from '../../course/view.ts';

const css = readFileSync(join(root, 'site/src/styles/tokens.css'), 'utf8');
const modes = ['light', 'dark'] as const;
type Mode = (typeof modes)[number];

/** Each colour by its name, without `--gr-`. */
const colours = new Map(
  [...css.matchAll(/--gr-([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

const MEANINGS = ['accent', 'ok', 'fail', 'warn', 'mine', 'reference'];
const GROUNDS = ['paper', 'paper-raised', 'paper-sunk'];
const CODE = [...colours.keys()].filter((name) => /^code-(?!marked)/.test(name));

describe.each(modes)('in %s', (mode) => {
  test.each(MEANINGS)('%s can be read on every paper and on its own wash', (meaning) => {
    for (const ground of [...GROUNDS, `${meaning}-wash`]) {
      expect(contrast(`${meaning}-ink`, ground, mode), ground).toBeGreaterThanOrEqual(4.5);
      expect(contrast(meaning, ground, mode), ground).toBeGreaterThanOrEqual(3);
    }
  });

  test.each(['ink', 'ink-soft', 'ink-faint'])('%s can be read on every ground', (ink) => {
    for (const ground of [...GROUNDS, ...MEANINGS.map((meaning) => `${meaning}-wash`)]) {
      expect(contrast(ink, ground, mode), ground).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(CODE)('%s can be read in a block of code', (name) => {
    for (const ground of ['paper-sunk', 'code-marked']) {
      expect(contrast(name, ground, mode), ground).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('controls and the focus are seen on every paper', () => {
    for (const ground of GROUNDS) {
      expect(contrast('line-strong', ground, mode), ground).toBeGreaterThanOrEqual(3);
      expect(contrast('focus', ground, mode), ground).toBeGreaterThanOrEqual(3);
    }
  });

  test('words on the accent can be read', () => {
    expect(contrast('on-accent', 'accent-ink', mode)).toBeGreaterThanOrEqual(4.5);
  });
});

test('the colours of diagrams are the page’s', () => {
  const light = (name: string) => colours.get(name)?.light;
  expect(palette).toEqual({
    accent: light('accent'),
    lost: light('fail'),
    kept: light('ok'),
    other: light('warn'),
  });
});

function contrast(one: string, other: string, mode: Mode): number {
  const [less = 0, more = 0] = [luminance(one, mode), luminance(other, mode)].sort((a, b) => a - b);
  return (more + 0.05) / (less + 0.05);
}

/** Relative luminance as WCAG 2 defines it. */
function luminance(name: string, mode: Mode): number {
  const colour = colours.get(name)?.[mode];
  if (colour === undefined) throw new Error(`tokens.css declares no --gr-${name}`);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
