/**
 * How many simulated events a second a browser runs: the real broker with a producer and three members of a
 * group, in a worker of Debian's Chromium.
 *
 *     npx node site/tools/bench-events.ts
 *
 * Each round's trace has to be the same, or the numbers mean nothing.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { root } from '../../course/view.ts';
import { simulationBuild } from '../build/simulation-build.ts';
import type { Rate } from './bench-worker.ts';
import { serveFiles } from './serve-files.ts';

mkdirSync(join(root, '.gregor'), { recursive: true });
const place = mkdtempSync(join(root, '.gregor', 'bench-events-'));
try {
  writeFileSync(join(place, 'index.html'), '<script type="module" src="./page.ts"></script>');
  writeFileSync(join(place, 'page.ts'), pageScript());
  const outDir = join(place, 'built');
  await build({
    root: place,
    configFile: false,
    logLevel: 'error',
    ...simulationBuild(),
    build: { outDir },
  });
  for (const { events, perSecond, traceHash } of await ratesIn(outDir)) {
    console.log(`${perSecond} events a second (${events} events, trace ${traceHash})`);
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}

function pageScript(): string {
  return `
    const worker = new Worker(new URL('../../site/tools/bench-worker.ts', import.meta.url), { type: 'module' });
    globalThis.rates = () => new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(null);
    });`;
}

async function ratesIn(directory: string): Promise<Rate[]> {
  await using files = await serveFiles(directory);
  const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  await using browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  await page.goto(`${files.url}/`);
  await page.waitForFunction('globalThis.rates !== undefined');
  return await page.evaluate('globalThis.rates()');
}
