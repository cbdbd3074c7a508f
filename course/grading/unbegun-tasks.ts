/**
 * Tasks of which nothing is written yet: every body that they ask for still throws what the stub
 * threw. Their behaviours may trip over another task's stub first, and are "not started" all the
 * same.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Chapter, Task } from '../chapter.ts';
import { root, type View } from '../view.ts';

const UNWRITTEN = /new NotImplemented\(\s*['"`](?<task>\d+\.\d+)['"`],\s*['"`](?<symbol>[^'"`]+)/g;

/** Their ids; a task without files is unbegun when all the others are. */
export function unbegunTasks(chapter: Chapter, view: View): string[] {
  const withFiles = chapter.tasks.filter(({ files }) => files.length > 0);
  const unbegun = withFiles.filter((task) => isUnbegun(task, view)).map(({ id }) => id);
  if (unbegun.length < withFiles.length) return unbegun;
  return chapter.tasks.map(({ id }) => id);
}

function isUnbegun(task: Task, view: View): boolean {
  return task.files.every(({ file, symbols }) => {
    if (!view.learnerFiles.includes(file)) return false;
    const path = resolve(root, view.learnerTree, file);
    if (!existsSync(path)) return false;
    const unwritten = new Set<string>();
    for (const { groups } of readFileSync(path, 'utf8').matchAll(UNWRITTEN)) {
      if (groups?.task === task.id && groups.symbol !== undefined) unwritten.add(groups.symbol);
    }
    return symbols.every((symbol) => [...unwritten].some((one) => belongsTo(one, symbol)));
  });
}

/** Whether `OffsetIndex.lookup` is, or is part of, the symbol `OffsetIndex.lookup` or `OffsetIndex`. */
function belongsTo(unwritten: string, symbol: string): boolean {
  return unwritten === symbol || unwritten.startsWith(`${symbol}.`);
}
