/**
 * solution/ARCHITECTURE.md: a line for every file of solution/, in reading order.
 *
 *     ## storage                                     a section a folder, with prose of its own
 *     - `storage/segment.ts` One stretch of …        the first sentence of the file itself
 *     - `protocol/messages/` One file for …          a folder stands for all files below it
 *
 * The order and the prose are written by hand; the sentences are the files' own, so they are true
 * once they are true there. `npm run check -- --write` brings sentences up to date, puts new files
 * at the end of their section and takes out those that are gone.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceFiles } from '../source/tree.ts';
import { root } from '../view.ts';

export const fileMapPath = join(root, 'solution', 'ARCHITECTURE.md');

const ENTRY = /^- `([^`]+(?:\.ts|\/))` ?(.*)$/;

/** The page as it should be. */
export function redrawFileMap(page: string): string {
  const files = sourceFiles('solution');
  const kept = page.split('\n').flatMap((line) => {
    const [, name] = ENTRY.exec(line) ?? [];
    if (name === undefined) return [line];
    if (name.endsWith('/')) return files.some((file) => file.startsWith(name)) ? [line] : [];
    return files.includes(name) ? [entryOf(name)] : [];
  });
  for (const file of unlistedFiles(page)) insert(kept, file);
  return kept.join('\n');
}

/** What a person has to do or to run about the page: a sentence each. */
export function fileMapFaults(page: string): string[] {
  const unlisted = unlistedFiles(page).map(
    (file) => `solution/ARCHITECTURE.md lacks: ${entryOf(file)}`,
  );
  if (unlisted.length > 0) return [...unlisted, 'npm run check -- --write puts them in'];
  if (redrawFileMap(page) === page) return [];
  return ["solution/ARCHITECTURE.md is not what the files say: 'npm run check -- --write'"];
}

function unlistedFiles(page: string): string[] {
  const listed = page.split('\n').flatMap((line) => ENTRY.exec(line)?.[1] ?? []);
  return sourceFiles('solution').filter(
    (file) =>
      !listed.some((name) => name === file || (name.endsWith('/') && file.startsWith(name))),
  );
}

/** Puts a file's line after the last one of its section. */
function insert(lines: string[], file: string): void {
  const heading = lines.indexOf(`## ${file.split('/')[0]}`);
  if (heading < 0) return;
  const next = lines.findIndex((line, at) => at > heading && line.startsWith('## '));
  const section = lines.slice(0, next < 0 ? lines.length : next);
  const last = section.findLastIndex((line) => line.trim() !== '');
  const isEntry = ENTRY.test(lines[last] ?? '');
  lines.splice(last + 1, 0, ...(isEntry ? [] : ['']), entryOf(file));
}

function entryOf(file: string): string {
  return `- \`${file}\` ${firstSentence(readFileSync(join(root, 'solution', file), 'utf8'))}`;
}

/** The first sentence of a file's opening comment. */
export function firstSentence(text: string): string {
  const [, comment = ''] = /^\/\*\*\n([\s\S]*?)\*\//.exec(text) ?? [];
  const paragraph = comment.split(/^ \*\s*$/m)[0] ?? '';
  const prose = paragraph
    .replaceAll(/^ \* ?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return prose.split(/(?<=[.?!]) (?=[A-Z"`])/)[0] ?? prose;
}
