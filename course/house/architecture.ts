/**
 * What ARCHITECTURE.md and solution/ARCHITECTURE.md say that can be checked.
 *
 * The domains are drawn from their declaration, between two marks; the file map of solution/ is
 * prose, and holds a line for every file or for its folder.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { domains } from '../domains.ts';
import { sourceFiles } from '../source/tree.ts';
import { root } from '../view.ts';

const BEGIN = '<!-- domains: drawn from course/domains.ts by `npm run check -- --write` -->';
const END = '<!-- /domains -->';

/** Who may import whom: a row a domain, a dot where it may. */
export function drawDomains(): string {
  const width = Math.max(...domains.map(({ name }) => name.length));
  const rows = domains.map(({ name, imports, purpose }, row) => {
    const dots = domains
      .slice(0, row)
      .map((other) => (imports.includes(other.name) ? '●' : '·'))
      .join(' ');
    return `${name.padEnd(width)}  ${`${dots}${row === 0 ? '' : ' '}□`.padEnd(domains.length * 2 + 1)}${purpose}`;
  });
  return ['```text', ...rows, '```'].join('\n');
}

/** ARCHITECTURE.md with its drawing as it should be; throws where the marks are missing. */
export function redraw(page: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`ARCHITECTURE.md lacks '${BEGIN}' or '${END}'`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${drawDomains()}\n\n${page.slice(end)}`;
}

export const architecturePath = join(root, 'ARCHITECTURE.md');

/** What is wrong with the two pages: a sentence each, which says what to do. */
export function architectureFaults(): string[] {
  const page = readFileSync(architecturePath, 'utf8');
  const drawing = redraw(page) === page ? [] : [`${architecturePath}: npm run check -- --write`];
  return [...drawing, ...fileMapFaults()];
}

function fileMapFaults(): string[] {
  const map = readFileSync(join(root, 'solution', 'ARCHITECTURE.md'), 'utf8');
  const listed = [...map.matchAll(/^\s*- `([^`]+(?:\.ts|\/))`/gm)].map(([, name = '']) => name);
  const files = sourceFiles('solution');
  const covers = (name: string, file: string) =>
    name.endsWith('/') ? file.startsWith(name) : file === name;
  const unlisted = files.filter((file) => !listed.some((name) => covers(name, file)));
  const gone = listed.filter((name) => !files.some((file) => covers(name, file)));
  return [
    ...unlisted.map((file) => `solution/ARCHITECTURE.md lacks a line: - \`${file}\` what it is`),
    ...gone.map((name) => `solution/ARCHITECTURE.md lists \`${name}\`, which does not exist`),
  ];
}
