/**
 * What was found, as HTML: a page with the two parts of it that fit best.
 */
import type { Found, Part } from './pagefind.ts';

const PARTS = 2;

/** Where a page belongs, by its address: what a reader expects behind a link. */
const KINDS: readonly [part: string, kind: string][] = [
  ['/chapters/', 'lesson'],
  ['/source/', 'source'],
  ['/reference/', 'reference'],
  ['/simulations/', 'simulation'],
  ['/glossary/', 'glossary'],
];

export function resultItem({ url, meta, excerpt, sub_results }: Found): HTMLLIElement {
  const item = document.createElement('li');
  const kind = KINDS.find(([part]) => url.includes(part))?.[1] ?? '';
  const title = meta.title ?? url;
  const own = sub_results.find((part) => part.title === title);
  const parts = sub_results.filter((part) => part.title !== title).slice(0, PARTS);
  const words = own?.excerpt ?? (parts.length === 0 ? excerpt : '');
  item.append(
    link({ url, title, excerpt: words }, kind),
    ...parts.map((part) => {
      const one = link(part, '');
      one.className = 'part';
      return one;
    }),
  );
  return item;
}

function link({ url, title, excerpt }: Part, kind: string): HTMLAnchorElement {
  const anchor = document.createElement('a');
  anchor.href = url;
  const name = document.createElement('b');
  name.textContent = title;
  anchor.append(name);
  if (kind !== '') {
    const small = document.createElement('small');
    small.textContent = kind;
    anchor.append(' ', small);
  }
  if (excerpt !== '') {
    const words = document.createElement('p');
    words.innerHTML = excerpt;
    anchor.append(words);
  }
  return anchor;
}
