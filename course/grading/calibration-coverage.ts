/**
 * Whether enough variants are kept: at least three wrong ones and a right one for a task, and one
 * that breaks each behaviour. A milestone asks for no code of its own, so it needs none of its own.
 */
import type { Chapter } from '../chapter.ts';
import type { KeptVariant } from './kept-variants.ts';

const LEAST = { wrong: 3, right: 1 } as const;

interface Coverage {
  readonly name: string;
  readonly complaint: string | undefined;
}

/** Of the tasks with these ids, or of all. */
export function coverageTrials(
  chapter: Chapter,
  kept: readonly KeptVariant[],
  ids: readonly string[] | undefined,
): Coverage[] {
  const tasks = chapter.tasks.filter(({ id }) => ids === undefined || ids.includes(id));
  const broken = new Set(kept.flatMap(({ variant }) => variant.breaks ?? []));
  return tasks.map((task) => {
    const spared = task.behaviours.filter(({ id }) => !broken.has(id)).map(({ id }) => id);
    const faults = [
      ...(task.files.length === 0 ? [] : tooFew(task.id, kept)),
      ...(spared.length === 0 ? [] : [`nothing breaks ${spared.join(', ')}`]),
    ];
    const complaint = faults.length === 0 ? undefined : faults.join('\n');
    return { name: `${task.id} has wrong and right solutions enough`, complaint };
  });
}

function tooFew(id: string, kept: readonly KeptVariant[]): string[] {
  return (['wrong', 'right'] as const).flatMap((kind) => {
    const there = kept.filter((one) => one.task === id && one.kind === kind).length;
    return there >= LEAST[kind] ? [] : [`it has ${there} ${kind} ones, not ${LEAST[kind]}`];
  });
}
