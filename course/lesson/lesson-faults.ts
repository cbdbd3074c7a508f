/**
 * Every fault of every lesson, every diagram and the glossary, as `file:line: what`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { glossary } from '../../chapters/glossary.ts';
import { announcedChapters } from '../announced-chapters.ts';
import { loadChapters } from '../chapters.ts';
import { root } from '../view.ts';
import { checkDiagram } from './check-diagram.ts';
import { checkLesson } from './check-lesson.ts';
import { glossaryFaults } from './glossary-faults.ts';
import { anchorsOf, diagramsOf, loadLesson } from './load-lessons.ts';

export async function lessonFaults(): Promise<string[]> {
  const chapters = await loadChapters();
  const faults: string[] = [];
  for (const chapter of chapters) {
    const { lesson, around } = await loadLesson(chapter, chapters);
    const found = checkLesson(lesson, around);
    faults.push(...found.map(({ line, says }) => `${lesson.path}:${line}: ${says}`));
    faults.push(...diagramFaults(chapter.folder));
  }
  const announced = announcedChapters.map(({ folder }) => folder);
  return [...faults, ...glossaryFaults(glossary, anchorsOf(chapters), announced)];
}

function diagramFaults(folder: string): string[] {
  return diagramsOf(folder).flatMap((name) => {
    const path = `chapters/${folder}/diagrams/${name}`;
    const found = checkDiagram(readFileSync(join(root, path), 'utf8'));
    return found.map(({ line, says }) => `${path}:${line}: ${says}`);
  });
}
