/**
 * What a page may weigh, gzipped: its HTML, and the JavaScript that it loads at once. Bytes are the same
 * on every machine, so these are bounds and no measurements.
 *
 *     page.html ── <script src>, modulepreload ──► chunk.js ── import … from ──► chunk.js …
 *
 * Loaded at once is what this graph reaches; `import()` comes later, when a reader asks for it or a
 * simulation comes into view (tests/site/browser/simulation-budget.test.ts).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { root } from '../../course/view.ts';
import { builtSite } from './built-site.ts';

const HTML_BYTES = 25_000;
const SCRIPT_BYTES = 40_000;

let directory: string;
const weights = new Map<string, number>();
const imports = new Map<string, string[]>();

beforeAll(async () => {
  directory = await builtSite();
}, 240_000);

test('no page’s HTML is larger than 25 kB', () => {
  expect(over(HTML_BYTES, (page) => weigh(read(page)))).toEqual([]);
});

test('no page loads more than 40 kB of JavaScript at once', () => {
  expect(over(SCRIPT_BYTES, scriptBytes)).toEqual([]);
});

test('no simulation puts its styles into the head of every page', () => {
  const folder = join(root, 'site', 'simulations');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const eager = files
    .filter((file) => /\.tsx?$/.test(file))
    .filter((file) => /^import '[^']+\.css';/m.test(readFileSync(join(folder, file), 'utf8')));
  expect(eager).toEqual([]);
});

/** Those pages that weigh more, with how much. */
function over(most: number, bytesOf: (page: string) => number): string[] {
  const pages = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return pages
    .filter((name) => name.endsWith('.html'))
    .map((name) => ({ name, bytes: bytesOf(name) }))
    .filter(({ bytes }) => bytes > most)
    .map(({ name, bytes }) => `${name}: ${bytes}`);
}

function scriptBytes(page: string): number {
  const html = read(page);
  const inline = [...html.matchAll(/<script\b[^>]*>([^<]*)<\/script>/g)].map(
    ([, text = '']) => text,
  );
  const files = [...html.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="([^"]+\.js)"/g)];
  const reached = new Set<string>();
  for (const [, href = ''] of files) reach(href.replace(/^\//, ''), reached);
  const ofFiles = [...reached].reduce((sum, file) => sum + weightOf(file), 0);
  return ofFiles + weightOfText(inline.join('\n'));
}

/** A module and all that it imports before it runs. */
function reach(file: string, reached: Set<string>): void {
  if (reached.has(file)) return;
  reached.add(file);
  for (const next of importsOf(file)) reach(next, reached);
}

function importsOf(file: string): string[] {
  const known = imports.get(file);
  if (known !== undefined) return known;
  const found = [...read(file).matchAll(/\b(?:from|import)\s*["'](\.[^"']+\.js)["']/g)];
  const files = found.map(([, path = '']) => join(dirname(file), path));
  imports.set(file, files);
  return files;
}

function weightOf(file: string): number {
  const bytes = weights.get(file) ?? gzipSync(read(file)).length;
  weights.set(file, bytes);
  return bytes;
}

/** What stands in every page is weighed once. */
function weightOfText(text: string): number {
  const bytes = weights.get(text) ?? gzipSync(text).length;
  weights.set(text, bytes);
  return bytes;
}

const read = (file: string): string => readFileSync(join(directory, file), 'utf8');

/** A quick gzip is the larger one: where it is within the bound, the thorough one is, too. */
function weigh(text: string): number {
  const quick = gzipSync(text, { level: 1 }).length;
  return quick <= HTML_BYTES ? quick : gzipSync(text).length;
}
