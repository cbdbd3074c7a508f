/**
 * All chapters, in order.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Chapter, chapterName, filesOf } from './chapter.ts';
import { type FoundTask, findTask } from './names.ts';
import { root } from './view.ts';

export { findChapter } from './names.ts';

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

/** The task that is called `1.4`, `01.4`, `offset-index` …; throws UnknownName, a sentence. */
export async function resolveTask(name: string): Promise<FoundTask> {
  return findTask(await loadChapters(), name);
}
