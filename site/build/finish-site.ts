/**
 * What is done to a site when Astro has rendered its pages: those that are stamped are written, the
 * files for programs too, and then every link is followed.
 */
import { writeLlmsFiles } from './llms/llms-files.ts';
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
