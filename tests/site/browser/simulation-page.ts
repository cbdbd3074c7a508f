/**
 * A page with one simulation on it and nothing else, bundled as the site's build does it: enough to use
 * the simulation in a real browser, without building the site.
 *
 *     const { open } = inBrowser('log');          // in a describe; it serves the page for all tests in it
 *     const page = await open('#step=3');
 */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { simulations } from '../../../course/lesson/simulations.ts';
import { escapeHtml } from '../../../site/build/html.ts';
import { serveBundle } from '../../../site/tools/serve-bundle.ts';
import type { FileServer } from '../../../site/tools/serve-files.ts';
import { startBrowser } from '../chromium.ts';
import { watchedPage } from './watched-page.ts';

export interface SimulationInBrowser {
  /** A page with the simulation ready in it; `fragment` with its `#`. */
  open(fragment?: string, options?: number | BrowserContextOptions): Promise<Page>;
}

/** Serves a simulation to the tests of a `describe`. What goes wrong in a page fails the test. */
export function inBrowser(name: string): SimulationInBrowser {
  let files: FileServer;
  let browser: Browser;
  const faults: string[] = [];
  beforeAll(async () => {
    [files, browser] = await Promise.all([serveSimulation(name), startBrowser()]);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await files?.[Symbol.asyncDispose]();
  });
  afterEach(() => expect(faults.splice(0)).toEqual([]));
  return {
    async open(fragment = '', options = {}) {
      const page = await watchedPage(browser, faults, options);
      await page.goto(`${files.url}/${fragment}`);
      await page.locator('gregor-simulation[data-ready]').waitFor();
      return page;
    },
  };
}

export async function serveSimulation(name: string, attributes = 'own-page'): Promise<FileServer> {
  const files = { 'index.html': pageOf(name, attributes) };
  return serveBundle(files, { target: 'esnext', minify: false });
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
