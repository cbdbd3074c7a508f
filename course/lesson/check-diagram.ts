/**
 * Whether a diagram can be shown anywhere: well-formed, titled, and legible on light and on dark.
 *
 * A diagram is put into the page, so its lines and words take the page's colour by `currentColor`.
 * Colours of their own are from one palette, which has 3:1 or better against white and against
 * near-black; words, which need more, are in `currentColor` alone.
 */
import { parseXml, XmlElement, type XmlNode } from '@rgrove/parse-xml';
import type { Fault } from './check-lesson.ts';

/** What the colours of a diagram mean. */
export const palette = {
  /** What the text is about just now: the active segment, the record that is read. */
  accent: '#0f8b8d',
  /** What is lost, refused or deleted. */
  lost: '#d1495b',
  /** What is kept, valid or committed. */
  kept: '#3a8f3a',
  /** A second thing beside the accent: another reader, another key. */
  other: '#b8731a',
} as const;

const COLOURS = new Set(['none', 'currentColor', ...Object.values(palette)]);

/** Shapes and words; what can run, load or restyle is not among them. */
const ELEMENTS = new Set(
  'svg title desc defs marker g path rect circle ellipse line polyline polygon text tspan'.split(
    ' ',
  ),
);

/** Every fault of an SVG file, in the order of its lines. */
export function checkDiagram(text: string): Fault[] {
  let root: XmlElement | null;
  try {
    root = parseXml(text, { includeOffsets: true }).root;
  } catch (error) {
    const { line = 1, message } = error as { line?: number; message: string };
    return [{ line, says: message.split('\n')[0] ?? message }];
  }
  if (root?.name !== 'svg') return [{ line: 1, says: 'it is no <svg>' }];
  const faults = elementsOf(root).flatMap((element) =>
    faultsOf(element).map((says) => ({ line: lineAt(text, element.start), says })),
  );
  return [...checkRoot(root).map((says) => ({ line: 1, says })), ...faults];
}

function checkRoot({ attributes, children }: XmlElement): string[] {
  const faults: string[] = [];
  const title = children.find((one) => one instanceof XmlElement && one.name === 'title');
  if (title === undefined || (title as XmlElement).text.trim() === '') faults.push('no <title>');
  if (!/^0 0 \d+ \d+$/.test(attributes.viewBox ?? '')) faults.push('no viewBox="0 0 width height"');
  if (attributes.xmlns !== 'http://www.w3.org/2000/svg') faults.push('no xmlns of SVG');
  if ('width' in attributes || 'height' in attributes) {
    faults.push('it has a width or a height: the page decides that');
  }
  return faults;
}

function faultsOf({ name, attributes }: XmlElement): string[] {
  const faults = ELEMENTS.has(name) ? [] : [`<${name}> is not for diagrams`];
  for (const [attribute, value] of Object.entries(attributes)) {
    if ((attribute === 'fill' || attribute === 'stroke') && !COLOURS.has(value)) {
      faults.push(`${attribute}="${value}": currentColor, none, or one of the palette's`);
    }
    if ((name === 'text' || name === 'tspan') && attribute === 'fill' && value.startsWith('#')) {
      faults.push(`words are in currentColor, not in ${value}`);
    }
    if (/^on|href$|^style$|^class$/.test(attribute))
      faults.push(`${attribute}= is not for diagrams`);
    if (/url\((?!#)/.test(value)) faults.push(`${attribute}="${value}" refers outside`);
  }
  return faults;
}

function elementsOf(element: XmlElement): XmlElement[] {
  const inner = element.children.filter((one: XmlNode) => one instanceof XmlElement);
  return [element, ...inner.flatMap((one) => elementsOf(one as XmlElement))];
}

function lineAt(text: string, position: number): number {
  return text.slice(0, Math.max(0, position)).split('\n').length;
}
