/**
 * What is used of Pagefind's own module, which the build puts beside the pages.
 */
export interface Pagefind {
  options(options: { readonly baseUrl: string; readonly excerptLength: number }): Promise<void>;
  /** Null where a later search has overtaken this one. */
  debouncedSearch(words: string): Promise<{ readonly results: readonly Hit[] } | null>;
}

export interface Hit {
  data(): Promise<Found>;
}

export interface Found {
  readonly url: string;
  readonly meta: { readonly title?: string };
  /** HTML: the words around, escaped, what was looked for in `<mark>`. */
  readonly excerpt: string;
  readonly sub_results: readonly Part[];
}

export interface Part {
  readonly title: string;
  readonly url: string;
  readonly excerpt: string;
}

/** Loads it, the first time; the index follows with the first search. */
export async function loadPagefind(base: string): Promise<Pagefind> {
  const address = `${base.replace(/\/$/, '')}/pagefind/pagefind.js`;
  const pagefind: Pagefind = await import(/* @vite-ignore */ address);
  await pagefind.options({ baseUrl: base, excerptLength: 24 });
  return pagefind;
}
