/**
 * The search's dialog: opened by its button, by Ctrl K or by a slash; the arrows go through what was
 * found, Enter goes to the first. Pagefind is loaded when it opens for the first time.
 *
 * What is called just so comes first, and lessons before source files, unless a symbol is looked for.
 */
import { calledSo, loadNamed, type Named } from './called.ts';
import { type Found, type Hit, loadPagefind, type Pagefind } from './pagefind.ts';
import { resultItem } from './results.ts';

const AT_ONCE = 8;

class Search extends HTMLElement {
  #pagefind: Promise<Pagefind> | undefined;
  #named: Promise<readonly Named[]> | undefined;
  #hits: readonly Hit[] = [];
  #called: readonly Found[] = [];
  #shown = 0;

  connectedCallback(): void {
    const opener = this.#part('.open', HTMLButtonElement);
    opener.disabled = false;
    opener.addEventListener('click', () => this.#open());
    this.#part('.close', HTMLButtonElement).addEventListener('click', () => this.#dialog.close());
    this.#more.addEventListener('click', () => void this.#showMore());
    this.#input.addEventListener('input', () => void this.#search());
    this.#dialog.addEventListener('keydown', (event) => this.#keyInDialog(event));
    this.#dialog.addEventListener('click', (event) => this.#clickInDialog(event));
    addEventListener('keydown', (event) => this.#keyInPage(event));
  }

  #open(): void {
    this.#dialog.showModal();
    this.#input.select();
    const { base = '/' } = this.dataset;
    this.#pagefind ??= loadPagefind(base);
    this.#named ??= loadNamed(base).catch(() => []);
    this.#pagefind.catch(() => this.#say('The search could not be loaded.'));
  }

  async #search(): Promise<void> {
    const words = this.#input.value.trim();
    if (words === '') return this.#show([], [], '');
    const pagefind = await this.#pagefind?.catch(() => undefined);
    const answer = await pagefind?.debouncedSearch(words);
    if (answer == null || words !== this.#input.value.trim()) return;
    const called = calledSo(words, (await this.#named) ?? []);
    const pages = Math.max(answer.results.length, called.length);
    await this.#show(
      called,
      answer.results,
      pages === 0 ? `Nothing found for “${words}”.` : `${pages} ${pages === 1 ? 'page' : 'pages'}`,
    );
  }

  async #show(called: readonly Found[], hits: readonly Hit[], says: string): Promise<void> {
    this.#hits = hits;
    this.#called = called;
    this.#shown = 0;
    this.#results.replaceChildren(...called.map(resultItem));
    this.#say(says);
    await this.#showMore();
  }

  async #showMore(): Promise<void> {
    const hits = this.#hits;
    const next = hits.slice(this.#shown, this.#shown + AT_ONCE);
    this.#shown += next.length;
    this.#more.hidden = this.#shown >= hits.length;
    const found = await Promise.all(next.map((hit) => hit.data()));
    if (hits !== this.#hits) return;
    const others = found.filter(({ url }) => !this.#called.some((one) => one.url === url));
    this.#results.append(...inOrder(others, this.#input.value).map(resultItem));
  }

  #say(words: string): void {
    this.#part('.found', HTMLElement).textContent = words;
  }

  #keyInPage(event: KeyboardEvent): void {
    const typing = (event.target as Element | null)?.closest?.(
      'input, textarea, select, [contenteditable]',
    );
    const chord = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k';
    const slash = event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if ((!chord && !slash) || event.defaultPrevented) return;
    event.preventDefault();
    if (this.#dialog.open) this.#dialog.close();
    else if (document.querySelector('dialog[open]') === null) this.#open();
  }

  #keyInDialog(event: KeyboardEvent): void {
    const links = [...this.#results.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    if (event.key === 'Enter' && document.activeElement === this.#input) links[0]?.click();
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const to = at + (event.key === 'ArrowDown' ? 1 : -1);
    if (to < 0) this.#input.focus();
    else links[Math.min(to, links.length - 1)]?.focus();
  }

  /** A link leads away, also to a place on this very page; what lies beside the dialog closes it. */
  #clickInDialog({ target }: MouseEvent): void {
    if (target === this.#dialog || (target as Element).closest('a') !== null) this.#dialog.close();
  }

  get #dialog(): HTMLDialogElement {
    return this.#part('dialog', HTMLDialogElement);
  }

  get #input(): HTMLInputElement {
    return this.#part('input', HTMLInputElement);
  }

  get #results(): HTMLElement {
    return this.#part('.results', HTMLElement);
  }

  get #more(): HTMLButtonElement {
    return this.#part('.more', HTMLButtonElement);
  }

  #part<Kind extends Element>(selector: string, kind: new () => Kind): Kind {
    const found = this.querySelector(selector);
    if (found instanceof kind) return found;
    throw new Error(`the search has no ${selector}`);
  }
}

/** As found, but source files last; where a symbol or a file is looked for, as found. */
function inOrder(found: readonly Found[], words: string): readonly Found[] {
  if (/[a-z][A-Z]|[/(]|\.ts\b/.test(words)) return found;
  const isSource = ({ url }: Found) => url.includes('/source/');
  return [...found.filter((one) => !isSource(one)), ...found.filter(isSource)];
}

customElements.define('gr-search', Search);
