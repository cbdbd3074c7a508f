/**
 * `npm run site:build` as a publisher runs it: without a network, again with the same bytes, and for a
 * place that is not the root of a host.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../../course/view.ts';
import { builtSite, whileNobodyBuilds } from '../built-site.ts';
import { chromiumPath, withBrowser } from '../chromium.ts';
import { PHONE, SiteVisit, wider } from './site-visit.ts';

const PATIENCE_MS = 300_000;
/** Where the system has them, a program in a network of its own reaches nobody, not even the loopback. */
const ALONE = spawnSync('unshare', ['-rn', 'true']).status === 0 ? ['unshare', '-rn'] : [];

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function build(...options: string[]): Promise<string> {
  const out = mkdtempSync(join(tmpdir(), 'gregor-built-'));
  folders.push(out);
  const words = [...ALONE, process.execPath, 'site/build.ts', '--out', out, ...options];
  await whileNobodyBuilds(async () => {
    const child = spawn(words[0] ?? '', words.slice(1), { cwd: root, stdio: 'ignore' });
    expect(await new Promise((settle) => child.once('close', settle))).toBe(0);
  });
  return out;
}

test('the site is built without a network, and is the same to the last byte', {
  timeout: PATIENCE_MS,
}, async () => {
  const [here, again] = [await builtSite(), await build()];
  expect(filesOf(again)).toEqual(filesOf(here));
  const differing = filesOf(here).filter(
    (file) => !readFileSync(join(here, file)).equals(readFileSync(join(again, file))),
  );
  expect(differing).toEqual([]);
});

function filesOf(directory: string): string[] {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => statSync(join(directory, name)).isFile()).sort();
}

describe.skipIf(chromiumPath === undefined)(`published under /gregor/${withBrowser}`, () => {
  let site: SiteVisit;

  beforeAll(async () => {
    site = await SiteVisit.begin({
      directory: await build('--base', '/gregor/'),
      base: '/gregor/',
    });
  }, PATIENCE_MS);
  afterAll(() => site?.end());

  test('every kind of page loads whole, and nothing from outside of it', {
    timeout: PATIENCE_MS,
  }, async () => {
    const { page, go, faults } = await site.visitor({ viewport: PHONE });
    const outside: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(`${site.url}/`)) outside.push(request.url());
    });
    const kinds = ['/', '/404.html', '/chapters/01-storage/offset-index/', '/glossary/'];
    const more = ['/source/storage/segment/', '/reference/protocol/fetch/', '/simulations/'];
    for (const path of [...kinds, ...more]) {
      await go(path);
      expect(await wider(page), path).toBeLessThanOrEqual(0);
      expect(faults(), path).toEqual([]);
    }
    await go('/simulations/consumer-group/');
    await page.locator('gregor-simulation[data-ready]').waitFor();
    expect(faults()).toEqual([]);
    expect(outside).toEqual([]);
  });

  test('a search leads below it', { timeout: PATIENCE_MS }, async () => {
    const { page, go } = await site.visitor();
    await go('/');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('compaction');
    await page.locator('gr-search .results a').first().click();
    await page.waitForURL((url) => /^\/gregor\/.+/.test(url.pathname));
    expect(await page.locator('main').innerText()).toMatch(/compact/i);
  });
});
