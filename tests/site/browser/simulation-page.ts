/**
 * A page with one simulation on it and nothing else, bundled as the site's build does it: enough to use
 * the simulation in a real browser, without building the site.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { simulations } from '../../../course/lesson/simulations.ts';
import { root } from '../../../course/view.ts';
import { escapeHtml } from '../../../site/build/html.ts';
import { simulationBuild } from '../../../site/build/simulation-build.ts';
import { type FileServer, serveFiles } from '../../../site/tools/serve-files.ts';

export async function serveSimulation(name: string, attributes = 'own-page'): Promise<FileServer> {
  mkdirSync(join(root, '.gregor'), { recursive: true });
  const place = mkdtempSync(join(root, '.gregor', 'simulation-page-'));
  const input = join(place, 'index.html');
  writeFileSync(input, pageOf(name, attributes));
  const outDir = join(place, 'built');
  await build({
    root: place,
    configFile: false,
    logLevel: 'error',
    ...simulationBuild(),
    build: { outDir, target: 'esnext', minify: false },
  });
  const files = await serveFiles(outDir, '/');
  return {
    url: files.url,
    async [Symbol.asyncDispose]() {
      await files[Symbol.asyncDispose]();
      rmSync(place, { recursive: true, force: true });
    },
  };
}

function pageOf(name: string, attributes: string): string {
  const declared = JSON.stringify(simulations[name]);
  return `<!doctype html>
<html lang="en" data-theme="light">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${name}</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="../../site/src/styles/tokens.css" />
    <style>body { margin: 0; padding: 12px; } gregor-simulation { display: block; }</style>
  </head>
  <body>
    <main>
      <h1>${name}</h1>
      <gregor-simulation name="${name}" declared="${escapeHtml(declared)}" ${attributes}></gregor-simulation>
    </main>
    <script type="module" src="../../site/simulations/ui/gregor-simulation.ts"></script>
  </body>
</html>
`;
}
