/**
 * The files of solution/ in the order in which one reads them, as solution/ARCHITECTURE.md has it.
 *
 *     ## storage                           a domain, with its prose
 *     - `storage/segment.ts` One stretch…  a file, with its sentence
 *     - `protocol/messages/` One file for… a folder: all files below it, in the order of their names
 *
 * Invariant: every file of solution/ is in it once.
 */
import { readFileSync } from 'node:fs';
import { fileMapPath, firstSentence } from '../../../course/house/file-map.ts';

/** A line of the map: a file, or a folder that stands for several. */
export interface MapEntry {
  /** As in `storage/segment.ts`; a folder ends in a slash. */
  readonly name: string;
  readonly sentence: string;
  readonly files: readonly string[];
}

export interface MapSection {
  readonly domain: string;
  /** Markdown. */
  readonly prose: string;
  readonly entries: readonly MapEntry[];
}

const ENTRY = /^- `([^`]+)` (.*)$/;

/** The map, out of its page. Throws a sentence for a file that the page does not have. */
export function readingOrder(
  texts: ReadonlyMap<string, string>,
  page = readFileSync(fileMapPath, 'utf8'),
): MapSection[] {
  const sections = page
    .split(/^## /m)
    .slice(1)
    .map((text) => sectionOf(text, [...texts.keys()]));
  const listed = new Set(sections.flatMap(filesOf));
  const missing = [...texts.keys()].filter((file) => !listed.has(file));
  if (missing.length > 0) {
    throw new Error(
      `solution/ARCHITECTURE.md lacks ${missing.join(', ')}: npm run check -- --write`,
    );
  }
  return sections;
}

export function filesOf({ entries }: MapSection): string[] {
  return entries.flatMap(({ files }) => files);
}

/** What a file says of itself in its first sentence. */
export function sentenceOf(file: string, texts: ReadonlyMap<string, string>): string {
  return firstSentence(texts.get(file) ?? '');
}

function sectionOf(text: string, files: readonly string[]): MapSection {
  const [domain = '', ...lines] = text.split('\n');
  const prose = lines.filter((line) => !ENTRY.test(line)).join('\n');
  const entries = lines.flatMap((line): MapEntry[] => {
    const [, name, sentence = ''] = ENTRY.exec(line) ?? [];
    if (name === undefined) return [];
    return [{ name, sentence, files: filesBehind(name, files) }];
  });
  return { domain: domain.trim(), prose: prose.trim(), entries };
}

function filesBehind(name: string, files: readonly string[]): string[] {
  return name.endsWith('/') ? files.filter((file) => file.startsWith(name)) : [name];
}
