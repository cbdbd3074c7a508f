/**
 * All pages that are stamped (stamp.ts), from wherever they are made.
 */
import { configurationPages } from './reference/configuration-pages.ts';
import { protocolPages } from './reference/protocol-pages.ts';
import { domainPages } from './source/map-page.ts';
import { annotatedSource, sourcePages } from './source/source-pages.ts';
import type { StampedPage } from './stamp.ts';

export async function stampedPages(): Promise<StampedPage[]> {
  const source = await annotatedSource();
  return [
    ...domainPages(source),
    ...sourcePages(source),
    ...(await configurationPages(source.index)),
    ...protocolPages(source.index),
  ];
}
