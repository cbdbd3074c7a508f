/**
 * What a name in a file's comment means, as a link from a page: a file, or a name of the code.
 */
import { posix } from 'node:path';
import { type Place, relativeLink } from '../lesson-pages.ts';
import type { SourceIndex } from './source-index.ts';

/** Where a name leads: `OffsetIndex.lookup`, `schema-check.ts`, `#storage/segment.ts`. */
export type FindPlace = (name: string) => string | undefined;

export function placeFinder(file: string, index: SourceIndex, page: string): FindPlace {
  return (name) => {
    const place = name.endsWith('.ts')
      ? fileMeant(name, file, index)
      : index.meaningOf(file, name.replace(/\(.*\)$/, ''));
    return place && relativeLink(page, place);
  };
}

/** The file that a comment of `from` means: beside it, from the top of solution/, or the only one. */
function fileMeant(name: string, from: string, index: SourceIndex): Place | undefined {
  const plain = name.replace(/^#|^solution\//, '');
  const near = index.pageOf(posix.join(posix.dirname(from), plain)) ?? index.pageOf(plain);
  return (
    near ?? (plain.includes('/') ? undefined : index.pageOf(index.onlyFileCalled(plain) ?? ''))
  );
}
