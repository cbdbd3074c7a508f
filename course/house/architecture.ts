/**
 * What of ARCHITECTURE.md is drawn: the domains and who may import whom, from their declaration,
 * between two marks.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { domains } from '../domains.ts';
import { root } from '../view.ts';
import { fileMapFaults, fileMapPath } from './file-map.ts';

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
  const drawing = redraw(page) === page ? [] : ["ARCHITECTURE.md: 'npm run check -- --write'"];
  return [...drawing, ...fileMapFaults(readFileSync(fileMapPath, 'utf8'))];
}
