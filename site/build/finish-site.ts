/**
 * What is done to a site when Astro has rendered its pages: those that are stamped are written, so that
 * the search finds them, and the files for programs. When all is written, every link is followed.
 */
import { checkLinks } from './check-links.ts';
import { writeLlmsFiles } from './llms/llms-files.ts';
import { completeSitemap } from './sitemap.ts';
import { stampPages } from './stamp.ts';
import { stampedPages } from './stamped-pages.ts';

/**
 * @param base the path under which it is published: `/gregor/`.
 * @param url the address at which it is published, where it is known.
 */
export async function finishSite(
  dist: string,
  base: string,
  url: string | undefined,
): Promise<void> {
  stampPages(dist, await stampedPages());
  await writeLlmsFiles(dist, url === undefined ? base : new URL(base, url).href);
}

/** Throws a sentence for each link that leads nowhere. */
export function checkSite(dist: string, base: string, url: string | undefined): void {
  completeSitemap(dist, url === undefined ? undefined : new URL(base, url).href);
  checkLinks(dist, base);
}
