/**
 * All chapters, in order.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Chapter, chapterName, filesOf } from './chapter.ts';
import { root } from './view.ts';

/** Loads every chapters/NN-name/chapter.ts; throws where two chapters ask for one file. */
export async function loadChapters(): Promise<Chapter[]> {
  const folders = readdirSync(join(root, 'chapters')).filter((name) =>
    existsSync(join(root, 'chapters', name, 'chapter.ts')),
  );
  const chapters: Chapter[] = [];
  for (const folder of folders.sort()) {
    const path = join(root, 'chapters', folder, 'chapter.ts');
    const { chapter } = (await import(pathToFileURL(path).href)) as { chapter: Chapter };
    if (chapter.folder !== folder) throw new Error(`${path} says that it is ${chapter.folder}`);
    chapters.push(chapter);
  }
  refuseSharedFiles(chapters);
  return chapters;
}

/** A file of two chapters would be graded with one chapter's half still missing. */
function refuseSharedFiles(chapters: readonly Chapter[]): void {
  const owners = new Map<string, string>();
  for (const chapter of chapters) {
    for (const file of filesOf(chapter)) {
      const owner = owners.get(file);
      if (owner !== undefined) {
        throw new Error(`${file} belongs to ${owner} and to ${chapterName(chapter)}`);
      }
      owners.set(file, chapterName(chapter));
    }
  }
}

/** The chapter that `chapter-00`, `00` or `00-wire` names; throws with the names there are. */
export function findChapter(chapters: readonly Chapter[], name: string): Chapter {
  const bare = name.replace(/^chapter-/, '');
  const found = chapters.find(({ folder }) => folder === bare || folder.startsWith(`${bare}-`));
  if (found !== undefined) return found;
  const names = chapters.map(chapterName).join(', ');
  throw new Error(`There is no chapter '${name}'. There is: ${names}.`);
}
