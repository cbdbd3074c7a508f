/**
 * What looks like itself in each way of reading: the search finds by keys, light and dark are
 * remembered, without JavaScript and on paper a lesson can be read. Widths and complaints are looked at
 * in every-page.test.ts, axe's findings in axe.test.ts.
 */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FileServer, serveFiles } from '../../../site/tools/serve-files.ts';
import { builtSite } from '../built-site.ts';
import { chromiumPath, startBrowser, withBrowser } from '../chromium.ts';

const DESK = { width: 1440, height: 900 };
const LESSON = '/chapters/01-storage/offset-index/';
/** Run in the page, as text: these tests know no DOM. */
const FOCUSED = 'document.activeElement.getAttribute("href")';

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

  test('a choice of light or dark holds on the next page', async () => {
    await onPage({ viewport: DESK, colorScheme: 'dark' }, async (page) => {
      const theme = () => page.evaluate<string>('document.documentElement.dataset.theme');
      await page.goto(`${files.url}/`);
      expect(await theme()).toBe('dark');
      await page.locator('.bar gr-theme button').click();
      expect(await theme()).toBe('light');
      await page.goto(`${files.url}${LESSON}`);
      expect(await theme()).toBe('light');
    });
  }, 120_000);

  test('without JavaScript a lesson can be read, in the system’s colours', async () => {
    await onPage({ javaScriptEnabled: false, colorScheme: 'light' }, async (page) => {
      await page.goto(`${files.url}${LESSON}`);
      expect(await page.locator('main h1').textContent()).toBe('Offset index');
      expect(await page.locator('main').innerText()).toContain('binary search');
      expect(await page.locator('gr-theme button').first().isVisible()).toBe(false);
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
