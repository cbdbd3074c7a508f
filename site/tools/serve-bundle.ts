/**
 * A page bundled as the site's build bundles simulations, and served: enough to use one in a real browser
 * without building the site.
 *
 *     await using files = await serveBundle({ 'index.html': '<script type="module" src="./page.ts">…' });
 *
 * The files lie in a folder of their own in `.gregor/` meanwhile, so `../../site/` leads to the code.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'vite';
import { root } from '../../course/view.ts';
import { simulationBuild } from '../build/simulation-build.ts';
import { type FileServer, serveFiles } from './serve-files.ts';

/** @param files by their names; `index.html` is the page. */
export async function serveBundle(
  files: Readonly<Record<string, string>>,
  options: BuildOptions = {},
): Promise<FileServer> {
  mkdirSync(join(root, '.gregor'), { recursive: true });
  const place = mkdtempSync(join(root, '.gregor', 'bundle-'));
  const remove = () => rmSync(place, { recursive: true, force: true });
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
    const outDir = join(place, 'built');
    await build({
      root: place,
      configFile: false,
      logLevel: 'error',
      ...simulationBuild(),
      build: { ...options, outDir },
    });
    const served = await serveFiles(outDir);
    return {
      url: served.url,
      async [Symbol.asyncDispose]() {
        await served[Symbol.asyncDispose]();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
