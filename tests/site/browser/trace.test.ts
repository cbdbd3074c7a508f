/**
 * The trace viewer in a real browser: what a link holds, stepped and searched by keys.
 */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { writeTrace } from '../../../site/simulations/trace/trace.ts';
import { chromiumPath, withBrowser } from '../chromium.ts';
import { inBrowser } from './simulation-page.ts';
import { axeFindings } from './watched-page.ts';

const trace = {
  title: 'keeps what was acknowledged',
  why: 'the committed offset: expected 8, but got 5',
  seed: 7,
  again: 'npm test offsets-failover',
  lines: [
    '0.5 ms: sent OffsetCommitRequest v9, correlation id 1',
    '1.5 ms: came 20 bytes: 00 00 00 01',
    '2.0 ms: member b commits 8',
    '3.0 ms: the broker was killed',
    '4.0 ms: the broker was started again',
    '5.0 ms: sent OffsetFetchRequest v9, correlation id 2',
    '6.0 ms: came 40 bytes: 00 00 00 02',
  ],
};

/** Whether a row is within what its list shows. */
async function isSeen(row: Locator): Promise<boolean> {
  const [own, list] = await Promise.all(
    [row, row.locator('xpath=..')].map((one) => one.boundingBox()),
  );
  if (own == null || list == null) return false;
  return own.y >= list.y - 1 && own.y + own.height <= list.y + list.height + 1;
}

describe.skipIf(chromiumPath === undefined)(
  `the trace viewer${withBrowser}`,
  { timeout: 90_000 },
  () => {
    const { open } = inBrowser('trace');

    const current = (page: Page) => page.locator('.tv li[aria-current=step]').innerText();

    test('begins where it failed, and is stepped by keys', async () => {
      const page = await open(`#${writeTrace(trace)}`);
      expect(await page.locator('.tv-lanes b').allTextContents()).toEqual([
        'client',
        'b',
        'broker',
      ]);
      expect(await page.locator('.tv li').count()).toBe(7);
      expect(await page.locator('.tv li[data-failing]').innerText()).toBe(await current(page));
      expect(await page.locator('.tv-why').innerText()).toContain('expected 8, but got 5');
      await page.locator('.tv ol').focus();
      await page.keyboard.press('ArrowUp');
      expect(await current(page)).toContain('OffsetFetchRequest');
      await page.keyboard.press('Home');
      expect(await current(page)).toContain('OffsetCommitRequest');
      await page.close();
    });

    test('has the buttons and the keys of every timeline', async () => {
      const page = await open(`#${writeTrace(trace)}`);
      await page.getByRole('button', { name: 'A step back' }).press('Enter');
      expect(await current(page)).toContain('OffsetFetchRequest');
      await page.keyboard.press('Shift+ArrowLeft');
      expect(await current(page)).toContain('OffsetCommitRequest');
      await page.keyboard.press('ArrowRight');
      expect(await current(page)).toContain('came 20 bytes');
      await page.keyboard.press('End');
      expect(await current(page)).toContain('came 40 bytes');
      await page.getByRole('searchbox').press('Home');
      expect(await current(page)).toContain('came 40 bytes');
      await page.close();
    });

    test('gives words the whole width of a phone, and shows where a long trace failed', async () => {
      const lines = Array.from({ length: 300 }, (_, at) => `${at}.5 ms: member m${at % 5} joins`);
      const page = await open(`#${writeTrace({ ...trace, lines })}`, 390);
      const row = page.locator('.tv li[data-failing]');
      await expect.poll(() => isSeen(row)).toBe(true);
      const [words, whole] = await Promise.all(
        [row.locator('.tv-text'), row].map((one) => one.boundingBox()),
      );
      expect(words?.width).toBeGreaterThan((whole?.width ?? 0) * 0.9);
      await page.close();
    });

    test('shows only what is looked for, and steps over the rest', async () => {
      const page = await open(`#${writeTrace(trace)}`);
      await page.getByRole('checkbox', { name: 'messages' }).press('Space');
      expect(await page.locator('.tv li').count()).toBe(3);
      await page.getByRole('searchbox').fill('KILLED');
      expect(await page.locator('.tv li').allTextContents()).toHaveLength(1);
      await page.getByRole('button', { name: 'Where it failed' }).press('Enter');
      expect(await current(page)).toContain('the broker was killed');
      await page.close();
    });

    test.each([
      ['z=nonsense', 'is no trace'],
      ['z=', 'is no trace'],
      ['of=join-waits', 'npm start'],
      ['what=ever', 'names no trace'],
    ])('answers #%s by a sentence, and takes another trace', async (fragment, sentence) => {
      const page = await open(`#${fragment}`);
      expect(await page.locator('[role=alert]').innerText()).toContain(sentence);
      await page.getByRole('textbox').fill('a joins\nb joins\na leaves');
      await page.getByRole('button', { name: 'Show these lines' }).press('Enter');
      expect(await page.locator('.tv li').count()).toBe(3);
      await page.close();
    });

    test('shows a run of the group in the page, where nothing has failed', async () => {
      const page = await open('', 390);
      await page.locator('.tv-arrow').first().waitFor();
      expect(await page.locator('.tv li[aria-current=step]').innerText()).toBe(
        await page.locator('.tv li').first().innerText(),
      );
      await page.getByText('Open another trace').click();
      await page.getByRole('button', { name: /^Show a run/ }).press('Enter');
      expect(await page.locator('.tv li').count()).toBeGreaterThan(50);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      await page.close();
    });

    test('axe finds nothing, in light and dark', async () => {
      const page = await open(`#${writeTrace(trace)}`);
      expect(await axeFindings(page)).toEqual([]);
      await page.close();
    });
  },
);
