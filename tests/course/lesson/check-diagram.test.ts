/**
 * Diagrams can be shown in light and in dark, and bring nothing in from outside.
 */
import { expect, test } from 'vitest';
import { checkDiagram, palette } from '../../../course/lesson/check-diagram.ts';

const good = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" fill="none">
  <title>A box</title>
  <rect x="1" y="1" width="98" height="48" stroke="currentColor" fill="${palette.accent}"/>
  <text x="5" y="20" fill="currentColor">word</text>
</svg>
`;

function faultsOf(text: string): string[] {
  return checkDiagram(text).map(({ line, says }) => `${line}: ${says}`);
}

test('a titled drawing in the palette has no faults', () => {
  expect(faultsOf(good)).toEqual([]);
});

test.each([
  ['no title', '<title>A box</title>', '<title> </title>', '1: no <title>'],
  ['no viewBox', ' viewBox="0 0 100 50"', '', '1: no viewBox="0 0 width height"'],
  ['no namespace', ' xmlns="http://www.w3.org/2000/svg"', '', '1: no xmlns of SVG'],
  ['a width', 'fill="none"', 'width="9"', '1: it has a width or a height: the page decides that'],
  [
    'black lines, which dark hides',
    'stroke="currentColor"',
    'stroke="#000"',
    '3: stroke="#000": currentColor, none, or one of the palette\'s',
  ],
  ['a script', '<rect', '<script/><rect', '3: <script> is not for diagrams'],
  [
    'words in a weak colour',
    'fill="currentColor"',
    'fill="#d1495b"',
    '4: words are in currentColor, not in #d1495b',
  ],
  ['a handler', '<text ', '<text onclick="x" ', '4: onclick= is not for diagrams'],
  ['a link', '<text ', '<text href="x" ', '4: href= is not for diagrams'],
  ['a style', '<text ', '<text style="x" ', '4: style= is not for diagrams'],
  [
    'a reference outside',
    '<rect',
    '<rect filter="url(a.svg#b)"',
    '3: filter="url(a.svg#b)" refers outside',
  ],
  ['no SVG', good, '<html/>', '1: it is no <svg>'],
])('%s is found', (_, from, to, fault) => {
  expect(good).toContain(from);
  expect(faultsOf(good.replace(from, () => to))).toContain(fault);
});

test('what is no XML is found with its line', () => {
  expect(faultsOf(good.replace('</text>', ''))).toEqual([expect.stringMatching(/^[45]: /)]);
});

test.each(Object.entries(palette))('%s is legible on white and on near-black', (_, colour) => {
  expect(contrast(colour, '#ffffff')).toBeGreaterThanOrEqual(3);
  expect(contrast(colour, '#17181c')).toBeGreaterThanOrEqual(3);
});

/** The contrast of two colours, 1 to 21: WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
