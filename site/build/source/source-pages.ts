/**
 * The annotated reference: a page for every file of solution/, in reading order.
 */
import { loadChapters } from '../../../course/chapters.ts';
import type { StampedPage } from '../stamp.ts';
import { allFacts, sourceTexts } from './facts-cache.ts';
import { filesOf, type MapSection, readingOrder } from './reading-order.ts';
import { SourceIndex } from './source-index.ts';
import { sourcePageOf } from './source-page.ts';

export interface AnnotatedSource {
  readonly sections: readonly MapSection[];
  readonly index: SourceIndex;
  /** All files in reading order. */
  readonly files: readonly string[];
}

let read: Promise<AnnotatedSource> | undefined;

/** Read once: a site is built by a process of its own. */
export function annotatedSource(): Promise<AnnotatedSource> {
  read ??= readSource();
  return read;
}

async function readSource(): Promise<AnnotatedSource> {
  const texts = sourceTexts();
  const sections = readingOrder(texts);
  const files = sections.flatMap(filesOf);
  const facts = new Map(allFacts(texts).map((one) => [one.file, one]));
  const inOrder = files.flatMap((file) => facts.get(file) ?? []);
  return { sections, files, index: new SourceIndex(inOrder, await loadChapters()) };
}

export function sourcePages({ files, index }: AnnotatedSource): StampedPage[] {
  return files.flatMap((file, at) => {
    const facts = index.file(file);
    if (facts === undefined) return [];
    return sourcePageOf(facts, index, { before: files[at - 1], after: files[at + 1] });
  });
}
