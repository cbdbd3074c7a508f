/**
 * Which grader states which behaviour: found by the ids that its text quotes, so that graders are
 * not loaded to find out.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Chapter } from '../chapter.ts';
import { root } from '../view.ts';

export interface GraderFile {
  /** As in `graders/00-wire/0-1-numbers.grader.ts`. */
  readonly file: string;
  readonly behaviours: readonly string[];
}

/** The graders of a chapter, in the order of their tasks. */
export function graderFiles(chapter: Chapter): GraderFile[] {
  const directory = join(root, 'graders', chapter.folder);
  const ids = chapter.tasks.flatMap(({ behaviours }) => behaviours.map(({ id }) => id));
  const graders = readdirSync(directory)
    .filter((name) => name.endsWith('.grader.ts'))
    .map((name) => {
      const text = readFileSync(join(directory, name), 'utf8');
      const quoted = new Set([...text.matchAll(/['"`]([a-z0-9-]+)['"`]/g)].map(([, id]) => id));
      const behaviours = ids.filter((id) => quoted.has(id));
      const file = relative(root, join(directory, name)).replaceAll('\\', '/');
      return { file, behaviours };
    });
  const place = ({ behaviours: [first] }: GraderFile) => ids.indexOf(first ?? '');
  return graders.sort((one, other) => place(one) - place(other));
}
