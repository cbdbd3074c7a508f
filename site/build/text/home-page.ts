/**
 * The first page: chapters/home.mdx, written like the other pages of text; it stands alone, before all.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../course/view.ts';
import { type Surroundings, writtenPage } from './written-page.ts';

export function homePage(around: Surroundings): string {
  const text = readFileSync(join(root, 'chapters', 'home.mdx'), 'utf8');
  return writtenPage('', around, text.replace(/^---\n/, `---\n${ALONE.join('\n')}\n`));
}

const ALONE = ['tableOfContents: false', 'prev: false', 'next: false'];
