/**
 * A worker that shares its files with the page that begins it: what both need is loaded once.
 *
 *     import url from 'worker-url:./broker-worker.ts';
 *     new Worker(url, { type: 'module' });
 *
 * What Vite makes of `new Worker(new URL(…))` is a bundle of its own, with a second copy of everything:
 * right where page and worker have little in common. Here the worker is one more entry of the page's own
 * build.
 *
 * A browser that loads a chunk is told by Vite what that will need, through elements of the document. A
 * worker has no document, so chunks that a worker may load others from do without.
 */
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const PREFIX = 'worker-url:';
/** Chunks with an `import()` that runs in such a worker, too. */
const IN_WORKERS = /broker-worker|codec/;

export function sharedWorkerCode(): Plugin {
  return {
    name: 'gregor-shared-worker-code',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    config: () => ({
      build: {
        modulePreload: {
          resolveDependencies: (_file, dependencies, { hostId }) =>
            IN_WORKERS.test(hostId) ? [] : dependencies,
        },
      },
    }),
    resolveId(specifier, importer) {
      if (!specifier.startsWith(PREFIX) || importer === undefined) return undefined;
      return `\0${PREFIX}${join(dirname(importer), specifier.slice(PREFIX.length))}`;
    },
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      const chunk = this.emitFile({ type: 'chunk', id: id.slice(PREFIX.length + 1) });
      return `export default import.meta.ROLLUP_FILE_URL_${chunk};`;
    },
  };
}
