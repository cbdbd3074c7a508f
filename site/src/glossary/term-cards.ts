/**
 * Cards over words of the glossary: a link to an entry shows the entry while it is pointed at, has the
 * focus, or was tapped. Escape closes it. Without this script the links lead to the glossary's page.
 *
 * The entries are fetched when the first card opens. One card serves all words; it stays open while the
 * pointer is on it, so that its link can be followed.
 */
type Entry = readonly [word: string, html: string, href: string, taught: string];

const LINK = '.sl-markdown-content a[href*="/glossary/#"]';
let entries: Promise<Record<string, Entry>> | undefined;
let card: HTMLElement | undefined;
let shownFor: HTMLAnchorElement | undefined;
let timer = 0;

/** Listens once for the whole page; words that come later have cards too. */
export function termCards(): void {
  const on = (type: string, act: (event: Event) => void) => document.addEventListener(type, act);
  on('pointerover', (event) => {
    if ((event as PointerEvent).pointerType === 'touch') return;
    const link = linkAt(event);
    if (link !== undefined) later(() => open(link), 150);
    else if (card?.contains(event.target as Node)) clearTimeout(timer);
    else if (shownFor !== undefined && document.activeElement !== shownFor) later(close, 200);
    else if (shownFor === undefined) clearTimeout(timer);
  });
  on('focusin', (event) => {
    const link = linkAt(event);
    if (link?.matches(':focus-visible')) open(link);
    else if (!card?.contains(event.target as Node)) close();
  });
  on('click', (event) => {
    const link = linkAt(event);
    const isTap = (event as PointerEvent).pointerType === 'touch';
    if (link === undefined && !card?.contains(event.target as Node)) close();
    if (link === undefined || !isTap || link === shownFor) return;
    event.preventDefault();
    open(link);
  });
  on('keydown', (event) => {
    if ((event as KeyboardEvent).key === 'Escape') close();
  });
}

function linkAt(event: Event): HTMLAnchorElement | undefined {
  return (event.target as Element).closest?.<HTMLAnchorElement>(LINK) ?? undefined;
}

function later(act: () => void, ms: number): void {
  clearTimeout(timer);
  timer = window.setTimeout(act, ms);
}

async function open(link: HTMLAnchorElement): Promise<void> {
  clearTimeout(timer);
  if (link === shownFor) return;
  close();
  shownFor = link;
  const entry = (await load(link).catch(() => undefined))?.[link.hash.slice(1)];
  if (entry === undefined || shownFor !== link) return;
  card ??= document.body.appendChild(
    Object.assign(document.createElement('aside'), { id: 'term-card' }),
  );
  const [word, html, href, taught] = entry;
  card.innerHTML = `<b>${word}</b><p>${html}</p><a href="${href}">${taught}</a>`;
  card.hidden = false;
  link.setAttribute('aria-describedby', card.id);
  place(card, link);
}

function load(link: HTMLAnchorElement): Promise<Record<string, Entry>> {
  entries ??= fetch(new URL('../glossary.json', link.href)).then((answer) => answer.json());
  entries.catch(() => {
    entries = undefined;
  });
  return entries;
}

/** Below the word, or above where there is no room; never beyond the page's edge. */
function place(shown: HTMLElement, link: HTMLAnchorElement): void {
  const word = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = shown;
  const left = Math.min(word.left, document.documentElement.clientWidth - width - 8);
  const below = word.bottom + height + 8 < innerHeight;
  shown.style.left = `${Math.max(8, left) + scrollX}px`;
  shown.style.top = `${(below ? word.bottom + 4 : word.top - height - 4) + scrollY}px`;
}

function close(): void {
  clearTimeout(timer);
  if (card !== undefined) card.hidden = true;
  shownFor?.removeAttribute('aria-describedby');
  shownFor = undefined;
}
