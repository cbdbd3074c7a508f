/**
 * What looks like itself in each way of reading: the search finds by keys, late faces move nothing, and on
 * paper a lesson can be read. Light and dark and reading without JavaScript are a reader's
 * (reader.test.ts), widths and complaints looked at in every-page.test.ts, axe's findings in axe.test.ts.
 */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FileServer, serveFiles } from '../../../site/tools/serve-files.ts';
import { builtSite } from '../built-site.ts';
import { chromiumPath, startBrowser, withBrowser } from '../chromium.ts';
import { PHONE } from './site-visit.ts';

const DESK = { width: 1440, height: 900 };
const LESSON = '/chapters/01-storage/offset-index/';
/** Run in the page, as text: these tests know no DOM. */
const FOCUSED = 'document.activeElement.getAttribute("href")';
/** Begins with a paragraph that breaks elsewhere in the fallback. */
const WIDE_WORDS = '/chapters/02-offsets/where-a-log-ends/';
const LATE_MS = 1_200;
const WATCH_SHIFTS = `
  globalThis.shifted = 0;
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) shifted += value;
  }).observe({ type: 'layout-shift', buffered: true });`;

describe.skipIf(chromiumPath === undefined)(`the site’s looks${withBrowser}`, () => {
  let files: FileServer;
  let browser: Browser;

  beforeAll(async () => {
    const directory = await builtSite();
    [files, browser] = await Promise.all([serveFiles(directory), startBrowser()]);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await files?.[Symbol.asyncDispose]();
  });

  test('the search is opened by its key, finds, and leads there by keys alone', async () => {
    await onPage({ viewport: DESK }, async (page) => {
      await page.goto(`${files.url}/`, { waitUntil: 'networkidle' });
      await page.keyboard.press('Control+k');
      await page.keyboard.type('offset index');
      await page.locator('gr-search li').first().waitFor();
      expect(await page.locator('gr-search .found').textContent()).toMatch(/^\d+ pages$/);
      const lesson = page.locator(`gr-search li > a[href$="${LESSON}"]`);
      for (let presses = 0; presses < 20; presses++) {
        await page.keyboard.press('ArrowDown');
        if ((await page.evaluate(FOCUSED)) === (await lesson.getAttribute('href'))) break;
      }
      await page.keyboard.press('Enter');
      await page.waitForURL(`**${LESSON}`);
    });
  }, 120_000);

  test('nothing of the search is loaded before it is opened', async () => {
    await onPage({ viewport: DESK }, async (page) => {
      const loaded: string[] = [];
      page.on('request', (request) => loaded.push(request.url()));
      await page.goto(`${files.url}${LESSON}`, { waitUntil: 'networkidle' });
      expect(loaded.filter((url) => url.includes('pagefind'))).toEqual([]);
      expect(loaded.filter((url) => !url.startsWith(files.url))).toEqual([]);
    });
  }, 120_000);

  test('faces that come late move no line of a lesson on a phone', async () => {
    await onPage({ viewport: PHONE }, async (page) => {
      await page.route(/\.woff2$/, async (route) => {
        await new Promise((arrived) => setTimeout(arrived, LATE_MS));
        await route.continue();
      });
      await page.addInitScript(WATCH_SHIFTS);
      await page.goto(`${files.url}${WIDE_WORDS}`, { waitUntil: 'networkidle' });
      await page.evaluate('document.fonts.ready.then(() => undefined)');
      expect(await page.evaluate<number>('shifted')).toBeLessThan(0.02);
    });
  }, 120_000);

  test('on paper what folds away is open, and the frame is gone', async () => {
    await onPage({ viewport: DESK }, async (page) => {
      await page.goto(`${files.url}${LESSON}`);
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('.sidebar-pane').isVisible()).toBe(false);
      expect(await page.locator('gr-search').locator('button').first().isVisible()).toBe(false);
      const folded = page.locator('.sl-markdown-content details:not([open]) > :not(summary)');
      expect(await folded.count()).toBeGreaterThan(0);
      expect(await folded.first().isVisible()).toBe(true);
    });
  }, 120_000);

  async function onPage(options: BrowserContextOptions, use: (page: Page) => Promise<void>) {
    const context = await browser.newContext(options);
    try {
      await use(await context.newPage());
    } finally {
      await context.close();
    }
  }
});
