/**
 * All pages that are stamped (stamp.ts), from wherever they are made.
 */
import { annotatedSource, sourcePages } from './source/source-pages.ts';
import type { StampedPage } from './stamp.ts';

export async function stampedPages(): Promise<StampedPage[]> {
  const source = await annotatedSource();
  return sourcePages(source);
}
