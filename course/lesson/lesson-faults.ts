/**
 * Every fault of every lesson and every diagram, as `file:line: what`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadChapters } from '../chapters.ts';
import { root } from '../view.ts';
import { checkDiagram } from './check-diagram.ts';
import { checkLesson } from './check-lesson.ts';
import { diagramsOf, loadLesson } from './load-lessons.ts';

export async function lessonFaults(): Promise<string[]> {
  const chapters = await loadChapters();
  const faults: string[] = [];
  for (const chapter of chapters) {
    const { lesson, around } = await loadLesson(chapter, chapters);
    const found = checkLesson(lesson, around);
    faults.push(...found.map(({ line, says }) => `${lesson.path}:${line}: ${says}`));
    faults.push(...diagramFaults(chapter.folder));
  }
  return faults;
}

function diagramFaults(folder: string): string[] {
  return diagramsOf(folder).flatMap((name) => {
    const path = `chapters/${folder}/diagrams/${name}`;
    const found = checkDiagram(readFileSync(join(root, path), 'utf8'));
    return found.map(({ line, says }) => `${path}:${line}: ${says}`);
  });
}
