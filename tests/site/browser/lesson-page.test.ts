/**
 * What a lesson's page does in a real browser: questions that are remembered, cards over words, pictures
 * that scroll. On a page of its own with the site's script, so that no site has to be built.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../../course/view.ts';
import { type FileServer, serveFiles } from '../../../site/tools/serve-files.ts';
import { chromiumPath, startBrowser, withBrowser } from '../chromium.ts';

const PAGE = `<!doctype html><html lang="en"><head><title>A lesson</title><link rel="icon" href="data:," /></head><body>
<nav class="sidebar"><a data-quiz="01-storage/a" data-task="1.4" href="#">Offset index</a></nav>
<main class="sl-markdown-content">
  <p>A <a id="word" href="/glossary/#segment">segment</a> and a <a id="other" href="/glossary/#nothing">thing</a>.</p>
  <p>Quiz: <span data-quiz-count="01-storage/a 01-storage/b">2 questions</span></p>
  <gr-quiz data-question="01-storage/a"><ol>
    <li data-option="x"><details><summary>Wrong</summary><p>No. It is not.</p></details></li>
    <li data-option="y" data-right><details><summary>Right</summary><p>Right. It is.</p></details></li>
  </ol><p class="said" role="status"></p></gr-quiz>
  <div class="scrolls" id="wide" style="overflow: auto; width: 100px"><div style="width: 300px">wide</div></div>
  <div class="scrolls" id="fits" style="overflow: auto; width: 100px">fits</div>
</main>
<script type="module" src="../../site/src/progress/page.ts"></script></body></html>`;

const GLOSSARY = { segment: ['segment', 'A stretch of a log.', '/chapters/', 'Storage › Segment'] };

describe.skipIf(chromiumPath === undefined)(
  `a lesson’s page${withBrowser}`,
  { timeout: 60_000 },
  () => {
    let files: FileServer;
    let browser: Browser;
    let place = '';
    const faults: string[] = [];

    beforeAll(async () => {
      mkdirSync(join(root, '.gregor'), { recursive: true });
      place = mkdtempSync(join(root, '.gregor', 'lesson-page-'));
      writeFileSync(join(place, 'index.html'), PAGE);
      const outDir = join(place, 'built');
      await build({ root: place, configFile: false, logLevel: 'error', build: { outDir } });
      writeFileSync(join(outDir, 'glossary.json'), JSON.stringify(GLOSSARY));
      [files, browser] = await Promise.all([serveFiles(outDir, '/'), startBrowser()]);
    });
    afterAll(async () => {
      await browser?.close();
      await files?.[Symbol.asyncDispose]();
      rmSync(place, { recursive: true, force: true });
    });
    afterEach(() => expect(faults.splice(0)).toEqual([]));

    async function open(options: BrowserContextOptions = {}): Promise<Page> {
      const page = await (await browser.newContext(options)).newPage();
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(files.url);
      return page;
    }

    const count = (page: Page) => page.locator('[data-quiz-count]').textContent();

    test('answers by keyboard, says why, counts what is right and still knows it after a reload', async () => {
      const page = await open();
      await page.getByText('Wrong').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('status').filter({ hasText: 'No. It is not.' }).waitFor();
      expect(await count(page)).toBe('0 of 2 answered');
      await page.getByText('Right', { exact: true }).click();
      await page.getByRole('status').filter({ hasText: 'Right. It is.' }).waitFor();
      expect(await count(page)).toBe('1 of 2 answered');
      await page.reload();
      expect(await count(page)).toBe('1 of 2 answered');
      expect(await page.locator('li[data-chosen]').count()).toBe(2);
      expect(await page.locator('.sidebar a').getAttribute('data-answered')).toBe('1/1');
    });

    test('goes on where the browser holds rubbish for answers', async () => {
      const page = await open();
      await page.evaluate(() => localStorage.setItem('gregor.quiz.1', '[{"rubbish'));
      await page.reload();
      expect(await count(page)).toBe('0 of 2 answered');
    });

    test('opens a card over a word by pointer and by keyboard, and closes it by Escape', async () => {
      const page = await open();
      const card = page.locator('#term-card');
      await page.locator('#word').hover();
      await card.getByText('A stretch of a log.').waitFor();
      await card.hover();
      await page.keyboard.press('Escape');
      await card.waitFor({ state: 'hidden' });
      await page.mouse.move(0, 0);
      await page.locator('.sidebar a').focus();
      await page.keyboard.press('Tab');
      await card.waitFor();
      expect(await page.locator('#word').getAttribute('aria-describedby')).toBe('term-card');
      await page.keyboard.press('Tab');
      await card.waitFor({ state: 'hidden' });
    });

    test('opens a card by a tap, without leaving the page', async () => {
      const page = await open({
        hasTouch: true,
        isMobile: true,
        viewport: { width: 390, height: 700 },
      });
      await page.locator('#word').tap();
      await page.locator('#term-card').getByText('A stretch of a log.').waitFor();
      expect(new URL(page.url()).pathname).toBe('/');
    });

    test('makes a stop of what scrolls, and of nothing else', async () => {
      const page = await open();
      await page.locator('#wide[tabindex="0"][role="group"]').waitFor();
      expect(await page.locator('#fits').getAttribute('tabindex')).toBeNull();
    });

    test('shows a task’s state when it is told one', async () => {
      const page = await open();
      const told = "new CustomEvent('gregor:tasks', { detail: { '1.4': 'passed' } })";
      await page.evaluate(`document.dispatchEvent(${told})`);
      expect(await page.locator('[data-task="1.4"]').getAttribute('data-state')).toBe('passed');
    });
  },
);
