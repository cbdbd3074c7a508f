/**
 * What a page asks of the course while it is built is answered by the course's own modules, as Node
 * loads them, and not by copies in a bundle.
 *
 *     Task.astro ── import … from 'course/chapters.ts' ──► file:///…/course/chapters.ts
 *
 * A bundled module would look for chapters/ and solution/ beside the bundle, would know nothing of
 * what was read before, and would drag a parser's binary along. Pages as they reach a reader hold
 * none of it: in code for the browser these files are bundled like any other.
 */
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import { root } from '../../course/view.ts';

const FOLDERS = ['course', 'chapters', join('site', 'build')].map((one) => join(root, one) + sep);

export function courseByNode(): Plugin {
  return {
    name: 'gregor-course-by-node',
    enforce: 'pre',
    async resolveId(specifier, importer, options) {
      if (this.environment.config.consumer === 'client' || importer === undefined) return undefined;
      if (!specifier.startsWith('.')) return undefined;
      const found = await this.resolve(specifier, importer, { ...options, skipSelf: true });
      const path = found?.id.split('?')[0] ?? '';
      if (!path.endsWith('.ts') || !FOLDERS.some((one) => path.startsWith(one))) return found;
      return { id: pathToFileURL(path).href, external: true };
    },
  };
}
