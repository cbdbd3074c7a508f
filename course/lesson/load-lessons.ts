/**
 * The lessons on disk, each with all that it may refer to.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Chapter } from '../chapter.ts';
import { sourceFiles } from '../source/tree.ts';
import { root } from '../view.ts';
import type { ByteLayouts } from './byte-layout.ts';
import { rowsOf } from './check-code.ts';
import { type Lesson, readLesson } from './lesson.ts';
import type { Quiz } from './quiz.ts';
import type { Surroundings } from './surroundings.ts';

export interface LoadedLesson {
  readonly lesson: Lesson;
  readonly around: Surroundings;
}

/** Reads one chapter's lesson with what is around it; the other lessons give their headings. */
export async function loadLesson(
  chapter: Chapter,
  chapters: readonly Chapter[],
): Promise<LoadedLesson> {
  const lesson = lessonOf(chapter);
  const { folder } = chapter;
  const around: Surroundings = {
    chapter,
    quiz: (await declared<Quiz>(folder, 'quiz')) ?? { folder, questions: [] },
    layouts: (await declared<ByteLayouts>(folder, 'layouts')) ?? {},
    diagrams: diagramsOf(folder),
    reference,
    referenceRows,
    anchors: anchorsOf(chapters),
    exists: (path) => existsSync(join(root, path)),
  };
  return { lesson, around };
}

/** The headings' slugs of each lesson, by chapter folder. */
export function anchorsOf(chapters: readonly Chapter[]): Map<string, Set<string>> {
  return new Map(
    chapters.map((one) => [one.folder, new Set(lessonOf(one).headings.map(({ slug }) => slug))]),
  );
}

/** The files in a chapter's diagrams/, by name. */
export function diagramsOf(folder: string): string[] {
  const directory = join(root, 'chapters', folder, 'diagrams');
  return existsSync(directory) ? readdirSync(directory).sort() : [];
}

function lessonOf({ folder }: Chapter): Lesson {
  const path = `chapters/${folder}/lesson.mdx`;
  return readLesson(path, readFileSync(join(root, path), 'utf8'));
}

/** What chapters/NN-name/quiz.ts exports as `quiz`; undefined where there is no such file. */
async function declared<Thing>(folder: string, name: string): Promise<Thing | undefined> {
  const path = join(root, 'chapters', folder, `${name}.ts`);
  if (!existsSync(path)) return undefined;
  const module = (await import(pathToFileURL(path).href)) as Record<string, Thing>;
  return module[name];
}

export function reference(file: string): string | undefined {
  const path = join(root, 'solution', file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

let rows: Map<string, string> | undefined;

/** Made when first asked for: who only shows a lesson does not read all of the reference. */
function referenceRows(): ReadonlyMap<string, string> {
  if (rows !== undefined) return rows;
  rows = new Map();
  for (const file of sourceFiles('solution')) {
    for (const row of rowsOf(reference(file) ?? '')) rows.set(row, file);
  }
  return rows;
}
