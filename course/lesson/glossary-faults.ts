/**
 * Whether every word of the glossary is taught where it says: in a section of a lesson, or in a chapter
 * that is announced and not there yet.
 */
import type { Term } from './glossary.ts';

/** The headings' slugs of each lesson, by chapter folder. */
type Anchors = ReadonlyMap<string, ReadonlySet<string>>;

/** Every fault, as a sentence. `announced` are the folders of all chapters of the course. */
export function glossaryFaults(
  glossary: readonly Term[],
  anchors: Anchors,
  announced: readonly string[],
): string[] {
  return glossary.flatMap(({ id, taught }) => {
    const [folder = '', slug] = taught.split('#');
    const says = faultOf(folder, slug, anchors, announced);
    return says === undefined ? [] : [`chapters/glossary.ts: ${id}: ${says}`];
  });
}

function faultOf(
  folder: string,
  slug: string | undefined,
  anchors: Anchors,
  announced: readonly string[],
): string | undefined {
  const sections = anchors.get(folder);
  if (sections === undefined) {
    if (slug !== undefined) return `${folder} has no lesson yet: say '${folder}' alone`;
    return announced.includes(folder) ? undefined : `there is no chapter ${folder}`;
  }
  if (slug === undefined) return `say which section of ${folder} teaches it`;
  return sections.has(slug) ? undefined : `the lesson of ${folder} has no section '${slug}'`;
}
