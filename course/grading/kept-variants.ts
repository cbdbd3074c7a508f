/**
 * The variants that are kept of a chapter's tasks:
 *
 *     graders/01-storage/wrong/1-4-offset-index.ts     each names exactly what it breaks
 *     graders/01-storage/right/1-4-offset-index.ts     right in another way than the reference
 *
 * Many variants of a task are several files, by subject: `2-4-joining.ts`, `2-4-sync.ts`.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Chapter } from '../chapter.ts';
import { root } from '../view.ts';
import type { Variant } from './variant.ts';

export interface KeptVariant {
  /** The id of the task that it is a solution of. */
  readonly task: string;
  readonly kind: 'wrong' | 'right';
  readonly variant: Variant;
  /** A name for its files: `wrong-1.4-forgets-the-sign`. */
  readonly slug: string;
}

/** In the order of the tasks; throws at a file or a variant that is none of the chapter's. */
export async function loadVariants(chapter: Chapter): Promise<KeptVariant[]> {
  const kept: KeptVariant[] = [];
  for (const kind of ['wrong', 'right'] as const) {
    const folder = join(root, 'graders', chapter.folder, kind);
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => /^\d/.test(file)) : [];
    for (const file of files) {
      const task = taskOf(chapter, kind, file);
      const { variants } = (await import(pathToFileURL(join(folder, file)).href)) as {
        variants: readonly Variant[];
      };
      kept.push(...variants.map((variant) => keep(chapter, kind, task, variant)));
    }
  }
  refuseNamesakes(kept);
  const order = chapter.tasks.map(({ id }) => id);
  return kept.sort((one, other) => order.indexOf(one.task) - order.indexOf(other.task));
}

function taskOf(chapter: Chapter, kind: string, file: string): string {
  const id = /^(\d+)-(\d+)-/.exec(file)?.slice(1).join('.') ?? file;
  if (chapter.tasks.some((task) => task.id === id)) return id;
  throw new Error(`graders/${chapter.folder}/${kind}/${file}: the chapter has no task ${id}`);
}

function keep(
  chapter: Chapter,
  kind: KeptVariant['kind'],
  task: string,
  variant: Variant,
): KeptVariant {
  const { name, breaks } = variant;
  const known = chapter.tasks.flatMap(({ behaviours }) => behaviours.map(({ id }) => id));
  const unknown = breaks?.filter((id) => !known.includes(id)) ?? [];
  const complain = (what: string) => new Error(`${kind} ${task}, it ${name}: ${what}`);
  if (unknown.length > 0) throw complain(`there is no behaviour ${unknown.join(', ')}`);
  if (kind === 'right' && breaks !== undefined) throw complain('a right one breaks nothing');
  if (kind === 'wrong' && breaks === undefined) throw complain('it does not say what it breaks');
  const slug = `${kind}-${task}-${name}`.replaceAll(/[^a-z0-9.]+/gi, '-').slice(0, 80);
  return { task, kind, variant, slug };
}

function refuseNamesakes(kept: readonly KeptVariant[]): void {
  for (const [slug, same] of Map.groupBy(kept, (one) => one.slug)) {
    if (same.length > 1) throw new Error(`there are two variants ${slug}: name one otherwise`);
  }
}
