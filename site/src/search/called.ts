/**
 * What is called just as the reader says: it comes before all that merely has the word in it.
 */
import type { Found } from './pagefind.ts';

/** Its names as keys, its title, a sentence as HTML, its address. */
export type Named = readonly [keys: readonly string[], title: string, says: string, url: string];

/** A name without what people write in more than one way: case, `_`, `-`, spaces, a plural's s. */
export function nameKey(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim()
    .replace(/s$/, '');
}

/** All of that name, one for each address. */
export function calledSo(words: string, places: readonly Named[]): Found[] {
  const key = nameKey(words);
  const found = new Map<string, Found>();
  for (const [keys, title, says, url] of places) {
    if (!keys.includes(key) || found.has(url)) continue;
    found.set(url, { url, meta: { title }, excerpt: says, sub_results: [] });
  }
  return [...found.values()];
}

/** Loads the names. */
export async function loadNamed(base: string): Promise<readonly Named[]> {
  const answer = await fetch(`${base.replace(/\/$/, '')}/named-places.json`);
  return answer.ok ? ((await answer.json()) as Named[]) : [];
}
